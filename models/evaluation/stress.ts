/** Changes to the test stream: what rooms, lines and days do to a command. */
import { createRandom } from "../../common/random.ts";
import { type MotionSamples, SOUND_RATE_HZ, type SoundSamples } from "../../common/street.ts";
import { createBandLimiter } from "../features/adapt.ts";
import { clip16 } from "../features/lay.ts";
import { whiteNoise } from "../features/noise.ts";
import { paceMotion, paceSound } from "../features/pace.ts";
import type { Stress } from "./options.ts";

/** `slower` and `faster` than the person recorded it. */
const PACE = { slower: 0.85, faster: 1.18 } as const;
const QUIETER_DB = -20;
const TELEPHONE_RATE_HZ = 7000; // what is above 3.5 kHz is gone…
const TELEPHONE_LOWEST_HZ = 300; // …and what is below this

/** One take, changed before it is laid in the stream. */
export function stressSound(samples: SoundSamples, stress: Stress): SoundSamples {
  switch (stress) {
    case "quieter":
      return { ...samples, pcm: samples.pcm.map((v) => clip16(v * 10 ** (QUIETER_DB / 20))) };
    case "telephone":
      return { ...samples, pcm: telephone(samples.pcm) };
    case "slower":
    case "faster":
      return { ...samples, pcm: paceSound(samples.pcm, PACE[stress]) };
  }
}

/** Movement knows no telephone, and gravity no volume: `quieter` makes the movement smaller about its mean. */
export function stressMotion(samples: MotionSamples, stress: Stress): MotionSamples {
  switch (stress) {
    case "quieter": {
      const mean = [0, 0, 0];
      const count = samples.milliG.length / 3;
      for (let i = 0; i < samples.milliG.length; i++) mean[i % 3]! += samples.milliG[i]! / count;
      return {
        ...samples,
        milliG: samples.milliG.map((v, i) => clip16(mean[i % 3]! + (v - mean[i % 3]!) * 0.6)),
      };
    }
    case "telephone":
      return samples;
    case "slower":
    case "faster":
      return { ...samples, milliG: paceMotion(samples.milliG, PACE[stress]) };
  }
}

/** White noise over a whole stream; `takes` tell the power that `snrDb` counts from. */
export function addNoise(
  pcm: Int16Array,
  takes: readonly SoundSamples[],
  snrDb: number,
  originRateHz: number,
  seed: number,
): Int16Array {
  let power = 0;
  let count = 0;
  for (const take of takes) {
    for (let i = 0; i < take.pcm.length; i++) power += take.pcm[i]! ** 2;
    count += take.pcm.length;
  }
  const level = Math.sqrt(power / Math.max(1, count)) * 10 ** (-snrDb / 20);
  const noise = whiteNoise(originRateHz, createRandom(seed).fork("noise over the takes"));
  const out = new Int16Array(pcm.length);
  for (let i = 0; i < out.length; i++) out[i] = clip16(pcm[i]! + noise() * level);
  return out;
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
