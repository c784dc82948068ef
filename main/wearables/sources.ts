/**
 * What a virtual wearable hears or feels: a recording, raw PCM from a stream, or the
 * computer's microphone through the system's own recording program.
 */
import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { machineError, type BeckonError } from "../../common/errors.ts";
import { SOUND_RATE_HZ, type Samples } from "../../common/street.ts";

/** Takes samples, resolves when they were heard: `feed` of a virtual wearable. */
export type Feed = (samples: Int16Array) => Promise<void>;

/** As a sensor would bring it, or as fast as the wearable keeps up. */
export type Pace = "real-time" | "fast";

/** Handed over at once, ms. One at a time, so that no event of a fast recording is lost. */
const CHUNK_MS = 40;

/**
 * Plays one recording. In real time it keeps to the clock in the long run: a chunk that comes
 * late is followed by the next one sooner.
 *
 * @param signal ends it early, without an error.
 */
export async function play(samples: Samples, feed: Feed, pace: Pace, signal?: AbortSignal): Promise<void> {
  const values = samples.signal === "sound" ? samples.pcm : samples.milliG;
  const perSample = samples.signal === "sound" ? 1 : 3;
  const rateHz = samples.signal === "sound" ? SOUND_RATE_HZ : samples.rateHz;
  const chunk = Math.max(1, Math.round((rateHz * CHUNK_MS) / 1000)) * perSample;
  const startMs = performance.now();
  for (let at = 0; at < values.length && !signal?.aborted; at += chunk) {
    if (pace === "real-time") {
      const endMs = ((at + chunk) / perSample / rateHz) * 1000;
      const waitMs = startMs + endMs - performance.now();
      if (waitMs > 0) await sleep(waitMs);
    }
    await feed(values.slice(at, at + chunk));
  }
}

/**
 * Feeds raw PCM (16-bit little-endian, 16 kHz, mono) as it comes, until the stream ends. The
 * stream is not read faster than it is heard.
 *
 * @throws BeckonError if the stream fails.
 */
export async function feedStream(stream: Readable, feed: Feed): Promise<void> {
  let odd: Buffer = Buffer.alloc(0);
  try {
    for await (const piece of stream) {
      const bytes = Buffer.concat([odd, piece as Buffer]);
      const whole = bytes.length - (bytes.length % 2);
      odd = bytes.subarray(whole);
      const values = new Int16Array(whole / 2);
      for (let i = 0; i < values.length; i++) values[i] = bytes.readInt16LE(2 * i);
      for (let at = 0; at < values.length; at += CHUNK_VALUES)
        await feed(values.slice(at, at + CHUNK_VALUES));
    }
  } catch (error) {
    throw machineError(
      "sound-stream-failed",
      "the incoming sound",
      `it broke off (${(error as Error).message}).`,
      "Start the program that sends it again.",
    );
  }
}

const CHUNK_VALUES = (SOUND_RATE_HZ * CHUNK_MS) / 1000;

interface Recorder {
  readonly program: string;
  arguments(microphone: string | undefined): string[];
}

/** In order of preference: PulseAudio and PipeWire, then ALSA. */
const recorders: readonly Recorder[] = [
  {
    program: "parec",
    arguments: (microphone) => [
      ...["--raw", "--format=s16le", `--rate=${SOUND_RATE_HZ}`, "--channels=1", "--latency-msec=20"],
      ...["--client-name=Beckon", ...(microphone === undefined ? [] : [`--device=${microphone}`])],
    ],
  },
  {
    program: "arecord",
    arguments: (microphone) => [
      ...["-q", "-t", "raw", "-f", "S16_LE", "-r", String(SOUND_RATE_HZ), "-c", "1", "--buffer-time=100000"],
      ...(microphone === undefined ? [] : ["-D", microphone]),
    ],
  },
];

/** The program that would record here; undefined where none is installed. */
export function findRecorder(path: string = process.env.PATH ?? ""): string | undefined {
  return recorders.find(({ program }) => isInstalled(program, path))?.program;
}

/**
 * Listens to a microphone until `signal` ends it.
 *
 * @param microphone name as the system knows it; the system's choice if left out. One that is
 *   named is used or refused, never replaced by another.
 * @throws BeckonError if nothing can record here, or recording ends by itself.
 */
export async function feedMicrophone(
  feed: Feed,
  microphone: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const recorder = recorders.find(({ program }) => isInstalled(program, process.env.PATH ?? ""));
  if (recorder === undefined) throw noRecorderError();
  const child = spawn(recorder.program, recorder.arguments(microphone), {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-500);
  });
  const failed = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code) => resolve(said.trim().split("\n").at(-1) || `code ${code}`));
  });
  const stop = (): void => void child.kill();
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  try {
    await feedStream(child.stdout, feed);
    const detail = await failed;
    if (!signal.aborted) throw microphoneError(microphone, detail);
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
  }
}

function isInstalled(program: string, path: string): boolean {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return folder !== "";
    } catch {
      return false;
    }
  });
}

function noRecorderError(): BeckonError {
  return machineError(
    "no-recorder",
    "the microphone",
    "no program that records is installed (parec or arecord).",
    "Install one: `sudo apt-get install pulseaudio-utils`, or send sound on standard input.",
  );
}

function microphoneError(microphone: string | undefined, detail: string): BeckonError {
  return machineError(
    "microphone-failed",
    microphone === undefined ? "the microphone" : `the microphone "${microphone}"`,
    `recording ended (${detail}).`,
    "Check that it is plugged in and allowed; `pactl list sources short` names those there are.",
  );
}
