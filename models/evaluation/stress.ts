/** Changes to the test stream: what rooms, lines, days and bodies do to a command. */
import { createRandom } from "../../common/random.ts";
import { type MotionSamples, type Signal, SOUND_RATE_HZ, type SoundSamples } from "../../common/street.ts";
import { createBandLimiter } from "../features/adapt.ts";
import { clip16 } from "../features/lay.ts";
import { whiteNoise } from "../features/noise.ts";
import { paceMotion } from "../features/pace.ts";
import { mirrored, scaled, trembling, turned } from "./movements.ts";
import { otherMicrophone, shaky, stretched, whispered } from "./voices.ts";

/** Lengths of a take that is said slower and faster, over its own. */
const LONGER = { slower: 1.6, faster: 0.75 } as const;
const TEMPO = { slower: 0.5, faster: 2 } as const;
const QUIETER_DB = -20;
const SMALLER = 0.3;
const TURN_DEGREES = 30;
const TELEPHONE_RATE_HZ = 7000; // what is above 3.5 kHz is gone…
const TELEPHONE_LOWEST_HZ = 300; // …and what is below this

const SOUND_STRESSES = {
  quieter: (pcm) => pcm.map((v) => clip16(v * 10 ** (QUIETER_DB / 20))),
  telephone,
  slower: (pcm) => stretched(pcm, LONGER.slower),
  faster: (pcm) => stretched(pcm, LONGER.faster),
  shaky,
  whispered,
  microphone: otherMicrophone,
} satisfies Record<string, (pcm: Int16Array, seed: number) => Int16Array>;

const MOTION_STRESSES = {
  quieter: ({ milliG }) => scaled(milliG, SMALLER),
  slower: ({ milliG }) => paceMotion(milliG, TEMPO.slower),
  faster: ({ milliG }) => paceMotion(milliG, TEMPO.faster),
  mirrored: ({ milliG }) => mirrored(milliG),
  tremor: trembling,
  turned: ({ milliG }) => turned(milliG, TURN_DEGREES),
} satisfies Record<string, (samples: MotionSamples, seed: number) => Int16Array>;

export type Stress = keyof typeof SOUND_STRESSES | keyof typeof MOTION_STRESSES;

/** What is done to the test takes, to see what a model bears. */
export const STRESSES_OF: Record<Signal, readonly Stress[]> = {
  sound: Object.keys(SOUND_STRESSES) as Stress[],
  motion: Object.keys(MOTION_STRESSES) as Stress[],
};
export const STRESSES: readonly Stress[] = [...new Set([...STRESSES_OF.sound, ...STRESSES_OF.motion])];

/** One take, changed before it is laid in the stream; unchanged by a stress that only movement knows. */
export function stressSound(samples: SoundSamples, stress: Stress, seed: number): SoundSamples {
  const change = stress in SOUND_STRESSES ? SOUND_STRESSES[stress as keyof typeof SOUND_STRESSES] : undefined;
  return change === undefined ? samples : { ...samples, pcm: change(samples.pcm, seed) };
}

/** The same for movement: `quieter` is a smaller gesture, `slower` and `faster` half and twice the tempo. */
export function stressMotion(samples: MotionSamples, stress: Stress, seed: number): MotionSamples {
  const change =
    stress in MOTION_STRESSES ? MOTION_STRESSES[stress as keyof typeof MOTION_STRESSES] : undefined;
  return change === undefined ? samples : { ...samples, milliG: change(samples, seed) };
}

/**
 * Noise over a whole stream, `snrDb` below the mean power of its takes.
 *
 * @param recorded 16 kHz; repeated where it is shorter. White noise if left out or silent.
 */
export function addNoise(
  pcm: Int16Array,
  takes: readonly SoundSamples[],
  snrDb: number,
  originRateHz: number,
  seed: number,
  recorded?: Int16Array,
): Int16Array {
  const level = meanLevel(takes.map((take) => take.pcm)) * 10 ** (-snrDb / 20);
  const next = (recorded && recordedNoise(recorded, originRateHz)) ?? white(originRateHz, seed);
  const out = new Int16Array(pcm.length);
  for (let i = 0; i < out.length; i++) out[i] = clip16(pcm[i]! + next() * level);
  return out;
}

function white(originRateHz: number, seed: number): () => number {
  return whiteNoise(originRateHz, createRandom(seed).fork("noise over the takes"));
}

/** Bringing a recording to a band costs more than hearing it, so it is done once for all levels. */
const limitedTo = new WeakMap<Int16Array, Map<number, Int16Array>>();

/** In the band of the takes, of unit power; undefined where there is none. */
function recordedNoise(recorded: Int16Array, originRateHz: number): (() => number) | undefined {
  const known = limitedTo.get(recorded) ?? new Map<number, Int16Array>();
  limitedTo.set(recorded, known);
  const limited = known.get(originRateHz) ?? createBandLimiter(originRateHz).push(recorded);
  known.set(originRateHz, limited);
  const level = meanLevel([limited]);
  if (level === 0) return undefined;
  let at = -1;
  return () => {
    at = (at + 1) % limited.length;
    return limited[at]! / level;
  };
}

/** Root of the mean power. */
function meanLevel(parts: readonly Int16Array[]): number {
  let power = 0;
  let count = 0;
  for (const part of parts) {
    for (let i = 0; i < part.length; i++) power += part[i]! ** 2;
    count += part.length;
  }
  return Math.sqrt(power / Math.max(1, count));
}

function telephone(pcm: Int16Array): Int16Array {
  const limiter = createBandLimiter(TELEPHONE_RATE_HZ);
  const padded = new Int16Array(pcm.length + limiter.delay);
  padded.set(pcm);
  const low = limiter.push(padded).subarray(limiter.delay);
  // Two one-pole high-passes, 12 dB an octave.
  const keep = Math.exp((-2 * Math.PI * TELEPHONE_LOWEST_HZ) / SOUND_RATE_HZ);
  const out = new Int16Array(pcm.length);
  let [x1, y1, z1] = [0, 0, 0];
  for (let i = 0; i < out.length; i++) {
    const y = keep * (y1 + low[i]! - x1);
    const z = keep * (z1 + y - y1);
    [x1, y1, z1] = [low[i]!, y, z];
    out[i] = clip16(z);
  }
  return out;
}
