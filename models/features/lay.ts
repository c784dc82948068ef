/**
 * Lays recordings one after the other in a stream, as a microphone or sensor
 * that is never switched off would have heard them: between two takes stands
 * quiet, made so that no step in level or gravity gives a take away.
 */
import type { Random } from "../../common/random.ts";
import { type MotionSamples, SOUND_RATE_HZ, type SoundSamples } from "../../common/street.ts";
import { whiteNoise } from "./noise.ts";

/** Quiet before the first take, between two and after the last, milliseconds. */
export const GAP_MS = 1000;

/** Where a take lies in its stream, milliseconds from the stream's start. */
export interface Place {
  readonly startMs: number;
  readonly endMs: number;
}

export interface LaidSound {
  readonly pcm: Int16Array;
  /** One per take, in their order. */
  readonly places: readonly Place[];
}

export interface LaidMotion {
  readonly milliG: Int16Array;
  readonly rateHz: number;
  readonly places: readonly Place[];
}

/** Frames for the level of quiet, samples: the runtime's hop of 20 ms. */
const LEVEL_FRAME = 320;
const SOFTEST_SHARE = 0.05;

/**
 * Level of the softest 5 % of 20 ms frames of all takes together, as the root of
 * their mean power in steps of int16. Digital silence is no level and is left out.
 * @returns 0 if nothing else is there.
 */
export function quietLevel(takes: readonly SoundSamples[]): number {
  const powers: number[] = [];
  for (const { pcm } of takes) {
    for (let start = 0; start + LEVEL_FRAME <= pcm.length; start += LEVEL_FRAME) {
      let sum = 0;
      for (let i = start; i < start + LEVEL_FRAME; i++) sum += pcm[i]! ** 2;
      if (sum > 0) powers.push(sum / LEVEL_FRAME);
    }
  }
  powers.sort((a, b) => a - b);
  const softest = powers.slice(0, Math.max(1, Math.round(powers.length * SOFTEST_SHARE)));
  return softest.length === 0 ? 0 : Math.sqrt(softest.reduce((sum, p) => sum + p, 0) / softest.length);
}

/** The lowest rate any of the recordings was made at, Hz. At least one recording. */
export function lowestRate(takes: readonly { readonly originRateHz: number }[]): number {
  return Math.min(...takes.map(({ originRateHz }) => originRateHz));
}

/** Sound takes in their order with quiet around each. `level` as of {@link quietLevel}. */
export function laySound(
  takes: readonly SoundSamples[],
  level: number,
  random: Random,
  gapMs: number = GAP_MS,
): LaidSound {
  const gap = Math.round((gapMs * SOUND_RATE_HZ) / 1000);
  const length = takes.reduce((sum, { pcm }) => sum + pcm.length, gap * (takes.length + 1));
  const stream = new Int16Array(length);
  const noise = whiteNoise(takes.length > 0 ? lowestRate(takes) : SOUND_RATE_HZ, random);
  const places: Place[] = [];
  let at = 0;
  const quiet = (): void => {
    for (const end = at + gap; at < end; at++) stream[at] = clip16(noise() * level);
  };
  quiet();
  for (const { pcm } of takes) {
    stream.set(pcm, at);
    places.push(placeOf(at, pcm.length, SOUND_RATE_HZ));
    at += pcm.length;
    quiet();
  }
  return { pcm: stream, places };
}

/**
 * Motion takes of one rate in their order. Between two the last sample blends
 * linearly into the next take's first, for a jump of gravity is itself a
 * movement; before the first and after the last its end sample stands still.
 */
export function layMotion(takes: readonly MotionSamples[], gapMs: number = GAP_MS): LaidMotion {
  const rateHz = takes[0]?.rateHz ?? 50;
  const gap = Math.round((gapMs / 1000) * rateHz);
  const length = takes.reduce((sum, { milliG }) => sum + milliG.length / 3, gap * (takes.length + 1));
  const stream = new Int16Array(length * 3);
  const places: Place[] = [];
  let at = 0;
  for (let index = 0; index <= takes.length; index++) {
    const before = takes[index - 1]?.milliG;
    const after = takes[index]?.milliG;
    const from = (before ?? after)?.slice(...(before ? [before.length - 3] : [0, 3]));
    const to = (after ?? before)?.slice(...(after ? [0, 3] : [before!.length - 3]));
    for (let i = 0; i < gap; i++, at++) {
      const share = (i + 1) / (gap + 1);
      for (let axis = 0; axis < 3; axis++) {
        stream[at * 3 + axis] = Math.round((from?.[axis] ?? 0) * (1 - share) + (to?.[axis] ?? 0) * share);
      }
    }
    if (after) {
      stream.set(after, at * 3);
      places.push(placeOf(at, after.length / 3, rateHz));
      at += after.length / 3;
    }
  }
  return { milliG: stream, rateHz, places };
}

function placeOf(start: number, length: number, rateHz: number): Place {
  return { startMs: (start / rateHz) * 1000, endMs: ((start + length) / rateHz) * 1000 };
}

/** Rounded and saturated to int16. */
export function clip16(value: number): number {
  return value > 32767 ? 32767 : value < -32768 ? -32768 : Math.round(value);
}

/** The same for an array. */
export function toInt16(values: Float32Array): Int16Array {
  const out = new Int16Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = clip16(values[i]!);
  return out;
}
