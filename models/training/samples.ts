/** What the template head compares: the vectors of a person's takes, and of the everyday segments its gate lets through. */
import type { Engine } from "../../firmware-gen/engine/engine.ts";
import { FRAME } from "../../firmware-gen/image/build.ts";
import { framesOf, segmentsIn } from "../features/segments.ts";
import type { Sample } from "../heads/template.ts";
import type { Enrolment } from "./enrolment.ts";
import type { Everyday } from "./everyday.ts";

/** A segment of an everyday recording. */
export interface EverydaySegment {
  /** Path of the recording. */
  readonly take: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly vectors: Int8Array;
}

/** One for each take, in the enrolment's order. */
export function samplesOf({ takes }: Enrolment): Sample[] {
  return takes.map(({ classIndex, frames }) => ({ classIndex, phases: [frames] }));
}

/** In the order of the recordings, each in time order. */
export function everydaySegments(
  engine: Engine,
  { gate, signal }: Enrolment,
  { features, paths }: Everyday,
): EverydaySegment[] {
  const frameMs = FRAME[signal].milliseconds;
  return features.flatMap((recording, r) =>
    segmentsIn(engine, recording, gate).map(({ start, frames }) => ({
      take: paths[r]!,
      startMs: Math.max(0, start) * frameMs,
      endMs: (start + frames) * frameMs,
      vectors: framesOf(recording, start, frames),
    })),
  );
}
