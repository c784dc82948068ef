/**
 * The head of a WAV file: where its samples lie and how they are coded.
 *
 * RIFF WAVE by Microsoft's "Multiple Channel Audio Data and WAVE Files" (2007),
 * and its 64-bit forms RF64 and BW64 (EBU Tech 3306, ITU-R BS.2088).
 *
 * Trust: the file may be hostile or half-written. Size fields are claims, to be
 * held against the true length of the file; nothing is allocated by them.
 */
import { recordingError } from "./faults.ts";
import { MAX_RATE_HZ, MIN_RATE_HZ } from "./resample.ts";

export type WavCoding = "pcm" | "float" | "a-law" | "mu-law";

export interface WavFormat {
  readonly coding: WavCoding;
  readonly channels: number;
  readonly rateHz: number;
  /** Bytes of one sample of one channel: 1 to 8. */
  readonly sampleBytes: number;
}

export interface WavHead {
  readonly format: WavFormat;
  /** Where the samples start, in bytes from the start of the file. */
  readonly dataOffset: number;
  /** Bytes of samples that really are in the file. */
  readonly dataBytes: number;
  readonly warnings: readonly string[];
}

/** Reads up to `length` bytes at `offset`; fewer at the end of the file. */
export type ReadAt = (offset: number, length: number) => Promise<Uint8Array>;

const MAX_CHUNKS = 10_000;
const MAX_CHANNELS = 64;
const WRAP = 2 ** 32;

/**
 * @param fileBytes true length of the file.
 * @throws BeckonError `wav-truncated`, `wav-no-format`, `wav-coding`, `sound-rate`, `sound-channels`, `sound-unknown`.
 */
export async function readWavHead(readAt: ReadAt, fileBytes: number, thing: string): Promise<WavHead> {
  const riff = await readAt(0, 12);
  if (riff.length < 12) throw truncated(thing);
  const kind = ascii(riff, 0);
  if (!["RIFF", "RF64", "BW64"].includes(kind) || ascii(riff, 8) !== "WAVE") {
    throw recordingError("sound-unknown", thing, "It is no WAV file.", "Save it as WAV, FLAC or Ogg Opus.");
  }

  let format: WavFormat | undefined;
  let data: { offset: number; stated: number } | undefined;
  let size64: number | undefined;
  let offset = 12;
  for (let i = 0; i < MAX_CHUNKS && offset + 8 <= fileBytes && !(format && data); i++) {
    const header = await readAt(offset, 8);
    const id = ascii(header, 0);
    const stated = u32(header, 4);
    const body = offset + 8;
    if (id === "ds64") {
      const sizes = await readAt(body, 16);
      if (sizes.length === 16) size64 = u32(sizes, 8) + u32(sizes, 12) * WRAP;
    } else if (id === "fmt ") {
      format = parseFormat(await readAt(body, Math.min(stated, 40)), thing);
    } else if (id === "data") {
      data = { offset: body, stated: stated === WRAP - 1 && size64 !== undefined ? size64 : stated };
      if (!format && data.stated > fileBytes - body) break; // nothing can follow
    }
    offset = await nextChunk(readAt, body + (id === "data" ? data!.stated : stated), fileBytes);
  }
  if (!format) {
    throw recordingError(
      "wav-no-format",
      thing,
      "The part that says how its sound is stored is missing.",
      REMEDY,
    );
  }
  if (!data) throw truncated(thing);
  const { dataBytes, warning } = await trueDataBytes(readAt, fileBytes, data.offset, data.stated);
  return { format, dataOffset: data.offset, dataBytes, warnings: warning === undefined ? [] : [warning] };
}

const REMEDY = "Record it again, or save it anew as WAV from a sound editor.";

function truncated(thing: string): Error {
  return recordingError("wav-truncated", thing, "The file ends before its sound begins.", REMEDY);
}

/** Chunks start on even offsets; some programs forget that, so an offset that shows no name is tried one byte earlier. */
async function nextChunk(readAt: ReadAt, end: number, fileBytes: number): Promise<number> {
  if (end % 2 === 0 || end >= fileBytes) return end;
  return !(await looksLikeChunk(readAt, end + 1, fileBytes)) && (await looksLikeChunk(readAt, end, fileBytes))
    ? end
    : end + 1;
}

