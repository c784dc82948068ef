/** What each sound format's reader gives, before it is brought to 16 kHz. */
import type { ReadAt } from "./wav-format.ts";

export interface SoundSource {
  /** Samples a second of {@link blocks}. */
  readonly rateHz: number;
  /** What band the recording can hold; equal to `rateHz` but for codecs that resample by themselves. */
  readonly originRateHz: number;
  /** Mono samples from -1 to 1, a few hundred kilobytes at a time. To be run once. */
  blocks(): AsyncGenerator<Float32Array>;
  /** Remarks in plain words; complete after the last block. */
  readonly warnings: string[];
}

export interface OpenFile {
  readonly readAt: ReadAt;
  readonly bytes: number;
  /** The file, as the person knows it. */
  readonly thing: string;
}

const BLOCK_BYTES = 65536;

/** The file from `start` to its end, in blocks. */
export async function* fileBlocks(file: OpenFile, start = 0): AsyncGenerator<Uint8Array> {
  for (let offset = start; offset < file.bytes; offset += BLOCK_BYTES) {
    const block = await file.readAt(offset, BLOCK_BYTES);
    if (block.length === 0) return; // the file became shorter while it was read
    yield block;
  }
}

/** The mean over the channels. */
export function mixDown(channels: readonly Float32Array[], length: number): Float32Array {
  if (channels.length === 1) return channels[0]!.subarray(0, length);
  const mono = new Float32Array(length);
  for (const channel of channels) {
    for (let i = 0; i < length; i++) mono[i]! += channel[i]! / channels.length;
  }
  return mono;
}
