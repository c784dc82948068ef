/** Samples → frames → segments, by the runtime's own front ends and gate. */
import type { Engine } from "../../firmware-gen/engine/engine.ts";
import { FRAME } from "../../firmware-gen/image/build.ts";
import type { GateSettings } from "../../firmware-gen/image/settings.ts";
import type { Samples, Signal } from "../../common/street.ts";
import type { Place } from "./lay.ts";

export interface Features {
  readonly signal: Signal;
  /** Int8 frames, row-major; {@link FRAME} tells their size and spacing. */
  readonly frames: Int8Array;
  /** Level of each frame for the gate, log2 power in 1/256 octave. */
  readonly levels: Int16Array;
}

/** A stretch between two quiets, frame numbers of its stream. */
export interface Segment {
  readonly start: number;
  readonly frames: number;
}

/** Frames before the stream's first are as the front end starts: silence, or gravity at rest. */
export function featuresOf(engine: Engine, samples: Samples): Features {
  const { frames, levels } =
    samples.signal === "sound"
      ? engine.soundFrames(samples.pcm)
      : engine.motionFrames(samples.milliG, samples.rateHz);
  return { signal: samples.signal, frames, levels };
}

/** The segments whose length the gate's settings allow. */
export function segmentsIn(engine: Engine, features: Features, gate: GateSettings): Segment[] {
  return engine
    .segments(features.levels, gate)
    .filter(({ verdict }) => verdict === "fits")
    .map(({ start, frames }) => ({ start, frames }));
}

/** Of the segments that touch a place, the longest: a button's click or a breath beside the word is shorter. */
export function segmentAt(segments: readonly Segment[], place: Place, signal: Signal): Segment | undefined {
  const frameMs = FRAME[signal].milliseconds;
  let longest: Segment | undefined;
  for (const segment of segments) {
    const startMs = segment.start * frameMs;
    const endMs = startMs + segment.frames * frameMs;
    const touches = startMs < place.endMs + frameMs && endMs > place.startMs - frameMs;
    if (touches && segment.frames > (longest?.frames ?? 0)) longest = segment;
  }
  return longest;
}

/** Levels of the frames that lie within places. */
export function levelsInside({ levels, signal }: Features, places: readonly Place[]): Int16Array {
  const frameMs = FRAME[signal].milliseconds;
  const parts = places.map(({ startMs, endMs }) =>
    levels.subarray(Math.round(startMs / frameMs), Math.round(endMs / frameMs)),
  );
  const out = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Copy of a stretch of frames; what lies before the stream's start counts as value 0. */
export function framesOf({ frames, signal }: Features, start: number, count: number): Int8Array {
  const { values } = FRAME[signal];
  const out = new Int8Array(count * values);
  const from = Math.max(0, start);
  out.set(frames.subarray(from * values, (start + count) * values), (from - start) * values);
  return out;
}
