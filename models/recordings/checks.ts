/**
 * Is a take worth training on? Told at once, while it can still be repeated.
 *
 * Remarks, not refusals: a person whose takes are all quiet has quiet takes.
 * The limits were set on recordings of real people (see checks.test.ts).
 */
import type { MotionSamples, Samples } from "../../common/street.ts";
import { findClick } from "./click.ts";

export const TAKE_REMARKS = [
  "short",
  "long",
  "empty",
  "quiet",
  "clipped",
  "cut-start",
  "cut-end",
  "noisy",
  "click",
] as const;
export type TakeRemarkCode = (typeof TAKE_REMARKS)[number];

export interface TakeRemark {
  readonly code: TakeRemarkCode;
  /** What was measured, in `unit`. */
  readonly value: number;
  readonly unit: "s" | "dB" | "dBFS" | "%" | "milli-g";
  /** One plain sentence for the person or the carer. */
  readonly sentence: string;
}

/** What a take was judged by; levels are means over 20 ms (sound) or 200 ms (movement). */
export interface TakeMeasures {
  readonly seconds: number;
  /** The loudest part (95 of 100 are softer): dBFS; movement: milli-g. */
  readonly loud: number;
  /** The softest part (5 of 100 are softer), in the same unit. */
  readonly floor: number;
  /** Share of samples at the end of the range, %. */
  readonly clippedPercent: number;
  /** First and last part, in the same unit. */
  readonly first: number;
  readonly last: number;
}

/** No command lasts so long, seconds: the runtime compares 2.6 s of sound and 4.4 s of movement. */
export const LONG_TAKE_S = 10;
const FRAME_S = 0.02;
const QUIETEST_DB = -90;
const SOUND_LIMITS = { shortS: 0.15, emptyDb: 5, quietDbfs: -48, clippedPercent: 0.1, cutDb: 6, noisyDb: 12 };
const MOTION_LIMITS = { shortS: 0.3, emptyMilliG: 40, clippedPercent: 3, cutShare: 0.6, noisyShare: 0.4 };

/** The remarks on a take of a command, worst first; empty if it is fine. Not meant for everyday recordings. */
export function checkTake(samples: Samples): TakeRemark[] {
  if (samples.signal === "motion") return motionRemarks(measureMotion(samples));
  const remarks = soundRemarks(measureSound(samples.pcm));
  const clickS = findClick(samples.pcm);
  if (clickS !== undefined) {
    remarks.push(
      remark(
        "click",
        clickS,
        "s",
        "A click is in it, VALUE seconds from its start, perhaps of the button; wait a moment after pressing.",
      ),
    );
  }
  return remarks;
}

/** @param pcm 16 kHz. */
export function measureSound(pcm: Int16Array): TakeMeasures {
  const size = FRAME_S * 16000;
  const levels: number[] = [];
  for (let at = 0; at + size <= pcm.length; at += size) levels.push(levelDbfs(pcm.subarray(at, at + size)));
  return summary(levels, pcm.length / 16000, clippedPercent(pcm, 1, 32000));
}

export function measureMotion({ milliG, rateHz }: MotionSamples): TakeMeasures {
  const size = Math.max(2, Math.round(0.2 * rateHz));
  const levels: number[] = [];
  const count = milliG.length / 3;
  for (let at = 0; at + size <= count; at += size >> 1)
    levels.push(spread(milliG.subarray(3 * at, 3 * (at + size))));
  return summary(levels, count / rateHz, clippedPercent(milliG, 3, 1900));
}

function summary(levels: readonly number[], seconds: number, clipped: number): TakeMeasures {
  const sorted = [...levels].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? QUIETEST_DB;
  const first = levels[0] ?? QUIETEST_DB;
  return {
    seconds,
    loud: at(0.95),
    floor: at(0.05),
    clippedPercent: clipped,
    first,
    last: levels.at(-1) ?? first,
  };
}

/** Mean power without the constant part, in dB below full scale. */
function levelDbfs(frame: Int16Array): number {
  const mean = frame.reduce((sum, value) => sum + value, 0) / frame.length;
  const power = frame.reduce((sum, value) => sum + (value - mean) ** 2, 0) / frame.length;
  return Math.max(QUIETEST_DB, 10 * Math.log10(power / 32768 ** 2));
}

/** How far the acceleration strays from its mean, all axes together, milli-g. */
function spread(milliG: Int16Array): number {
  let power = 0;
  for (let axis = 0; axis < 3; axis++) {
    const values = milliG.filter((_, i) => i % 3 === axis);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    power += values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  }
  return Math.sqrt(power);
}

