/** A person's own everyday recordings and other words, brought to their takes' band and step. */
import { BACKGROUND_LABEL, OTHER_LABEL, type Samples, type Take } from "../../common/street.ts";
import type { Engine } from "../../firmware-gen/engine/engine.ts";
import { createBandLimiter, grainOf, toGrain } from "../features/adapt.ts";
import { type Features, featuresOf } from "../features/segments.ts";
import { type Enrolment, motionOf, secondsOf } from "./enrolment.ts";

export interface Everyday {
  /** Of each recording, and its path. */
  readonly features: readonly Features[];
  readonly paths: readonly string[];
  readonly hours: number;
}

/** @param takes of any label; those of `_background` and `_other` in the enrolment's signal are used. */
export function everydayOf(engine: Engine, takes: readonly Take[], enrolment: Enrolment): Everyday {
  const own = takes.filter(
    ({ label, samples }) =>
      (label === BACKGROUND_LABEL || label === OTHER_LABEL) && samples.signal === enrolment.signal,
  );
  return {
    features: own.map(({ samples }) => featuresOf(engine, adapted(samples, enrolment))),
    paths: own.map(({ path }) => path),
    hours: own.reduce((sum, take) => sum + secondsOf(take), 0) / 3600,
  };
}

function adapted(samples: Samples, { originRateHz, takes }: Enrolment): Samples {
  return samples.signal === "sound"
    ? { ...samples, pcm: createBandLimiter(originRateHz).push(samples.pcm) }
    : toGrain(samples, { ...grainOf(takes.map(({ take }) => motionOf(take))), rateHz: originRateHz });
}
