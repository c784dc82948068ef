/** Is a take just recorded worth keeping? Told at once, while it can still be repeated. */
import type { Signal } from "../../../common/street.ts";
import type { Engine } from "../../../firmware-gen/engine/engine.ts";
import type { TemplateSettings } from "../../../firmware-gen/image/settings.ts";
import { openGate } from "../../../models/features/gate.ts";
import { featuresOf, framesOf, segmentsIn } from "../../../models/features/segments.ts";
import { HEAD_SETTINGS } from "../../../models/heads/settings.ts";
import { checkTake, type TakeRemarkCode } from "../../../models/recordings/checks.ts";
import type { TakeVerdict } from "../../contract/values.ts";
import { samplesOf } from "./signals.ts";

const VERDICTS: Partial<Record<TakeRemarkCode, TakeVerdict>> = {
  short: "empty",
  long: "tooLong",
  empty: "empty",
  quiet: "tooQuiet",
  clipped: "clipped",
  "cut-start": "cutOff",
  "cut-end": "cutOff",
  noisy: "noisy",
};

/** The template head's own comparison, with the one nearest other take. */
const COMPARISON: Record<Signal, TemplateSettings> = {
  sound: { ...HEAD_SETTINGS.sound.template, nearest: 1 },
  motion: { ...HEAD_SETTINGS.motion.template, nearest: 1 },
};
/** So many others make a take comparable. */
const OTHERS_LEAST = 2;
/**
 * A take is unlike the others from this multiple of their own usual distance on. Of takes of the same
 * command 0 of 36 (sample person), about 1 % (digits) and 5 % (commands) lie beyond; of other commands'
 * takes four fifths and more, more than half and nearly half.
 */
const UNLIKE_FROM = 1.8;

/** What of a take is compared with others, or undefined if nothing stands out in it. @param values as {@link samplesOf} takes them. */
export function vectorsOf(engine: Engine, signal: Signal, values: Int16Array): Int8Array | undefined {
  const frames = segmentOf(engine, signal, values);
  return frames && engine.prepare(frames, COMPARISON[signal]);
}

/** Frames of the longest stretch of a take that stands out, or undefined. @param values as {@link samplesOf} takes them. */
export function segmentOf(engine: Engine, signal: Signal, values: Int16Array): Int8Array | undefined {
  const features = featuresOf(engine, samplesOf(signal, values));
  const quietAfter = Int16Array.from([...features.levels, ...new Int16Array(10).fill(-32768)]);
  const gate = openGate(signal, features.levels, features.levels);
  const [longest] = segmentsIn(engine, { ...features, levels: quietAfter }, gate).sort(
    (a, b) => b.frames - a.frames,
  );
  return longest && framesOf(features, longest.start, longest.frames);
}

/** @param others vectors of the same command's other takes. */
export function judgeTake(
  engine: Engine,
  signal: Signal,
  values: Int16Array,
  long: boolean,
  others: readonly Int8Array[],
): TakeVerdict {
  if (long) return "tooLong";
  const remarks = checkTake(samplesOf(signal, values));
  for (const { code } of remarks) {
    const verdict = VERDICTS[code];
    if (verdict !== undefined) return verdict;
  }
  const own = vectorsOf(engine, signal, values);
  if (own === undefined) return "empty";
  return likeness(engine, signal, own, others) > UNLIKE_FROM ? "unlike" : "good";
}

/** How far a take is from the nearest of the others, in units of their own usual distance; 0 where too few tell. */
export function likeness(
  engine: Engine,
  signal: Signal,
  own: Int8Array,
  others: readonly Int8Array[],
): number {
  if (others.length < OTHERS_LEAST) return 0;
  const between = engine.distances(others, others, COMPARISON[signal]);
  const nearest = others.map((_, i) =>
    Math.min(...others.map((_, j) => (i === j ? Infinity : between[i * others.length + j]!))),
  );
  const usual = nearest.reduce((sum, distance) => sum + distance, 0) / nearest.length;
  const mine = Math.min(...engine.distances([own], others, COMPARISON[signal]));
  return mine / Math.max(1, usual);
}

/** 64 peaks in 0..255, the strongest at the top unless all of it is soft. */
export function waveformOf(signal: Signal, values: Int16Array): Uint8Array {
  const line = signal === "sound" ? values : strayingOf(values);
  const peaks = Array.from({ length: 64 }, (_, i) => {
    const from = Math.floor((i * line.length) / 64);
    // A short movement has fewer samples than the picture has places.
    const part = line.subarray(from, Math.max(from + 1, Math.floor(((i + 1) * line.length) / 64)));
    let most = 0;
    for (const value of part) most = Math.max(most, Math.abs(value));
    return most;
  });
  const top = Math.max(SOFTEST_TOP[signal], ...peaks);
  return Uint8Array.from(peaks, (peak) => Math.min(255, Math.round((255 * peak) / top)));
}

/** How far each sample of a movement is from the movement's mean, milli-g. */
function strayingOf(milliG: Int16Array): Float64Array {
  const count = Math.max(1, milliG.length / 3);
  const mean = [0, 0, 0];
  milliG.forEach((value, i) => (mean[i % 3]! += value / count));
  return Float64Array.from({ length: milliG.length / 3 }, (_, i) =>
    Math.hypot(...mean.map((middle, axis) => milliG[3 * i + axis]! - middle)),
  );
}

/** What is softer than this is shown as flat as it is: 34 dB under full scale; milli-g. */
const SOFTEST_TOP: Record<Signal, number> = { sound: 655, motion: 300 };
