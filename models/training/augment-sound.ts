/**
 * Variants of a sound take: what the same person might have said in the same
 * room on another day. All are made of samples, so that every example passes the
 * runtime's own front end.
 */
import type { Random } from "../../common/random.ts";
import { SOUND_RATE_HZ } from "../../common/street.ts";
import { toInt16 } from "../features/lay.ts";
import { whiteNoise } from "../features/noise.ts";
import { paceSound } from "../features/pace.ts";

/** Another tempo and pitch, gain, microphone colour, noise and hop alignment. */
export function varySound(pcm: Int16Array, random: Random): Int16Array {
  const paced = paceSound(pcm, random.between(0.88, 1.14));
  const coloured = tilted(paced, random.between(-0.35, 0.35));
  const gain = 10 ** (random.between(-12, 6) / 20);
  const level = rms(coloured) * gain;
  const noise = level * 10 ** (-random.between(12, 40) / 20);
  const shift = random.integer(320); // the front end's hop: takes never start on it
  const out = new Float32Array(shift + coloured.length);
  const white = whiteNoise(SOUND_RATE_HZ, random);
  const smooth = random.between(0, 0.9); // white to rumble
  let before = 0;
  for (let i = 0; i < out.length; i++) {
    before = smooth * before + (1 - smooth) * white();
    const signal = i < shift ? 0 : coloured[i - shift]! * gain;
    out[i] = signal + before * noise;
  }
  return toInt16(out);
}

/**
 * What the pieces are for. Training and the trial that chooses a head use
 * different kinds, or a head that learns from them would be judged on its own homework.
 */
export type OtherUse = "training" | "trial";

/**
 * Sound like this person's that is no command. For training: two takes at once,
 * a voice far from the person's own, or a piece said twice; for trials: a take
 * backwards, or halves of two takes joined.
 * @param others takes of other commands; may be empty.
 */
export function otherSound(
  pcm: Int16Array,
  others: readonly Int16Array[],
  use: OtherUse,
  random: Random,
): Int16Array {
  const other = others.length > 0 ? others[random.integer(others.length)]! : pcm.slice().reverse();
  if (use === "trial") {
    if (random.integer(2) === 0) return varySound(pcm.slice().reverse(), random);
    const cut = random.between(0.3, 0.7);
    return varySound(join(pcm.subarray(0, pcm.length * cut), other.subarray(other.length * cut)), random);
  }
  switch (random.integer(3)) {
    case 0: {
      const length = Math.max(pcm.length, other.length);
      const ratio = (rms(pcm) + 1) / (rms(other) + 1);
      const sum = new Float32Array(length);
      for (let i = 0; i < length; i++) sum[i] = ((pcm[i] ?? 0) + (other[i] ?? 0) * ratio) * 0.7;
      return varySound(toInt16(sum), random);
    }
    case 1: {
      const speed = random.next() < 0.5 ? random.between(0.55, 0.7) : random.between(1.45, 1.8);
      return varySound(paceSound(pcm, speed), random);
    }
    default: {
      // Too short to be the command.
      const from = random.between(0, 0.5) * pcm.length;
      const piece = pcm.slice(from, from + pcm.length * 0.5);
      return varySound(join(piece, piece), random);
    }
  }
}

/** Household noise in place of everyday recordings: bursts of coloured noise, clicks and tones. */
export function noiseSound(level: number, random: Random): Int16Array {
  const length = Math.round(random.between(0.15, 1.2) * 16000);
  const smooth = random.between(-0.6, 0.97);
  const attack = random.between(0.002, 0.3) * length;
  const tone = random.next() < 0.4 ? random.between(100, 3500) : 0;
  const wobble = random.between(2, 12);
  const out = new Float32Array(length);
  const white = whiteNoise(SOUND_RATE_HZ, random);
  let before = 0;
  for (let i = 0; i < length; i++) {
    before = smooth * before + (1 - Math.abs(smooth)) * white();
    const hum = tone === 0 ? 0 : Math.sin((2 * Math.PI * tone * i) / 16000) * 0.5;
    const envelope = Math.min(1, i / attack) * Math.exp((-2.5 * i) / length);
    out[i] = (before + hum) * envelope * (1 + 0.5 * Math.sin((2 * Math.PI * wobble * i) / 16000));
  }
  const gain = (level * random.between(0.3, 2)) / (rms(out) || 1);
  for (let i = 0; i < length; i++) out[i]! *= gain;
  return toInt16(out);
}

/** Root of the mean power. */
export function rms(values: Float32Array | Int16Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! ** 2;
  return Math.sqrt(sum / Math.max(1, values.length));
}

/** One zero: tilts the spectrum by a few dB, as another microphone or distance would. */
function tilted(values: Int16Array, amount: number): Float32Array {
  const out = Float32Array.from(values);
  for (let i = 1; i < out.length; i++) out[i]! += amount * values[i - 1]!;
  return out;
}

function join(a: Int16Array, b: Int16Array): Int16Array {
  const out = new Int16Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
