/** The same word said otherwise: slower, faster, shaky, whispered, into another microphone. 16 kHz mono. */
import { createRandom } from "../../common/random.ts";
import { SOUND_RATE_HZ } from "../../common/street.ts";
import { clip16, toInt16 } from "../features/lay.ts";

const PIECE = 480; // 30 ms
const STEP = 240;
/** How far a piece may be moved to join in step with the one before, samples: a period of 80 Hz. */
const SEARCH = 200;

/**
 * Longer or shorter with the pitch kept, by overlapping pieces that are in step
 * (WSOLA, Verhelst and Roelands 1993). @param longer length of the result over that of the take.
 */
export function stretched(pcm: Int16Array, longer: number): Int16Array {
  if (pcm.length < PIECE + 2 * SEARCH) return pcm.slice();
  const length = Math.round(pcm.length * longer);
  const sum = new Float32Array(length + PIECE);
  let before = 0;
  for (let at = 0; at < length; at += STEP) {
    const wanted = Math.round(at / longer);
    const from = at === 0 ? 0 : inStep(pcm, before + STEP, wanted);
    for (let i = 0; i < PIECE; i++) sum[at + i]! += (pcm[from + i] ?? 0) * hann(i, PIECE);
    before = from;
  }
  return toInt16(sum.subarray(0, length));
}

/** Near `wanted`, the place most like what would have followed: every fourth first, then those beside the best. */
function inStep(pcm: Int16Array, follows: number, wanted: number): number {
  let best = wanted;
  let most = -Infinity;
  const search = (low: number, high: number, step: number): void => {
    for (let from = Math.max(0, low); from <= high; from += step) {
      let like = 0;
      for (let i = 0; i < PIECE; i += 2) like += (pcm[from + i] ?? 0) * (pcm[follows + i] ?? 0);
      if (like > most) [best, most] = [from, like];
    }
  };
  search(wanted - SEARCH, wanted + SEARCH, 4);
  search(best - 3, best + 3, 1);
  return best;
}

/** Pitch that swings 6 % six times a second and wanders as much again, as a tired or shaking voice does. */
export function shaky(pcm: Int16Array, seed: number): Int16Array {
  const random = createRandom(seed).fork("shaky pitch");
  const out: number[] = [];
  let place = 0;
  let wander = 0;
  for (let i = 0; place < pcm.length - 1; i++) {
    if (i % STEP === 0) wander = 0.8 * wander + 0.6 * random.normal();
    const low = Math.floor(place);
    out.push(clip16(pcm[low]! + (pcm[low + 1]! - pcm[low]!) * (place - low)));
    const swing = Math.sin((2 * Math.PI * 6 * i) / SOUND_RATE_HZ);
    place += 1 + 0.06 * swing + 0.06 * Math.max(-1, Math.min(1, wander / 2));
  }
  return Int16Array.from(out);
}

const ORDER = 18;

/**
 * The same mouth without the voice: linear prediction of each piece, driven by noise of
 * the residual's power. It keeps the loudness; a true whisper is softer and differs more.
 */
export function whispered(pcm: Int16Array, seed: number): Int16Array {
  const random = createRandom(seed).fork("whisper");
  const sum = new Float32Array(pcm.length + PIECE);
  for (let at = 0; at < pcm.length; at += STEP) {
    const piece = Float64Array.from({ length: PIECE }, (_, i) => (pcm[at + i] ?? 0) * hann(i, PIECE));
    const { weights, error } = predict(piece);
    const level = Math.sqrt(Math.max(0, error) / (PIECE * 0.375)); // 0.375: mean of the squared window
    const past = new Float64Array(PIECE);
    for (let i = 0; i < PIECE; i++) {
      let value = random.normal() * level;
      for (let k = 1; k <= ORDER && k <= i; k++) value += weights[k]! * past[i - k]!;
      past[i] = value;
      sum[at + i]! += value * hann(i, PIECE);
    }
  }
  return toInt16(sum.subarray(0, pcm.length));
}

/** Levinson and Durbin: value ≈ Σ weights[k] · value k before; `error` is the residual's energy. */
function predict(piece: Float64Array): { weights: Float64Array; error: number } {
  const lag = Float64Array.from({ length: ORDER + 1 }, (_, k) => {
    let sum = 0;
    for (let i = k; i < piece.length; i++) sum += piece[i]! * piece[i - k]!;
    return sum;
  });
  const weights = new Float64Array(ORDER + 1);
  let error = lag[0]! * 1.0001 + 1;
  for (let i = 1; i <= ORDER; i++) {
    let reflect = lag[i]!;
    for (let k = 1; k < i; k++) reflect -= weights[k]! * lag[i - k]!;
    reflect /= error;
    const old = weights.slice();
    weights[i] = reflect;
    for (let k = 1; k < i; k++) weights[k] = old[k]! - reflect * old[i - k]!;
    error *= 1 - reflect * reflect;
  }
  return { weights, error };
}

/** A small microphone in a case: no bass, a resonance of 9 dB at 2.6 kHz, dull above 5 kHz, saturating. */
export function otherMicrophone(pcm: Int16Array): Int16Array {
  const angle = (2 * Math.PI * 2600) / SOUND_RATE_HZ;
  const alpha = Math.sin(angle) / 3;
  const gain = 10 ** (9 / 40);
  const [a0, a1, a2] = [1 + alpha / gain, -2 * Math.cos(angle), 1 - alpha / gain];
  const [b0, b2] = [1 + alpha * gain, 1 - alpha * gain];
  const keep = Math.exp((-2 * Math.PI * 250) / SOUND_RATE_HZ);
  const dull = Math.exp((-2 * Math.PI * 5000) / SOUND_RATE_HZ);
  let [x1, x2, y1, y2, h, x0, low] = [0, 0, 0, 0, 0, 0, 0];
  return pcm.map((x) => {
    h = keep * (h + x - x0);
    x0 = x;
    const y = (b0 * h + a1 * x1 + b2 * x2 - a1 * y1 - a2 * y2) / a0;
    [x2, x1, y2, y1] = [x1, h, y1, y];
    low = dull * low + (1 - dull) * y;
    return clip16(24000 * Math.tanh(low / 24000));
  });
}

function hann(i: number, length: number): number {
  return 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / length);
}
