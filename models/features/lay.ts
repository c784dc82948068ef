/**
 * Lays recordings one after the other in a stream, as a microphone or sensor
 * that is never switched off would have heard them: between two takes stands
 * quiet, made so that no step in level or gravity gives a take away.
 */
import type { Random } from "../../common/random.ts";
import { type MotionSamples, SOUND_RATE_HZ, type SoundSamples } from "../../common/street.ts";
import { createResampler, MIN_RATE_HZ } from "../recordings/resample.ts";

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

/**
 * White noise as a recorder of `originRateHz` would have kept it: at 16 kHz, with
 * nothing above half the origin's rate.
 * @param level root of the mean power within its band, steps of int16.
 */
export function quiet(samples: number, level: number, originRateHz: number, random: Random): Int16Array {
  const rateHz = Math.min(SOUND_RATE_HZ, Math.max(MIN_RATE_HZ, Math.round(originRateHz)));
  const resampler = createResampler(rateHz);
  const raw = Float32Array.from(
    { length: Math.ceil((samples * rateHz) / SOUND_RATE_HZ) + 1 },
    () => random.normal() * level,
  );
  const noise = new Float32Array(samples + SOUND_RATE_HZ);
  const first = resampler.push(raw);
  noise.set(first);
  noise.set(resampler.end(), first.length);
  return toInt16(noise.subarray(0, samples));
}

/** Sound takes in their order with {@link GAP_MS} of quiet around each. `level` as of {@link quietLevel}. */
export function laySound(takes: readonly SoundSamples[], level: number, random: Random): LaidSound {
  const gap = (GAP_MS * SOUND_RATE_HZ) / 1000;
  const length = takes.reduce((sum, { pcm }) => sum + pcm.length, gap * (takes.length + 1));
  const stream = new Int16Array(length);
  if (takes.length > 0) stream.set(quiet(length, level, lowestRate(takes), random));
  const places: Place[] = [];
  let at = gap;
  for (const { pcm } of takes) {
    stream.set(pcm, at);
    places.push(placeOf(at, pcm.length, SOUND_RATE_HZ));
    at += pcm.length + gap;
  }
  return { pcm: stream, places };
}

/**
 * Motion takes of one rate in their order. Between two the last sample blends
 * linearly into the next take's first, for a jump of gravity is itself a
 * movement; before the first and after the last its end sample stands still.
 */
export function layMotion(takes: readonly MotionSamples[]): LaidMotion {
  const rateHz = takes[0]?.rateHz ?? 50;
  const gap = Math.round((GAP_MS / 1000) * rateHz);
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

/** Rounded and saturated. */
export function toInt16(values: Float32Array): Int16Array {
  return Int16Array.from(values, (v) => Math.max(-32768, Math.min(32767, Math.round(v))));
}
