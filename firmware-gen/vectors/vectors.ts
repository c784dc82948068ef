/**
 * Conformance vectors: samples, the image that hears them, and sums over what
 * the runtime must make of them. vectors.json holds the list, recordings.bin the
 * samples of those that are no seeds, images.bin the images.
 */
import { readFileSync } from "node:fs";
import type { Engine } from "../engine/engine.ts";
import { crc32 } from "../image/crc32.ts";

/** Sums as conform.c makes them. */
export interface Sums {
  /** CRC-32 of every frame followed by its level (i16). */
  readonly frames: number;
  /** CRC-32 of every vector that the head reads. */
  readonly vectors: number;
  /** CRC-32 of all classes' scores (i16) of every scored segment. */
  readonly scores: number;
  /** CRC-32 of all events and refusals. */
  readonly events: number;
  readonly counts: readonly [frames: number, segments: number, events: number];
}

export interface Vector {
  readonly name: string;
  /** Index into images.bin. */
  readonly image: number;
  /** Samples a second of motion, hundredths; 0 for sound. */
  readonly rateChz: number;
  readonly samples: Int16Array;
}

/** Where a vector's samples come from. */
export type Origin = { readonly seed: number } | { readonly offset: number; readonly count: number };

export interface StoredVector extends Sums {
  readonly name: string;
  readonly image: number;
  readonly rateChz: number;
  readonly origin: Origin;
}

export interface VectorSet {
  readonly images: readonly Uint8Array[];
  readonly vectors: readonly Vector[];
  readonly expected: readonly Sums[];
}

const folder = new URL("./", import.meta.url);

/** The set in the repository. */
export function readVectors(): VectorSet {
  const stored = JSON.parse(readFileSync(new URL("vectors.json", folder), "utf8")) as readonly StoredVector[];
  const bytes = readFileSync(new URL("recordings.bin", folder));
  const recordings = new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  return {
    images: unpackImages(readFileSync(new URL("images.bin", folder))),
    vectors: stored.map(({ name, image, rateChz, origin }) => ({
      name,
      image,
      rateChz,
      samples:
        "seed" in origin
          ? samplesOf(rateChz, origin.seed)
          : recordings.slice(origin.offset, origin.offset + origin.count),
    })),
    expected: stored.map(({ frames, vectors, scores, events, counts }) => ({
      frames,
      vectors,
      scores,
      events,
      counts,
    })),
  };
}

/** Images, or backbones beside them, as conform.c has them embedded: u32 length and bytes, each a multiple of four long. */
export function packImages(images: readonly Uint8Array[]): Uint8Array {
  const parts = images.flatMap((image) => [Uint8Array.from(littleEndian(image.length)), image]);
  return new Uint8Array(Buffer.concat(parts));
}

function littleEndian(value: number): number[] {
  return [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];
}

function unpackImages(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const images: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = view.getUint32(at, true);
    images.push(bytes.slice(at + 4, at + 4 + size));
    at += 4 + size;
  }
  return images;
}

/** Input of conform.c. */
export function writeInput(vectors: readonly Vector[]): Uint8Array {
  const parts = vectors.flatMap(({ image, rateChz, samples }) => [
    Uint8Array.of(image, 0, rateChz & 0xff, rateChz >>> 8, ...littleEndian(samples.length)),
    new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength),
  ]);
  return new Uint8Array(Buffer.concat([...parts, Uint8Array.of(255, 0, 0, 0, 0, 0, 0, 0)]));
}

const RESULT_BYTES = 24;

/** Output of conform.c. */
export function readOutput(output: Uint8Array): Sums[] {
  const view = new DataView(output.buffer, output.byteOffset, output.byteLength);
  return Array.from({ length: Math.floor(output.length / RESULT_BYTES) }, (_, index) => {
    const at = index * RESULT_BYTES;
    return {
      frames: view.getUint32(at, true),
      vectors: view.getUint32(at + 4, true),
      scores: view.getUint32(at + 8, true),
      events: view.getUint32(at + 12, true),
      counts: [view.getUint16(at + 16, true), view.getUint16(at + 18, true), view.getUint16(at + 20, true)],
    };
  });
}

/**
 * What runtime.wasm makes of a vector.
 *
 * @param backbone the one that the image runs over, if it does.
 */
