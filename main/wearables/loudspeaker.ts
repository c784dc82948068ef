/**
 * Does this computer play sound into the room? Its own loudspeaker may say a command (DESIGN §11). Asked of PulseAudio, or
 * of PipeWire in its place, by `pactl`; where that is not to be had nobody can tell, and the answer is no.
 */
import { execFile } from "node:child_process";

/** Ports that only the wearer hears, as PulseAudio and its sound cards name them. */
const PRIVATE_PORT = /headphone|headset|earpiece|hands-?free/i;
const LIMIT_MS = 2000;

/** Never throws. */
export async function playsAloud(): Promise<boolean> {
  const [inputs, sinks] = await Promise.all([list("sink-inputs"), list("sinks")]);
  const isAloud = (index: unknown): boolean => {
    const sink = sinks.find((one) => one.index === index);
    return sink !== undefined && sink.mute !== true && !PRIVATE_PORT.test(String(sink.active_port ?? ""));
  };
  return inputs.some(({ sink, corked, mute }) => corked === false && mute === false && isAloud(sink));
}

function list(what: "sink-inputs" | "sinks"): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return new Promise((resolve) => {
    execFile("pactl", ["--format=json", "list", what], { timeout: LIMIT_MS }, (error, stdout) => {
      resolve(error === null ? parse(stdout) : []);
    });
  });
}

function parse(text: string): readonly Readonly<Record<string, unknown>>[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter((one) => typeof one === "object" && one !== null) : [];
  } catch {
    return [];
  }
}
