/**
 * Rows as they arrived → evenly spaced samples at the recording's own rate.
 *
 * Sensors and radios deliver in bursts, twice, late or not at all. What is kept
 * is the movement at its true speed; what is made up (over short gaps, by
 * straight lines) is told.
 */
import { recordingError } from "./faults.ts";

export interface EvenMotion {
  readonly rateHz: number;
  /** x, y, z of each sample, in the unit that came in. */
  readonly acceleration: Float64Array;
  readonly warnings: readonly string[];
}

export const MIN_MOTION_RATE_HZ = 10;
/** Faster recordings are averaged down to at most this. */
export const MAX_MOTION_RATE_HZ = 400; // what the runtime takes
/** Shortest recording, in samples: less is no movement. */
export const MIN_MOTION_SAMPLES = 5;
/** Of a longer gap only this much time is kept, s: nobody knows what happened in it. */
const LONGEST_GAP_S = 1;

/**
 * @param seconds time of each row, any order.
 * @param acceleration x, y, z of each row.
 * @throws BeckonError `motion-short`, `motion-time`, `motion-rate`.
 */
export function evenMotion(seconds: Float64Array, acceleration: Float64Array, thing: string): EvenMotion {
  if (seconds.length < MIN_MOTION_SAMPLES) throw tooShort(seconds.length, thing);
  const warnings: string[] = [];
  let rows = sortByTime({ seconds, acceleration }, warnings);
  rows = spreadRepeats(rows, warnings, thing);
  if (rows.seconds.length < MIN_MOTION_SAMPLES) throw tooShort(rows.seconds.length, thing);
  let rateHz = ownRate(rows.seconds);
  if (!(rateHz >= MIN_MOTION_RATE_HZ && rateHz <= 100_000)) {
    throw recordingError(
      "motion-rate",
      thing,
      `It has ${Number(rateHz.toPrecision(3))} samples a second.`,
      `Record ${MIN_MOTION_RATE_HZ} or more a second (50 is good), with the time in seconds.`,
    );
  }
  if (rateHz > MAX_MOTION_RATE_HZ) {
    rows = average(rows, Math.ceil(rateHz / MAX_MOTION_RATE_HZ));
    if (rows.seconds.length < MIN_MOTION_SAMPLES) throw tooShort(rows.seconds.length, thing);
    rateHz = ownRate(rows.seconds);
  }
  rateHz = Math.round(rateHz * 100) / 100; // the wearable is told hundredths of a hertz
  rows = closeGaps(rows, rateHz, warnings);
  return { rateHz, acceleration: interpolate(rows, rateHz, thing), warnings };
}

interface Rows {
  readonly seconds: Float64Array;
  readonly acceleration: Float64Array;
}

function tooShort(length: number, thing: string): Error {
  return recordingError(
    "motion-short",
    thing,
    `It has only ${length} samples.`,
    "Record the whole movement, a second or two.",
  );
}

function pick(rows: Rows, order: readonly number[] | Uint32Array): Rows {
  const seconds = new Float64Array(order.length);
  const acceleration = new Float64Array(3 * order.length);
  order.forEach((from, to) => {
    seconds[to] = rows.seconds[from]!;
    for (let axis = 0; axis < 3; axis++) acceleration[3 * to + axis] = rows.acceleration[3 * from + axis]!;
  });
  return { seconds, acceleration };
}

function sortByTime(rows: Rows, warnings: string[]): Rows {
  const { seconds } = rows;
  if (seconds.every((value, i) => i === 0 || seconds[i - 1]! <= value)) return rows;
  warnings.push("Its rows were not in the order of time and have been sorted.");
  const order = Uint32Array.from(seconds, (_, i) => i).sort((a, b) => seconds[a]! - seconds[b]! || a - b);
  return pick(rows, order);
}

