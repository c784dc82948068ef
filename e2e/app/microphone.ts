/**
 * A real microphone for tests: a PulseAudio server of its own, whose one source
 * hears what is played to it, when it is played.
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createRandom } from "../../common/random.ts";
import { endChild } from "./children.ts";

const RATE_HZ = 16_000;
/** Peak of the quiet room that is always heard: pure zeros would say that the microphone is muted. */
const ROOM_PEAK = 60;
/** As the browser lists it. */
export const MICROPHONE_NAME = "Test microphone";

interface Format {
  readonly rateHz: number;
  readonly channels: number;
}

export interface TestMicrophone {
  /** For whoever is to hear this microphone. */
  readonly env: Readonly<Record<string, string>>;
  /** Plays in real time, and waits until all of it was heard. */
  play(pcm: Int16Array): Promise<void>;
  /** Plays until told to stop. @returns the function that stops it. */
  loop(pcm: Int16Array): () => Promise<void>;
  /** Ends the quiet room: from now on there are zeros, as from a microphone that the system holds back. */
  mute(): Promise<void>;
  unmute(): void;
  /** Pulls the plug; {@link plugIn} puts it back. */
  unplug(): void;
  /** The same one; a headset may come back with another rate. */
  plugIn(format?: Format): void;
  stop(): Promise<void>;
}

/** @throws Error if PulseAudio is not installed or does not start. */
export async function startMicrophone(): Promise<TestMicrophone> {
  const folder = await mkdtemp(join(tmpdir(), "beckon-sound-"));
  const socket = join(folder, "socket");
  const env = { XDG_RUNTIME_DIR: folder, PULSE_SERVER: `unix:${socket}`, PULSE_LATENCY_MSEC: "60" };
  const args = [
    "-n",
    "--daemonize=no",
    "--exit-idle-time=-1",
    "--high-priority=1",
    `--load=module-native-protocol-unix auth-anonymous=1 socket=${socket}`,
  ];
  const server = spawn("pulseaudio", args, {
    stdio: "ignore",
    env: { ...process.env, ...env, HOME: folder },
  });
  const killed = (): void => void server.kill("SIGKILL");
  process.once("exit", killed);
  const control = (...words: string[]): string =>
    execFileSync("pactl", words, { encoding: "utf8", env: { ...process.env, ...env }, stdio: "pipe" });
  for (let tries = 0; !answers(socket, control); tries++) {
    if (tries > 100 || server.exitCode !== null) throw new Error("PulseAudio did not start");
    await wait(100);
  }
  let air = "";
  const plugIn = ({ rateHz, channels }: Format = { rateHz: RATE_HZ, channels: 1 }): void => {
    const format = [`rate=${rateHz}`, `channels=${channels}`];
    air = control("load-module", "module-null-sink", "sink_name=air", ...format).trim();
    const description = `source_properties="device.description='${MICROPHONE_NAME}'"`;
    control("load-module", "module-remap-source", "source_name=mic", "master=air.monitor", description);
    control("set-default-source", "mic");
  };
  plugIn();

  const player = (): ReturnType<typeof spawn> =>
    spawn(
      "pacat",
      ["--playback", "--device=air", "--raw", `--rate=${RATE_HZ}`, "--channels=1", "--format=s16le"],
      {
        stdio: ["pipe", "ignore", "ignore"],
        env: { ...process.env, ...env },
      },
    );
  const loop = (pcm: Int16Array): (() => Promise<void>) => {
    const child = player();
    const input = child.stdin!;
    input.on("error", () => {}); // It is killed while it still has to be fed.
    const feed = (): void => void input.write(bytesOf(pcm), (error) => error || feed());
    feed();
    return () => endChild(child);
  };
  let mute = loop(quietRoom());
  return {
    env,
    async play(pcm) {
      const child = player();
      const ended = once(child, "exit");
      child.stdin!.end(bytesOf(pcm));
      const [code] = (await ended) as [number];
      if (code !== 0) throw new Error(`pacat ended with ${code}`);
    },
    loop,
    mute: () => mute(),
    unmute() {
      mute = loop(quietRoom());
    },
    // The air goes too: PulseAudio would hand its monitor to whoever listened.
    unplug: () => void control("unload-module", air),
    plugIn(format) {
      plugIn(format);
      mute = loop(quietRoom());
    },
    async stop() {
      process.off("exit", killed);
      await mute();
      await endChild(server);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function answers(socket: string, control: (...words: string[]) => string): boolean {
  if (!existsSync(socket)) return false;
  try {
    return control("info").length > 0;
  } catch {
    return false;
  }
}

/** Ten seconds of faint noise, the same each time. */
function quietRoom(): Int16Array {
  const random = createRandom(1);
  return Int16Array.from({ length: 10 * RATE_HZ }, () => Math.round(random.between(-ROOM_PEAK, ROOM_PEAK)));
}

function bytesOf(pcm: Int16Array): Uint8Array {
  return new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength);
}
