/**
 * Frames → the vectors that the embedding head compares: what the backbone makes
 * of a stream, each vector followed by the mean of the frames it was made from.
 */
import type { Engine } from "../../firmware-gen/engine/engine.ts";
import { FRAME } from "../../firmware-gen/image/build.ts";
import type { Network } from "../../firmware-gen/network/network.ts";
import type { Features, Segment } from "./segments.ts";

/** Vectors of a whole stream, row-major. */
export interface Vectors {
  readonly values: Int8Array;
  /** Values of one vector. */
  readonly size: number;
  /** Frames from one vector to the next. */
  readonly period: number;
}

/** @param features of the signal that the network was trained on. */
export function vectorsOf(engine: Engine, network: Network, { frames }: Features): Vectors {
  const running = engine.loadNetwork(network);
  const values = running.runWithFrames(frames);
  return { values, size: running.vectorSize + running.frameSize, period: running.period };
}

/** Copy of the vectors that the runtime would judge for a segment; empty if it is shorter than one. */
export function vectorsAt({ values, size, period }: Vectors, { start, frames }: Segment): Int8Array {
  const first = Math.max(0, Math.floor(start / period));
  const end = Math.max(first, Math.floor((start + frames) / period));
  return values.slice(first * size, end * size);
}

/** The vectors of a stream, and of the same stream had it begun 1, 2, … frames later: as many as frames make one vector. */
export function phasesOf(engine: Engine, network: Network, features: Features): readonly Vectors[] {
  const { values } = FRAME[features.signal];
  const first = vectorsOf(engine, network, features);
  const later = Array.from({ length: first.period - 1 }, (_, i) =>
    vectorsOf(engine, network, { ...features, frames: features.frames.subarray((i + 1) * values) }),
  );
  return [first, ...later];
}

/** {@link vectorsAt} in each phase: a short sound looks different in each. */
export function phasesAt(phases: readonly Vectors[], segment: Segment): Int8Array[] {
  return phases.map((vectors, late) => vectorsAt(vectors, { ...segment, start: segment.start - late }));
}
