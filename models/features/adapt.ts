/**
 * Brings recordings from elsewhere to what a person's own recorder can hold.
 * Without this, bandwidth or step alone would give everyday recordings away.
 */
import { type MotionSamples, SOUND_RATE_HZ } from "../../common/street.ts";
import { toInt16 } from "./lay.ts";

export interface BandLimiter {
  /** Takes 16 kHz samples and gives as many, {@link BandLimiter.delay} samples late. */
  push(block: Int16Array): Int16Array;
  readonly delay: number;
}

/**
 * A low-pass as if the sound had been brought to `originRateHz` and back: a
 * Kaiser-windowed sinc (80 dB; slope from 95 % to 105 % of half the rate), the
 * same cut that models/recordings makes when it resamples.
 */
export function createBandLimiter(originRateHz: number): BandLimiter {
  if (originRateHz >= SOUND_RATE_HZ) return { push: (block) => block.slice(), delay: 0 };
  const cutoff = originRateHz / SOUND_RATE_HZ; // in units of 8 kHz
  const half = Math.ceil((80 - 8) / (2.285 * Math.PI * cutoff * 0.1) / 2);
  const beta = 0.1102 * (80 - 8.7);
  const taps = Float32Array.from({ length: half + 1 }, (_, k) => {
    const sinc = k === 0 ? 1 : Math.sin(Math.PI * cutoff * k) / (Math.PI * cutoff * k);
    return cutoff * sinc * (bessel(beta * Math.sqrt(1 - (k / (half + 1)) ** 2)) / bessel(beta));
  });
  let tail = new Float32Array(2 * half);
  return {
    delay: half,
    push: (block) => {
      const input = new Float32Array(tail.length + block.length);
      input.set(tail);
      input.set(block, tail.length);
      const output = new Float32Array(block.length);
      for (let i = 0; i < output.length; i++) {
        const middle = i + half;
        let sum = taps[0]! * input[middle]!;
        for (let k = 1; k <= half; k++) sum += taps[k]! * (input[middle - k]! + input[middle + k]!);
        output[i] = sum;
      }
      tail = input.slice(input.length - 2 * half);
      return toInt16(output);
    },
  };
}

function bessel(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-16; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** What a motion recorder can hold. */
export interface MotionGrain {
  readonly rateHz: number;
  /** Smallest difference between two values, milli-g. */
  readonly stepMilliG: number;
  /** Largest value, milli-g. */
  readonly rangeMilliG: number;
}

/** Sensors below this range are not made; a quiet take does not show its sensor's. */
const LEAST_RANGE_MILLI_G = 2000;

/** The lowest rate, finest step and widest range seen in a person's takes. At least one take. */
export function grainOf(takes: readonly MotionSamples[]): MotionGrain {
  let range = LEAST_RANGE_MILLI_G;
  let step = Infinity;
  for (const { milliG } of takes) {
    const sorted = Int16Array.from(new Set(milliG)).sort();
    sorted.forEach((value, i) => {
      range = Math.max(range, Math.abs(value));
      if (i > 0) step = Math.min(step, value - sorted[i - 1]!);
    });
  }
  return {
    rateHz: Math.min(...takes.map(({ rateHz }) => rateHz)),
    stepMilliG: Number.isFinite(step) ? Math.max(1, step) : 1,
    rangeMilliG: range,
  };
}

/** Resamples linearly (with a mean over the gap where samples get fewer), then rounds to the step and clips. */
export function toGrain({ milliG, rateHz }: MotionSamples, grain: MotionGrain): MotionSamples {
  const ratio = rateHz / grain.rateHz;
  const count = milliG.length / 3;
  const length = Math.max(1, Math.floor((count - 1) / ratio) + 1);
  const out = new Int16Array(count === 0 ? 0 : length * 3);
  for (let i = 0; i < out.length / 3; i++) {
    for (let axis = 0; axis < 3; axis++) {
      const value = ratio > 1 ? meanAround(milliG, axis, i * ratio, ratio) : at(milliG, axis, i * ratio);
      const stepped = Math.round(value / grain.stepMilliG) * grain.stepMilliG;
      out[i * 3 + axis] = Math.max(-grain.rangeMilliG, Math.min(grain.rangeMilliG, stepped));
    }
  }
  return { signal: "motion", milliG: out, rateHz: grain.rateHz };
}

/** Value between two samples; `place` in samples. */
function at(milliG: Int16Array, axis: number, place: number): number {
  const last = milliG.length / 3 - 1;
  const low = Math.max(0, Math.min(last, Math.floor(place)));
  const high = Math.min(last, low + 1);
  const share = Math.max(0, Math.min(1, place - low));
  return milliG[low * 3 + axis]! * (1 - share) + milliG[high * 3 + axis]! * share;
}

/** Mean over `width` samples around a place, against aliasing. */
function meanAround(milliG: Int16Array, axis: number, place: number, width: number): number {
  const parts = Math.max(2, Math.ceil(width * 2));
  let sum = 0;
  for (let p = 0; p < parts; p++) sum += at(milliG, axis, place + ((p + 0.5) / parts - 0.5) * width);
  return sum / parts;
}