/**
 * Share of samples that lie on a plateau: two or more in a row within 1 % of the channel's own peak, if that is above
 * `least`. A range may end below full scale: the plateau gives it away.
 */
function clippedPercent(samples: Int16Array, channels: number, least: number): number {
  let clipped = 0;
  for (let channel = 0; channel < channels; channel++) {
    for (const sign of [1, -1]) {
      let peak = 0;
      for (let i = channel; i < samples.length; i += channels) peak = Math.max(peak, sign * samples[i]!);
      if (peak < least) continue;
      let run = 0;
      for (let i = channel; i < samples.length; i += channels) {
        run = sign * samples[i]! >= 0.99 * peak ? run + 1 : 0;
        if (run >= 2) clipped += run === 2 ? 2 : 1;
      }
    }
  }
  return samples.length === 0 ? 0 : (100 * clipped) / samples.length;
}

function soundRemarks(take: TakeMeasures): TakeRemark[] {
  if (take.seconds > LONG_TAKE_S) return [tooLong(take.seconds)];
  const limits = SOUND_LIMITS;
  const above = take.loud - take.floor;
  const remarks: (TakeRemark | false)[] = [
    take.seconds < limits.shortS &&
      remark(
        "short",
        take.seconds,
        "s",
        "It lasts only VALUE seconds; let the recording run until the word is over.",
      ),
    above < limits.emptyDb &&
      remark(
        "empty",
        above,
        "dB",
        "Nothing stands out in it; perhaps nothing was said, or the microphone did not hear it.",
      ),
    take.loud < limits.quietDbfs &&
      remark(
        "quiet",
        take.loud,
        "dBFS",
        "It is very quiet (VALUE dB); come nearer to the microphone or turn it up.",
      ),
    take.clippedPercent > limits.clippedPercent &&
      remark(
        "clipped",
        take.clippedPercent,
        "%",
        "It is too loud and cut at the top; turn the microphone down or go a little away.",
      ),
    take.first > take.loud - limits.cutDb &&
      remark(
        "cut-start",
        take.loud - take.first,
        "dB",
        "It seems to begin in the middle of the word; wait a moment before you speak.",
      ),
    take.last > take.loud - limits.cutDb &&
      remark(
        "cut-end",
        take.loud - take.last,
        "dB",
        "It seems to end in the middle of the word; wait a moment before you stop.",
      ),
    above >= limits.emptyDb &&
      above < limits.noisyDb &&
      remark(
        "noisy",
        above,
        "dB",
        "The noise around is only VALUE dB softer than the word; try it where it is quieter.",
      ),
  ];
  return remarks.filter((found) => found !== false);
}

function motionRemarks(take: TakeMeasures): TakeRemark[] {
  if (take.seconds > LONG_TAKE_S) return [tooLong(take.seconds)];
  const limits = MOTION_LIMITS;
  const moves = take.loud >= limits.emptyMilliG;
  const remarks: (TakeRemark | false)[] = [
    take.seconds < limits.shortS &&
      remark(
        "short",
        take.seconds,
        "s",
        "It lasts only VALUE seconds; let the recording run until the movement is over.",
      ),
    !moves &&
      remark(
        "empty",
        take.loud,
        "milli-g",
        "Hardly anything moves in it; perhaps the movement came too late, or the sensor is off.",
      ),
    take.clippedPercent > limits.clippedPercent &&
      remark(
        "clipped",
        take.clippedPercent,
        "%",
        "It is stronger than the sensor can show; a gentler movement is told apart better.",
      ),
    moves &&
      take.first > limits.cutShare * take.loud &&
      remark(
        "cut-start",
        take.first,
        "milli-g",
        "It seems to begin in the middle of the movement; rest a moment before it.",
      ),
    moves &&
      take.last > limits.cutShare * take.loud &&
      remark(
        "cut-end",
        take.last,
        "milli-g",
        "It seems to end in the middle of the movement; rest a moment after it.",
      ),
    moves &&
      take.floor > limits.noisyShare * take.loud &&
      remark(
        "noisy",
        take.floor,
        "milli-g",
        "The arm is never at rest in it; rest a moment before and after the movement.",
      ),
  ];
  return remarks.filter((found) => found !== false);
}

/** Of a take that goes on and on nothing else can be said: the levels are of everything in it. */
function tooLong(seconds: number): TakeRemark {
  return remark("long", seconds, "s", "It lasts VALUE seconds; stop the recording when the command is over.");
}

function remark(code: TakeRemarkCode, value: number, unit: TakeRemark["unit"], sentence: string): TakeRemark {
  const rounded = Number(value.toPrecision(2));
  return { code, value: rounded, unit, sentence: sentence.replace("VALUE", String(rounded)) };
}