export function sumsOf(
  engine: Engine,
  image: Uint8Array,
  { rateChz, samples }: Vector,
  backbone?: Uint8Array,
): Sums {
  const session = engine.open(image, {
    ...{ trace: true, reportRefused: true, rateHz: rateChz / 100 },
    ...(backbone && { backbone }),
  });
  if (rateChz === 0) session.pushSound(samples);
  else session.pushMotion(samples);
  const trace = session.takeTrace();
  const events = session.takeEvents();
  const size = trace.frames.length / Math.max(1, trace.levels.length);
  let frames = 0;
  trace.levels.forEach((level, index) => {
    frames = crc32(unsigned(trace.frames.subarray(index * size, (index + 1) * size)), frames);
    frames = crc32(Uint8Array.of(level & 0xff, (level >> 8) & 0xff), frames);
  });
  let scores = 0;
  for (const segment of trace.segments) scores = crc32(unsigned(segment.scores), scores);
  let eventsCrc = 0;
  for (const event of events) {
    const bytes = new DataView(new ArrayBuffer(19));
    bytes.setUint8(0, ["tap", "start", "end", "refused"].indexOf(event.phase));
    bytes.setUint8(1, event.classIndex);
    bytes.setUint8(2, event.runnerUp?.classIndex ?? 255);
    bytes.setInt16(3, event.score, true);
    bytes.setInt16(5, event.runnerUp?.score ?? -32768, true);
    bytes.setUint32(7, event.startMs, true);
    bytes.setUint32(11, event.endMs, true);
    bytes.setUint32(15, event.decidedMs, true);
    eventsCrc = crc32(new Uint8Array(bytes.buffer), eventsCrc);
  }
  return {
    frames,
    vectors: crc32(unsigned(trace.vectors)),
    scores,
    events: eventsCrc,
    counts: [trace.levels.length, trace.segments.length, events.length],
  };
}

function unsigned(values: Int8Array | Int16Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/**
 * Samples from a seed alone, by 32-bit whole numbers: bursts between quiet, of
 * noise, tones or knocks at any level, now and then against the limits.
 */
export function samplesOf(rateChz: number, seed: number): Int16Array {
  let state = Math.imul(seed, 0x9e3779b1) | 1;
  const next = (below: number): number => {
    state ^= state << 13; // xorshift32 (Marsaglia 2003)
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  return rateChz === 0 ? soundOf(next) : motionOf(next, rateChz / 5000);
}

type Next = (below: number) => number;

function soundOf(next: Next): Int16Array {
  const out = new Int16Array(9000 + next(6000));
  const quiet = 1 + next(40);
  let at = 0;
  let length = 0; // quiet first, for the noise floor
  while (at < out.length) {
    const loud = 1 << (8 + next(8));
    const pause = 2600 + next(1400);
    const period = 8 + next(120);
    const kind = next(3);
    for (let i = 0; i < length + pause && at < out.length; i++, at++) {
      const noise = next(2 * quiet) - quiet;
      if (i >= length) out[at] = noise;
      else if (kind === 0) out[at] = limit(next(2 * loud) - loud + noise);
      else if (kind === 1) out[at] = limit((i % period < period / 2 ? loud : -loud) + noise);
      else out[at] = limit(Math.trunc((((i % period) * 2 - period) * loud) / period) + noise);
    }
    length = 1200 + next(5000);
  }
  return out;
}

/** @param pace samples per fiftieth of a second. */
function motionOf(next: Next, pace: number): Int16Array {
  const samples = Math.ceil((70 + next(50)) * pace);
  const out = new Int16Array(3 * samples);
  const gravity = [next(1200) - 600, next(1200) - 600, 400 + next(600)];
  let at = 0;
  let length = 0;
  while (at < samples) {
    const pause = (14 + next(10)) * pace;
    const loud = 1 << (8 + next(7));
    const axis = next(3);
    for (let i = 0; i < length + pause && at < samples; i++, at++) {
      for (let k = 0; k < 3; k++) {
        const move = i < length && (k === axis || next(4) === 0) ? next(2 * loud) - loud : 0;
        out[3 * at + k] = limit((gravity[k] ?? 0) + move + next(17) - 8);
      }
    }
    length = (8 + next(20)) * pace;
  }
  return out;
}

function limit(value: number): number {
  return Math.max(-32768, Math.min(32767, value));
}