async function looksLikeChunk(readAt: ReadAt, offset: number, fileBytes: number): Promise<boolean> {
  const bytes = await readAt(offset, 8);
  if (bytes.length < 8) return false;
  return /^[A-Za-z][A-Za-z0-9_\- ]{3}$/.test(ascii(bytes, 0)) && u32(bytes, 4) <= fileBytes - offset - 8;
}

/**
 * How many bytes of sound there are, whatever the size field claims. It claims
 * too much when the recorder died or wrote to a pipe, and too little when it
 * wrapped at 4 GiB or was written before the end.
 */
async function trueDataBytes(
  readAt: ReadAt,
  fileBytes: number,
  offset: number,
  stated: number,
): Promise<{ dataBytes: number; warning?: string }> {
  const there = fileBytes - offset;
  if (stated > there) {
    return { dataBytes: there, warning: "The file is shorter than it says; it was read to its end." };
  }
  const end = offset + stated;
  const rest = fileBytes - end;
  if (rest <= 1) return { dataBytes: stated };
  const next = await nextChunk(readAt, end, fileBytes);
  const tail = await readAt(end, 3);
  const tag = ascii(tail, 0).slice(0, 3);
  if ((await looksLikeChunk(readAt, next, fileBytes)) || tag === "TAG" || tag === "ID3")
    return { dataBytes: stated };
  if (tail.every((byte) => byte === 0) && rest < 4096) return { dataBytes: stated }; // padding to a disk sector
  return { dataBytes: there, warning: "The file is longer than it says; it was read to its end." };
}

function parseFormat(bytes: Uint8Array, thing: string): WavFormat {
  if (bytes.length < 16) throw truncated(thing);
  let tag = u16(bytes, 0);
  if (tag === 0xfffe && bytes.length >= 26) tag = u16(bytes, 24); // extensible: the sub-format's GUID starts with the tag
  const channels = u16(bytes, 2);
  const rateHz = u32(bytes, 4);
  const bits = u16(bytes, 14);
  checkRate(rateHz, thing);
  if (channels < 1 || channels > MAX_CHANNELS) {
    throw recordingError(
      "sound-channels",
      thing,
      `It claims to have ${channels} channels.`,
      "Save it with one or two channels.",
    );
  }
  const block = u16(bytes, 12);
  const bytesByBits = Math.ceil(bits / 8);
  // 24 bits may lie in 32: the container's size is told by the block alone, the sample stands at its upper end.
  const sampleBytes =
    block % channels === 0 && block / channels >= bytesByBits ? block / channels : bytesByBits;
  const coding = CODINGS[tag];
  if (coding === undefined || !coding.sizes.includes(sampleBytes)) {
    throw recordingError(
      "wav-coding",
      thing,
      `Its sound is stored in a way that Beckon does not read (format ${tag}, ${bits} bits).`,
      "Save it as 16-bit or 24-bit PCM.",
    );
  }
  return { coding: coding.name, channels, rateHz, sampleBytes };
}

const CODINGS: Readonly<Record<number, { name: WavCoding; sizes: readonly number[] }>> = {
  1: { name: "pcm", sizes: [1, 2, 3, 4] },
  3: { name: "float", sizes: [4, 8] },
  6: { name: "a-law", sizes: [1] },
  7: { name: "mu-law", sizes: [1] },
};

/** @throws BeckonError `sound-rate` outside {@link MIN_RATE_HZ} to {@link MAX_RATE_HZ}. */
export function checkRate(rateHz: number, thing: string): void {
  if (Number.isInteger(rateHz) && rateHz >= MIN_RATE_HZ && rateHz <= MAX_RATE_HZ) return;
  throw recordingError(
    "sound-rate",
    thing,
    `It has ${rateHz} samples a second.`,
    `Record at 16,000 or more; ${MIN_RATE_HZ.toLocaleString("en")} is the least that can be used.`,
  );
}

function ascii(bytes: Uint8Array, offset: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + 4));
}

function u16(bytes: Uint8Array, offset: number): number {
  return bytes[offset]! | (bytes[offset + 1]! << 8);
}

function u32(bytes: Uint8Array, offset: number): number {
  return u16(bytes, offset) + u16(bytes, offset + 2) * 65536;
}
