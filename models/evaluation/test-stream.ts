/** The takes that are tested, as one stream. */
import { createRandom } from "../../common/random.ts";
import type { MotionSamples, SoundSamples, Take } from "../../common/street.ts";
import { createBandLimiter, grainOf, toGrain } from "../features/adapt.ts";
import { layMotion, laySound, type Place } from "../features/lay.ts";
import { type Enrolment, motionOf, soundOf } from "../training/enrolment.ts";
import type { Conditions } from "./conditions.ts";
import { withMovement } from "./movements.ts";
import { addNoise, stressMotion, stressSound } from "./stress.ts";

/** The takes with quiet between them, as the person's own recorder would have heard them. */
export function streamOf(
  { signal, takes: enrolled, originRateHz, quietLevel }: Enrolment,
  takes: readonly Take[],
  { seed, stress, snrDb, noise, movement }: Conditions,
): { samples: SoundSamples | MotionSamples; places: readonly Place[] } {
  if (signal === "motion") {
    const grain = { ...grainOf(enrolled.map(({ take }) => motionOf(take))), rateHz: originRateHz };
    const other = movement && toGrain(movement, grain).milliG;
    const samples = takes
      .map((take) => toGrain(motionOf(take), grain))
      .map((one, i) => (stress ? stressMotion(one, stress, seed + i) : one))
      .map((one) => (other ? { ...one, milliG: withMovement(one.milliG, other) } : one));
    const { places, ...laid } = layMotion(samples);
    return { samples: { signal, ...laid }, places };
  }
  const samples = takes
    .map((take) => inBand(soundOf(take), originRateHz))
    .map((one, i) => (stress ? stressSound(one, stress, seed + i) : one));
  const level = stress === "quieter" ? quietLevel / 10 : quietLevel; // the room is as far away as the voice
  const laid = laySound(samples, level, createRandom(seed).fork("test quiet"));
  const pcm = snrDb === undefined ? laid.pcm : addNoise(laid.pcm, samples, snrDb, originRateHz, seed, noise);
  return { samples: { signal, pcm, originRateHz }, places: laid.places };
}

/** Own takes stay as they are; only what was recorded with more is brought down. */
function inBand(samples: SoundSamples, originRateHz: number): SoundSamples {
  if (samples.originRateHz <= originRateHz) return { ...samples, originRateHz };
  const limiter = createBandLimiter(originRateHz);
  const padded = new Int16Array(samples.pcm.length + limiter.delay);
  padded.set(samples.pcm);
  return { ...samples, pcm: limiter.push(padded).slice(limiter.delay), originRateHz };
}
