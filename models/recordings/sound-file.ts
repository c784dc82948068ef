/**
 * Any sound file → 16-bit mono at 16 kHz.
 *
 * The kind of file is told by its first bytes, never by its name. What is 16 kHz
 * mono 16-bit already comes out bit for bit.
 */
import { open, type FileHandle } from "node:fs/promises";
import { SOUND_RATE_HZ, type SoundSamples } from "../../common/street.ts";
import { fileError, recordingError } from "./faults.ts";
import { openFlac } from "./flac.ts";
import { openOpus } from "./opus.ts";
import { createResampler } from "./resample.ts";
import type { OpenFile, SoundSource } from "./sound-source.ts";
import { openWav } from "./wav.ts";

export interface SoundFile {
  readonly originRateHz: number;
  /** Remarks in plain words; complete after the last block. */
  readonly warnings: readonly string[];
  /** 16-bit PCM at 16 kHz in blocks of at most some seconds. To be run once; closes the file at its end. */
  blocks(): AsyncGenerator<Int16Array>;
  /** To be called if `blocks` is not run to its end. */
  close(): Promise<void>;
}

/** Longest recording that is taken as one piece in memory: 6 hours, 691 MB. */
const MAX_SECONDS = 6 * 3600;

/**
 * Opens a recording of any length; memory stays at a few megabytes.
 *
 * @param thing the file, as the person knows it; default `path`.
 * @throws BeckonError with a `file-`, `sound-`, `wav-`, `flac-` or `opus-` code, here or from `blocks`.
 */
export async function openSound(path: string, thing = path): Promise<SoundFile> {
  let handle: FileHandle;
  try {
    handle = await open(path, "r");
  } catch (error) {
    throw fileError(error, thing);
  }
  try {
    const file = await describe(handle, thing);
    const source = await openSource(file);
    const warnings = source.warnings;
    if (source.originRateHz < SOUND_RATE_HZ) {
      const top = (source.originRateHz / 2).toLocaleString("en");
      warnings.push(
        `It holds nothing above ${top} Hz: hisses and clicks are harder to tell apart, and a microphone that hears more may not be understood.`,
      );
    }
    return {
      originRateHz: source.originRateHz,
      warnings,
      blocks: () => convert(source, file, handle),
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/**
 * The whole recording, in memory.
 *
 * @throws BeckonError as {@link openSound}, and `sound-long` above `maxSeconds`, before more memory is taken.
 */
export async function readSound(
  path: string,
  thing = path,
  maxSeconds = MAX_SECONDS,
): Promise<{ samples: SoundSamples; warnings: string[] }> {
  const sound = await openSound(path, thing);
  const blocks: Int16Array[] = [];
  let length = 0;
  for await (const block of sound.blocks()) {
    blocks.push(block);
    length += block.length;
    if (length > maxSeconds * SOUND_RATE_HZ) {
      throw recordingError(
        "sound-long",
        thing,
        `It is longer than ${Math.floor(maxSeconds / 360) / 10} hours.`,
        "Cut it into shorter files.",
      );
    }
  }
  const pcm = new Int16Array(length);
  let offset = 0;
  for (const block of blocks) {
    pcm.set(block, offset);
    offset += block.length;
  }
  return {
    samples: { signal: "sound", pcm, originRateHz: sound.originRateHz },
    warnings: [...sound.warnings],
  };
}

async function describe(handle: FileHandle, thing: string): Promise<OpenFile> {
  const stat = await handle.stat();
  if (!stat.isFile()) throw fileError({ code: "not a file" }, thing);
  if (stat.size === 0) throw recordingError("file-empty", thing, "The file is empty.", "Record it again.");
  const readAt = async (offset: number, length: number): Promise<Uint8Array> => {
    const buffer = new Uint8Array(Math.max(0, Math.min(length, stat.size - offset)));
    try {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, offset);
      return buffer.subarray(0, bytesRead);
    } catch (error) {
      throw fileError(error, thing);
    }
  };
  return { readAt, bytes: stat.size, thing };
}

async function openSource(file: OpenFile): Promise<SoundSource> {
  const magic = String.fromCharCode(...(await file.readAt(0, 4)));
  if (magic === "OggS") return openOpus(file);
  if (magic === "fLaC") return openFlac(file);
  if (magic.startsWith("RI") || magic === "RF64" || magic === "BW64") return openWav(file);
  throw recordingError(
    "sound-unknown",
    file.thing,
    "It is no sound file that Beckon can read.",
    "Save it as WAV, FLAC or Ogg Opus.",
  );
}

async function* convert(source: SoundSource, file: OpenFile, handle: FileHandle): AsyncGenerator<Int16Array> {
  const resampler = createResampler(source.rateHz);
  const faults = { invalid: 0, loud: 0 };
  let length = 0;
  try {
    for await (const block of source.blocks()) {
      const pcm = toPcm(resampler.push(clean(block, faults)), faults);
      length += pcm.length;
      if (pcm.length > 0) yield pcm;
    }
    const rest = toPcm(resampler.end(), faults);
    length += rest.length;
    if (rest.length > 0) yield rest;
  } finally {
    await handle.close();
  }
  if (length === 0) {
    throw recordingError(
      "sound-empty",
      file.thing,
      "It holds no sound at all: its length is zero.",
      "Record it again.",
    );
  }
  if (faults.invalid > 0)
    source.warnings.push("Some of its samples are no numbers and were taken as silence.");
  if (faults.loud > 0) source.warnings.push("It is louder than a file can hold and was cut at full scale.");
}

interface SampleFaults {
  invalid: number;
  /** Samples that are beyond full scale by more than a resampler's overshoot. */
  loud: number;
}

/** Floats of a file may be anything; one infinity would spoil a whole stretch of the resampler's output. */
function clean(block: Float32Array, faults: SampleFaults): Float32Array {
  for (let i = 0; i < block.length; i++) {
    if (Number.isFinite(block[i]!)) continue;
    block[i] = 0;
    faults.invalid++;
  }
  return block;
}

function toPcm(block: Float32Array, faults: SampleFaults): Int16Array {
  const pcm = new Int16Array(block.length);
  for (let i = 0; i < block.length; i++) {
    const value = Math.round(block[i]! * 32768);
    if (value > 49152 || value < -49152) faults.loud++;
    pcm[i] = Math.max(-32768, Math.min(32767, value));
  }
  return pcm;
}
