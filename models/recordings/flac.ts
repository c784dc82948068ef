/**
 * FLAC (RFC 9639) → mono samples, streaming.
 *
 * libFLAC (@wasm-audio-decoders/flac) decodes frame by frame; which bytes are
 * frames is found out here, because its own parser neither complains about
 * damage nor survives it. The number of samples in the head may be zero ("not
 * told", as live recorders write) or wrong; the frames say where the sound ends.
 */
import { FLACDecoder, type FLACDecodedAudio } from "@wasm-audio-decoders/flac";
import { recordingError } from "./faults.ts";
import { FlacFrames } from "./flac-frames.ts";
import { fileBlocks, mixDown, type OpenFile, type SoundSource } from "./sound-source.ts";
import { checkRate } from "./wav-format.ts";

const STREAM_INFO_END = 4 + 4 + 34;

const MAX_METADATA_BLOCKS = 1000;

interface FlacHead {
  readonly rateHz: number;
  /** 0 = not told. */
  readonly samples: number;
  /** Where the frames start. */
  readonly framesOffset: number;
}

/** @throws BeckonError `flac-damaged`, `sound-rate`. */
export async function openFlac(file: OpenFile): Promise<SoundSource> {
  const head = await readHead(file);
  checkRate(head.rateHz, file.thing);
  const warnings: string[] = [];
  return {
    rateHz: head.rateHz,
    originRateHz: head.rateHz,
    warnings,
    blocks: () => decode(file, head, warnings),
  };
}

async function readHead(file: OpenFile): Promise<FlacHead> {
  const start = await file.readAt(0, STREAM_INFO_END);
  if (start.length < STREAM_INFO_END || (start[4]! & 0x7f) !== 0) throw damaged(file.thing);
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  let framesOffset = 4;
  for (let blocks = 0, last = false; !last && framesOffset < file.bytes; blocks++) {
    if (blocks > MAX_METADATA_BLOCKS) throw damaged(file.thing);
    const block = await file.readAt(framesOffset, 4); // 1 bit "last", 7 bits kind, 24 bits length
    if (block.length < 4) throw damaged(file.thing);
    last = block[0]! >= 0x80;
    framesOffset += 4 + block[1]! * 65536 + block[2]! * 256 + block[3]!;
  }
  const samples = (start[21]! & 15) * 2 ** 32 + view.getUint32(22, false);
  return { rateHz: view.getUint32(18, false) >>> 12, samples, framesOffset };
}

async function* decode(file: OpenFile, head: FlacHead, warnings: string[]): AsyncGenerator<Float32Array> {
  const decoder = new FLACDecoder();
  const frames = new FlacFrames();
  let decoded = 0;
  let errors = 0;
  const decodeAll = async (whole: Uint8Array[]): Promise<Float32Array> => {
    if (whole.length === 0) return new Float32Array(0);
    const result = await decoder.decodeFrames(whole);
    decoded += result.samplesDecoded;
    errors += result.errors.length;
    return toFullScale(result);
  };
  try {
    await decoder.ready;
    for await (const block of fileBlocks(file, head.framesOffset)) yield await decodeAll(frames.push(block));
    yield await decodeAll(frames.end());
  } finally {
    decoder.free();
  }
  if (decoded === 0) throw damaged(file.thing);
  if (errors > 0 || frames.skippedBytes > 0)
    warnings.push("Parts of the file are damaged and were left out.");
  else if (head.samples !== 0 && decoded < head.samples)
    warnings.push("The file is shorter than it says; it was read to its end.");
  else if (head.samples !== 0 && decoded > head.samples)
    warnings.push("The file is longer than it says; it was read to its end.");
}

/**
 * The decoder divides by the largest positive value (32,767 for 16 bits), everything else here by one more. Its
 * floats are brought back to the file's whole numbers first, so that FLAC gives bit for bit what WAV gives.
 */
function toFullScale({ channelData, samplesDecoded, bitDepth }: FLACDecodedAudio): Float32Array {
  const largest = 2 ** (bitDepth - 1);
  const exact = channelData.map((channel) =>
    channel.map((value) => Math.round(value * (largest - 1)) / largest),
  );
  return mixDown(exact, samplesDecoded);
}

function damaged(thing: string): Error {
  return recordingError(
    "flac-damaged",
    thing,
    "No sound can be read from it; the file is damaged.",
    "Record or save it again.",
  );
}
