/**
 * The two programs that are needed to make the sample person, and only then:
 * espeak-ng speaks, opusenc packs. Neither is part of what is installed.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { machineError } from "../../common/errors.ts";
import { SOUND_RATE_HZ } from "../../common/street.ts";
import { readSound } from "../../models/recordings/sound-file.ts";

export interface Voice {
  /** espeak-ng's voice and variant, such as `en-gb+f3`. */
  readonly name: string;
  /** Words a minute. */
  readonly speed: number;
  /** 0 to 99. */
  readonly pitch: number;
}

/** @returns what the voice says, at 16 kHz, silence at both ends cut away; peak at 1. */
export async function speak(text: string, voice: Voice): Promise<Float64Array> {
  return inFolder(async (dir) => {
    const file = join(dir, "speech.wav");
    run("espeak-ng", [
      "-v",
      voice.name,
      "-s",
      String(voice.speed),
      "-p",
      String(voice.pitch),
      "-z",
      "-w",
      file,
      text,
    ]);
    const { samples } = await readSound(file);
    const loud = (value: number): boolean => Math.abs(value) > 300;
    const first = samples.pcm.findIndex(loud);
    const last = samples.pcm.findLastIndex(loud);
    const speech = Float64Array.from(samples.pcm.subarray(Math.max(0, first - 320), last + 640));
    const peak = speech.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    return speech.map((value) => value / peak);
  });
}

/** Writes a signal (-1 to 1) as Ogg Opus; `serial` is the stream's number, which would be random otherwise. */
export async function writeOpus(path: string, signal: Float64Array, serial: number): Promise<void> {
  await inFolder(async (dir) => {
    const raw = join(dir, "sound.raw");
    writeFileSync(
      raw,
      Int16Array.from(signal, (value) => Math.max(-32768, Math.min(32767, Math.round(value * 32768)))),
    );
    const form = ["--raw", "--raw-rate", String(SOUND_RATE_HZ), "--raw-chan", "1"];
    run("opusenc", [
      "--quiet",
      ...form,
      "--bitrate",
      "32",
      "--serial",
      String(serial),
      "--discard-comments",
      raw,
      path,
    ]);
  });
}

async function inFolder<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), "beckon-sample-"));
  try {
    return await work(dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function run(program: string, args: readonly string[]): void {
  try {
    execFileSync(program, args, { stdio: ["ignore", "ignore", "pipe"] });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw machineError(
      "tool-missing",
      program,
      "It is not installed.",
      "Run: apt-get install -y espeak-ng opus-tools",
    );
  }
}
