/**
 * FLAC (RFC 9639) → mono samples, streaming.
 *
 * libFLAC (@wasm-audio-decoders/flac) checks each frame but does not complain,
 * so the head is checked before and the number of samples after it. That
 * number may be zero ("not told", as live recorders write) or wrong; the
 * frames themselves say where the sound ends.
 */
import { FLACDecoder, type FLACDecodedAudio } from "@wasm-audio-decoders/flac";
import { recordingError } from "./faults.ts";
import { fileBlocks, mixDown, type OpenFile, type SoundSource } from "./sound-source.ts";
import { checkRate } from "./wav-format.ts";

const STREAM_INFO_BYTES = 4 + 4 + 34;

/** @throws BeckonError `flac-damaged`, `sound-rate`. */
export async function openFlac(file: OpenFile): Promise<SoundSource> {
  const start = await file.readAt(0, STREAM_INFO_BYTES);
  if (start.length < STREAM_INFO_BYTES || (start[4]! & 0x7f) !== 0) throw damaged(file.thing);
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const rateHz = view.getUint32(18, false) >>> 12;
  const statedSamples = (start[21]! & 15) * 2 ** 32 + view.getUint32(22, false);
  checkRate(rateHz, file.thing);
  const source = {
    rateHz,
    originRateHz: rateHz,
    warnings: [] as string[],
    blocks: () => decode(file, statedSamples, source.warnings),
  };
  return source;
}

async function* decode(file: OpenFile, stated: number, warnings: string[]): AsyncGenerator<Float32Array> {
  const decoder = new FLACDecoder();
  let decoded = 0;
  let errors = 0;
  try {
    await decoder.ready;
    for await (const block of fileBlocks(file)) {
      const result = await decoder.decode(block);
      decoded += result.samplesDecoded;
      errors += result.errors.length;
      if (result.samplesDecoded > 0) yield toFullScale(result);
    }
    const rest = await decoder.flush();
    decoded += rest.samplesDecoded;
    errors += rest.errors.length;
    if (rest.samplesDecoded > 0) yield toFullScale(rest);
  } finally {
    decoder.free();
  }
  if (decoded === 0) throw damaged(file.thing);
  if (errors > 0) warnings.push("Parts of the file are damaged and were left out.");
  else if (stated !== 0 && decoded < stated) warnings.push("The file is shorter than it says; it was read to its end.");
  else if (stated !== 0 && decoded > stated) warnings.push("The file is longer than it says; it was read to its end.");
}

/** The decoder divides by the largest positive value (32,767 for 16 bits); everything else here by one more. */
function toFullScale({ channelData, samplesDecoded, bitDepth }: FLACDecodedAudio): Float32Array {
  const largest = 2 ** (bitDepth - 1);
  return mixDown(channelData, samplesDecoded).map((value) => (value * (largest - 1)) / largest);
}

function damaged(thing: string): Error {
  return recordingError("flac-damaged", thing, "No sound can be read from it; the file is damaged.", "Record or save it again.");
}
