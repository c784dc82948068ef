/**
 * Ogg Opus (RFC 7845) → mono samples at 16 kHz, streaming.
 *
 * libopus (ogg-opus-decoder) decodes at 16 kHz by itself. It does not complain
 * about damage, so the pages are checked before and the length after it.
 */
import { OggOpusDecoder } from "ogg-opus-decoder";
import { SOUND_RATE_HZ } from "../../common/street.ts";
import { recordingError } from "./faults.ts";
import { OggPages, type OggPage } from "./ogg-pages.ts";
import { fileBlocks, mixDown, type OpenFile, type SoundSource } from "./sound-source.ts";
import { checkRate } from "./wav-format.ts";

const OPUS_RATE_HZ = 48000; // unit of granule positions and of the pre-skip, whatever the origin was
const MAX_CHANNELS = 8;

interface OpusHead {
  readonly originRateHz: number;
  /** Samples at 48 kHz to drop at the start. */
  readonly preSkip: number;
}

/** @throws BeckonError `opus-damaged`, `sound-unknown`, `sound-channels`, `sound-rate`. */
export async function openOpus(file: OpenFile): Promise<SoundSource> {
  const head = readHead(await file.readAt(0, 65536), file.thing);
  const source = {
    rateHz: SOUND_RATE_HZ,
    originRateHz: head.originRateHz,
    warnings: [] as string[],
    blocks: () => decode(file, head, source.warnings),
  };
  return source;
}

function readHead(start: Uint8Array, thing: string): OpusHead {
  const page = new OggPages().push(start)[0];
  // A damaged first page would be skipped; the head must be where the file begins.
  if (page === undefined || !page.bytes.every((byte, i) => byte === start[i])) throw damaged(thing);
  const body = page.bytes.subarray(page.bodyOffset);
  if (body.length < 19 || String.fromCharCode(...body.subarray(0, 8)) !== "OpusHead") {
    throw recordingError(
      "sound-unknown",
      thing,
      "It is an Ogg file, but not of the Opus kind.",
      "Save it as WAV, FLAC or Ogg Opus.",
    );
  }
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const channels = body[9]!;
  if (channels < 1 || channels > MAX_CHANNELS) {
    throw recordingError(
      "sound-channels",
      thing,
      `It claims to have ${channels} channels.`,
      "Save it with one or two channels.",
    );
  }
  // 0 means "not told"; more than 48,000 cannot have survived the codec.
  const stated = view.getUint32(12, true);
  const originRateHz = Math.min(stated === 0 ? OPUS_RATE_HZ : stated, OPUS_RATE_HZ);
  checkRate(originRateHz, thing);
  return { originRateHz, preSkip: view.getUint16(10, true) };
}

async function* decode(file: OpenFile, head: OpusHead, warnings: string[]): AsyncGenerator<Float32Array> {
  // The types of version 1.7.5 lack `sampleRate`, which its documentation and code have.
  const decoder = new OggOpusDecoder({ sampleRate: SOUND_RATE_HZ } as object);
  const pages = new OggPages();
  let lastPage: OggPage | undefined;
  let lastGranule = 0;
  let decoded = 0;
  try {
    await decoder.ready;
    for await (const block of fileBlocks(file)) {
      for (const page of pages.push(block)) {
        lastPage = page;
        lastGranule = page.granule ?? lastGranule;
        const result = await decoder.decode(page.bytes);
        decoded += result.samplesDecoded;
        if (result.samplesDecoded > 0) yield mixDown(result.channelData, result.samplesDecoded);
      }
    }
    const rest = await decoder.flush();
    decoded += rest.samplesDecoded;
    if (rest.samplesDecoded > 0) yield mixDown(rest.channelData, rest.samplesDecoded);
  } finally {
    decoder.free();
  }
  pages.end();
  if (decoded === 0) throw damaged(file.thing);
  const expected = ((lastGranule - head.preSkip) * SOUND_RATE_HZ) / OPUS_RATE_HZ;
  if (pages.skippedBytes > 0) warnings.push("Parts of the file are damaged and were left out.");
  else if (!lastPage?.last) warnings.push("The file ends in the middle; it was read to its end.");
  else if (Math.abs(decoded - expected) > SOUND_RATE_HZ / 50) {
    warnings.push("Its sound is not as long as the file says.");
  }
}

function damaged(thing: string): Error {
  return recordingError(
    "opus-damaged",
    thing,
    "No sound can be read from it; the file is damaged.",
    "Record or save it again.",
  );
}