/** Few rows with one and the same time are copies; many mean that the clock is coarse, and the rows are spread evenly. */
function spreadRepeats(rows: Rows, warnings: string[], thing: string): Rows {
  const { seconds } = rows;
  const first: number[] = [];
  for (let i = 0; i < seconds.length; i++) {
    if (i === 0 || seconds[i]! > seconds[i - 1]!) first.push(i);
  }
  const repeats = seconds.length - first.length;
  if (repeats === 0) return rows;
  if (repeats <= seconds.length / 5) {
    warnings.push(`${repeats} of its rows have the time of the row before and were left out.`);
    return pick(rows, first);
  }
  const duration = seconds.at(-1)! - seconds[0]!;
  if (first.length < 3) {
    throw recordingError(
      "motion-time",
      thing,
      "Its time stands still.",
      "Write the time of each row in seconds.",
    );
  }
  warnings.push("Its clock is coarse; the rows were spread evenly over its length.");
  const step = duration / (seconds.length - 1);
  return { seconds: seconds.map((_, i) => i * step), acceleration: rows.acceleration };
}

/** Rows a second outside of gaps. The median alone is off by the rounding of the times, so the mean of all ordinary steps is taken. */
function ownRate(seconds: Float64Array): number {
  const steps = seconds.subarray(1).map((value, i) => value - seconds[i]!);
  const median = steps.slice().sort()[steps.length >> 1]!;
  let sum = 0;
  let count = 0;
  for (const step of steps) {
    if (step > 2.5 * median) continue;
    sum += step;
    count++;
  }
  return count / sum;
}

function average(rows: Rows, group: number): Rows {
  const length = Math.floor(rows.seconds.length / group);
  const seconds = new Float64Array(length);
  const acceleration = new Float64Array(3 * length);
  for (let i = 0; i < length * group; i++) {
    const to = Math.floor(i / group);
    seconds[to]! += rows.seconds[i]! / group;
    for (let axis = 0; axis < 3; axis++)
      acceleration[3 * to + axis]! += rows.acceleration[3 * i + axis]! / group;
  }
  return { seconds, acceleration };
}

/** Times anew from 0, step by step: a difference of two hostile times (1e300) would lose all its digits. */
function closeGaps(rows: Rows, rateHz: number, warnings: string[]): Rows {
  const seconds = new Float64Array(rows.seconds.length);
  let gaps = false;
  let cut = false;
  for (let i = 1; i < seconds.length; i++) {
    const gap = rows.seconds[i]! - rows.seconds[i - 1]!;
    gaps ||= gap > 3.5 / rateHz;
    cut ||= gap > LONGEST_GAP_S;
    seconds[i] = seconds[i - 1]! + Math.min(gap, LONGEST_GAP_S);
  }
  if (gaps) warnings.push("Samples are missing in places; straight lines were put there.");
  if (cut) warnings.push("It has pauses of more than a second, which were shortened to one.");
  return { seconds, acceleration: rows.acceleration };
}

/** @param rows times from 0. */
function interpolate({ seconds, acceleration }: Rows, rateHz: number, thing: string): Float64Array {
  const length = Math.floor(seconds.at(-1)! * rateHz + 1e-6) + 1;
  if (length > 4 * seconds.length + rateHz) {
    throw recordingError(
      "motion-time",
      thing,
      "Most of its samples are missing.",
      "Check the recorder's connection and record it again.",
    );
  }
  const even = new Float64Array(3 * length);
  let row = 0;
  for (let i = 0; i < length; i++) {
    const at = i / rateHz;
    while (row < seconds.length - 2 && seconds[row + 1]! <= at) row++;
    const share = Math.max(0, Math.min(1, (at - seconds[row]!) / (seconds[row + 1]! - seconds[row]!)));
    for (let axis = 0; axis < 3; axis++) {
      const from = acceleration[3 * row + axis]!;
      even[3 * i + axis] = from + share * (acceleration[3 * row + 3 + axis]! - from);
    }
  }
  return even;
}
