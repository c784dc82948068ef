/** What a wear check makes of test takes: a few show how the wearable sits, the others are turned back by it. */
import type { MotionSamples, Take } from "../../common/street.ts";
import type { Engine } from "../../firmware-gen/engine/engine.ts";
import { clip16 } from "../features/lay.ts";
import { featuresOf, framesOf, segmentAt, segmentsIn } from "../features/segments.ts";
import { checkWear, turnVectors, WEAR_MOVEMENTS } from "../features/wear.ts";
import type { Enrolment } from "../training/enrolment.ts";
import type { Conditions } from "./conditions.ts";
import { streamOf } from "./test-stream.ts";

/** The first take of each of the first commands, as many as the app asks for. */
export function takesForWear(tested: readonly Take[]): Take[] {
  const labels = [...new Set(tested.map(({ label }) => label))].slice(0, WEAR_MOVEMENTS);
  return labels.map((label) => tested.find((take) => take.label === label)!);
}

/** @param shown made as {@link takesForWear}, under the same conditions as `samples`. */
export function afterWearCheck(
  engine: Engine,
  enrolment: Enrolment,
  shown: readonly Take[],
  conditions: Conditions,
  samples: MotionSamples,
): MotionSamples {
  const laid = streamOf(enrolment, shown, conditions);
  const features = featuresOf(engine, laid.samples);
  const segments = segmentsIn(engine, features, enrolment.openGate);
  const movements = shown.flatMap(({ label }, i) => {
    const segment = segmentAt(segments, laid.places[i]!, "motion");
    const enrolled = enrolment.takes.filter(({ take }) => take.label === label);
    if (segment === undefined || enrolled.length === 0) return [];
    const worn = framesOf(features, segment.start, segment.frames);
    return [{ worn, enrolled: enrolled.map(({ frames }) => frames) }];
  });
  if (movements.length === 0) return samples;
  const { rotation } = checkWear(movements);
  return { ...samples, milliG: Int16Array.from(turnVectors(samples.milliG, rotation), clip16) };
}
