/**
 * Frames → the vectors that the embedding head compares: what the backbone makes
 * of a stream, each vector followed by the mean of the frames it was made from.
 */
import type { Engine } from "../../firmware-gen/engine/engine.ts";
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
