/**
 * What lies between a mouth and a file: distance, room, microphone, noise.
 *
 * The reverberation is velvet noise (Järveläinen and Karjalainen 2007): sparse
 * impulses of random sign whose strength decays by 60 dB in `decaySeconds`,
 * dulled by a low-pass, since walls swallow high tones first.
 */
import type { Random } from "../../common/random.ts";
import { SOUND_RATE_HZ } from "../../common/street.ts";

export interface Room {
  readonly taps: readonly { readonly delay: number; readonly gain: number }[];
}

const IMPULSES_PER_SECOND = 1200;

export function createRoom(random: Random, decaySeconds: number): Room {
  const taps: { delay: number; gain: number }[] = [];
  const spacing = SOUND_RATE_HZ / IMPULSES_PER_SECOND;
  for (let at = 0.004 * SOUND_RATE_HZ; at < decaySeconds * SOUND_RATE_HZ; at += spacing) {
    const delay = Math.round(at + random.between(0, spacing));
    const decay = 10 ** ((-3 * delay) / SOUND_RATE_HZ / decaySeconds);
    taps.push({ delay, gain: (random.next() < 0.5 ? -1 : 1) * decay });
  }
  return { taps };
}

/** @param wet level of the room against the direct sound; 0.02 close to the microphone, 0.15 across the room. */
export function placeInRoom(dry: Float64Array, room: Room, wet: number): Float64Array {
  const output = new Float64Array(dry.length + Math.round(0.3 * SOUND_RATE_HZ));
  const dull = lowPass(dry, 3500);
  for (const { delay, gain } of room.taps) {
    const strength = gain * wet;
    const end = Math.min(dull.length, output.length - delay);
    for (let i = 0; i < end; i++) output[i + delay]! += strength * dull[i]!;
  }
  dry.forEach((value, i) => (output[i]! += value));
  return output;
}

/** One-pole low-pass. */
export function lowPass(signal: Float64Array, cutoffHz: number): Float64Array {
  const share = 1 - Math.exp((-2 * Math.PI * cutoffHz) / SOUND_RATE_HZ);
  let state = 0;
  return signal.map((value) => (state += share * (value - state)));
}

/** A cheap microphone hears little below 100 Hz. */
export function microphone(signal: Float64Array): Float64Array {
  const low = lowPass(signal, 100);
  return signal.map((value, i) => value - low[i]!);
}

/** Noise of room and microphone, with more low tones than high ones. */
export function floorNoise(random: Random, length: number, rms: number): Float64Array {
  const white = Float64Array.from({ length }, () => random.normal());
  const dull = lowPass(white, 800);
  return scaleToRms(
    white.map((value, i) => 0.3 * value + dull[i]!),
    rms,
  );
}

export function scaleToRms(signal: Float64Array, rms: number): Float64Array {
  const energy = signal.reduce((sum, value) => sum + value * value, 0);
  const gain = energy === 0 ? 0 : rms / Math.sqrt(energy / signal.length);
  return signal.map((value) => value * gain);
}

/**
 * Stretches and squeezes a signal smoothly, as no one says a word twice alike:
 * local speed (and with it pitch) wanders by ±`amount` with a period of about a third of a second.
 */
export function warp(signal: Float64Array, random: Random, amount: number): Float64Array {
  const phase = random.between(0, 2 * Math.PI);
  const period = random.between(0.25, 0.45) * SOUND_RATE_HZ;
  const output: number[] = [];
  for (
    let at = 0;
    at < signal.length - 1;
    at += 1 + amount * Math.sin(phase + (2 * Math.PI * output.length) / period)
  ) {
    const whole = Math.floor(at);
    output.push(signal[whole]! + (at - whole) * (signal[whole + 1]! - signal[whole]!));
  }
  return Float64Array.from(output);
}

/** Decibels → factor. */
export function gain(decibels: number): number {
  return 10 ** (decibels / 20);
}
