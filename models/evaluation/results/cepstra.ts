/**
 * The classic recogniser, for comparison only: thirteen cepstra (the first as level) and their slopes,
 * time warping to the nearest take, cut by the same gate; a command is heard within the mean and two
 * standard deviations of what its own takes differ by.
 */
import type { Engine } from "../../../firmware-gen/engine/engine.ts";
import { FRAME } from "../../../firmware-gen/image/build.ts";
import type { GateSettings } from "../../../firmware-gen/image/settings.ts";
import type { StreamEvent } from "../../features/judge.ts";
import { type Features, framesOf, segmentsIn } from "../../features/segments.ts";
import type { Enrolment } from "../../training/enrolment.ts";

export interface CepstraModel {
  readonly labels: readonly string[];
  readonly gate: GateSettings;
  /** One over the standard deviation of each value over all takes. */
  readonly weights: readonly number[];
  readonly templates: readonly { readonly classIndex: number; readonly values: readonly number[] }[];
  /** Largest distance that is still the command. */
  readonly limits: readonly number[];
}

const BANDS = FRAME.sound.values;
const CEPSTRA = 13;
const SIZE = 2 * CEPSTRA;
const BAND = 0.25;
const DEVIATIONS = 2;
const COSINES = Float64Array.from({ length: CEPSTRA * BANDS }, (_, i) =>
  Math.cos((Math.PI * Math.floor(i / BANDS) * ((i % BANDS) + 0.5)) / BANDS),
);

/** @returns null where a command has a single take, which tells no distance. */
export function trainCepstra({ labels, takes, gate }: Enrolment): CepstraModel | null {
  const raw = takes.map(({ frames }) => cepstraOf(frames));
  const weights = weightsOf(raw);
  const templates = raw.map((values, i) => ({
    classIndex: takes[i]!.classIndex,
    values: Array.from(weighted(values, weights)),
  }));
  const limits: number[] = [];
  for (const c of labels.keys()) {
    const own = templates.filter(({ classIndex }) => classIndex === c);
    if (own.length < 2) return null;
    const nearest = own.map((one) =>
      Math.min(...own.filter((other) => other !== one).map((other) => distance(one.values, other.values))),
    );
    const known = nearest.filter((value) => value < Infinity);
    if (known.length === 0) return null;
    const mean = known.reduce((sum, v) => sum + v, 0) / known.length;
    const variance = known.reduce((sum, v) => sum + (v - mean) ** 2, 0) / Math.max(1, known.length - 1);
    limits.push(mean + DEVIATIONS * Math.sqrt(variance));
  }
  return { labels, gate, weights, templates, limits };
}

/** What it hears in a stream. */
export function hearCepstra(engine: Engine, model: CepstraModel, features: Features): StreamEvent[] {
  const frameMs = FRAME.sound.milliseconds;
  return segmentsIn(engine, features, model.gate).flatMap(({ start, frames }) => {
    const values = weighted(cepstraOf(framesOf(features, start, frames)), model.weights);
    const nearest = model.labels.map(() => Infinity);
    for (const { classIndex, values: template } of model.templates) {
      nearest[classIndex] = Math.min(nearest[classIndex]!, distance(values, template));
    }
    const best = nearest.indexOf(Math.min(...nearest));
    if (!(nearest[best]! <= model.limits[best]!)) return [];
    const endMs = (start + frames) * frameMs;
    return [{ command: model.labels[best]!, endMs, decidedMs: endMs + model.gate.pauseFrames * frameMs }];
  });
}

/** Frames of log-mel values → rows of {@link SIZE}; the level counts from the segment's own mean. */
function cepstraOf(frames: Int8Array): Float64Array {
  const count = frames.length / BANDS;
  const out = new Float64Array(count * SIZE);
  let level = 0;
  for (let t = 0; t < count; t++) {
    for (let k = 0; k < CEPSTRA; k++) {
      let sum = 0;
      for (let b = 0; b < BANDS; b++) sum += frames[t * BANDS + b]! * COSINES[k * BANDS + b]!;
      out[t * SIZE + k] = sum;
    }
    level += out[t * SIZE]! / count;
  }
  for (let t = 0; t < count; t++) out[t * SIZE]! -= level;
  const at = (t: number, k: number): number => out[Math.max(0, Math.min(count - 1, t)) * SIZE + k]!;
  for (let t = 0; t < count; t++) {
    for (let k = 0; k < CEPSTRA; k++) {
      const slope = (2 * (at(t + 2, k) - at(t - 2, k)) + at(t + 1, k) - at(t - 1, k)) / 10;
      out[t * SIZE + CEPSTRA + k] = slope;
    }
  }
  return out;
}

function weightsOf(takes: readonly Float64Array[]): number[] {
  const count = takes.reduce((sum, { length }) => sum + length / SIZE, 0);
  return Array.from({ length: SIZE }, (_, k) => {
    let sum = 0;
    let squares = 0;
    for (const values of takes) {
      for (let i = k; i < values.length; i += SIZE) {
        sum += values[i]!;
        squares += values[i]! ** 2;
      }
    }
    return 1 / Math.sqrt(Math.max(1e-9, squares / count - (sum / count) ** 2));
  });
}

function weighted(values: Float64Array, weights: readonly number[]): Float64Array {
  return values.map((v, i) => v * weights[i % SIZE]!);
}

/** Mean cost along the best path, a diagonal step counting twice; Infinity where one is over twice as long. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const n = a.length / SIZE;
  const m = b.length / SIZE;
  if (n === 0 || m === 0 || Math.max(n, m) > 2 * Math.min(n, m)) return Infinity;
  const band = Math.max(2, Math.round(BAND * Math.max(n, m)));
  let before = new Float64Array(m + 1).fill(Infinity);
  before[0] = 0;
  for (let i = 1; i <= n; i++) {
    const row = new Float64Array(m + 1).fill(Infinity);
    const middle = (i * m) / n;
    const last = Math.min(m, Math.ceil(middle + band));
    for (let j = Math.max(1, Math.floor(middle - band)); j <= last; j++) {
      let sum = 0;
      for (let k = 0; k < SIZE; k++) sum += (a[(i - 1) * SIZE + k]! - b[(j - 1) * SIZE + k]!) ** 2;
      const cost = Math.sqrt(sum);
      row[j] = Math.min(before[j - 1]! + 2 * cost, before[j]! + cost, row[j - 1]! + cost);
    }
    before = row;
  }
  return before[m]! / (n + m);
}
