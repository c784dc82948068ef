/**
 * Sample rate conversion to 16 kHz by a polyphase windowed sinc.
 *
 * For each output sample the kernel is centred on that sample's place in the
 * input, so there is no delay: output n stands at n / 16000 s. Outside the
 * recording the signal counts as zero.
 *
 * The kernel is a Kaiser window (J. F. Kaiser 1974; length and beta by the
 * formulae in Oppenheim and Schafer, Discrete-Time Signal Processing, §7.5.3)
 * with 80 dB in the stop band. The slope runs from 95 % to 105 % of the lower
 * of the two Nyquist frequencies: what folds back from above 8 kHz lands above
 * 7.6 kHz, where the front end's highest band ends.
 */
import { SOUND_RATE_HZ } from "../../common/street.ts";

export const MIN_RATE_HZ = 8000;
export const MAX_RATE_HZ = 384000;

const STOP_BAND_DB = 80;
const SLOPE = 0.05;
/** Kaiser's beta for 80 dB: 0.1102 (A - 8.7). */
const BETA = 0.1102 * (STOP_BAND_DB - 8.7);
/** All rates in use need fewer; others (44,056 Hz) take the nearest phase, which costs at most 1/2048 of an input sample. */
const MAX_PHASES = 1024;

export interface Resampler {
  /** Takes mono samples of any scale, and gives those that can be computed by now (a fresh array). */
  push(block: Float32Array): Float32Array;
  /** The rest; all outputs together are ceil(inputs × 16000 / rate). Nothing may be pushed after it. */
  end(): Float32Array;
}

/** @param rateHz a whole number from {@link MIN_RATE_HZ} to {@link MAX_RATE_HZ}. */
export function createResampler(rateHz: number): Resampler {
  if (!Number.isInteger(rateHz) || rateHz < MIN_RATE_HZ || rateHz > MAX_RATE_HZ) {
    throw new RangeError(
      `rateHz must be a whole number from ${MIN_RATE_HZ} to ${MAX_RATE_HZ}, got ${rateHz}`,
    );
  }
  if (rateHz === SOUND_RATE_HZ) {
    return { push: (block) => block.slice(), end: () => new Float32Array(0) };
  }
  return polyphase(rateHz);
}

function polyphase(rateHz: number): Resampler {
  const divisor = greatestCommonDivisor(rateHz, SOUND_RATE_HZ);
  const up = SOUND_RATE_HZ / divisor;
  const down = rateHz / divisor;
  const phaseCount = Math.min(up, MAX_PHASES);
  const { taps, phases } = kernel(rateHz, phaseCount);
  const before = taps / 2 - 1; // taps to the left of the sample at or just before an output's place

  let pending = new Float32Array(before); // the zeros before the recording
  let firstIndex = -before; // input index of pending[0]
  let received = 0;
  let produced = 0;

  const run = (limit: number): Float32Array => {
    // Output n needs the inputs up to floor(n × down / up) + taps / 2; products stay below 2^53 for centuries.
    const last = firstIndex + pending.length - 1 - taps / 2;
    const ready = Math.max(produced, Math.min(limit, Math.floor(((last + 1) * up - 1) / down) + 1));
    const output = new Float32Array(ready - produced);
    for (let i = 0; i < output.length; i++) {
      const place = (produced + i) * down;
      const whole = Math.floor(place / up);
      const phase = Math.round(((place - whole * up) * phaseCount) / up); // exact where up <= MAX_PHASES
      const from = whole - before - firstIndex;
      const coefficients = phase * taps;
      let sum = 0;
      for (let k = 0; k < taps; k++) sum += pending[from + k]! * phases[coefficients + k]!;
      output[i] = sum;
    }
    produced = ready;
    const done = Math.min(Math.floor((produced * down) / up) - before - firstIndex, pending.length);
    pending = pending.slice(done);
    firstIndex += done;
    return output;
  };

  return {
    push: (block) => {
      const joined = new Float32Array(pending.length + block.length);
      joined.set(pending);
      joined.set(block, pending.length);
      pending = joined;
      received += block.length;
      return run(Infinity);
    },
    end: () => {
      const joined = new Float32Array(pending.length + taps);
      joined.set(pending);
      pending = joined;
      return run(Math.ceil((received * up) / down));
    },
  };
}

/** `phases` holds `phaseCount` + 1 rows of `taps` (even) coefficients, 0 to 1 input samples late; each row sums to one. */
function kernel(rateHz: number, phaseCount: number): { taps: number; phases: Float32Array } {
  const lower = Math.min(rateHz, SOUND_RATE_HZ);
  const cutoff = lower / rateHz; // in units of the input's Nyquist frequency
  const slopeRadians = Math.PI * cutoff * 2 * SLOPE;
  const length = (STOP_BAND_DB - 8) / (2.285 * slopeRadians);
  const taps = 2 * Math.ceil(length / 2);
  const half = taps / 2;
  const phases = new Float32Array((phaseCount + 1) * taps);
  for (let phase = 0; phase <= phaseCount; phase++) {
    const row = new Float64Array(taps);
    let sum = 0;
    for (let k = 0; k < taps; k++) {
      const distance = k - (half - 1) - phase / phaseCount; // in input samples, from the output's place
      row[k] = cutoff * sinc(cutoff * distance) * kaiser(distance / half);
      sum += row[k]!;
    }
    for (let k = 0; k < taps; k++) phases[phase * taps + k] = row[k]! / sum;
  }
  return { taps, phases };
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** @param x -1 to 1 from edge to edge of the window. */
function kaiser(x: number): number {
  return Math.abs(x) >= 1 ? 0 : besselI0(BETA * Math.sqrt(1 - x * x)) / besselI0(BETA);
}

/** Modified Bessel function of order zero by its power series; exact to double precision below x = 20. */
function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-16; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
