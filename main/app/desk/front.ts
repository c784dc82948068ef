/** Samples that come in pieces → the runtime's frames and levels, one per hop, the same as over the whole. */
import { VALUES_PER_SECOND, type Signal } from "../../../common/street.ts";
import type { Engine } from "../../../firmware-gen/engine/engine.ts";
import { FRAME } from "../../../firmware-gen/image/build.ts";
import { featuresOf } from "../../../models/features/segments.ts";
import { joinValues, samplesOf } from "./signals.ts";

/** Hops of samples with what the front end made of each. */
export interface Hops {
  /** n hops of {@link hopOf} values. */
  readonly values: Int16Array;
  /** n. */
  readonly levels: Int16Array;
}

/** Values that one frame needs. */
export function hopOf(signal: Signal): number {
  return (VALUES_PER_SECOND[signal] * FRAME[signal].milliseconds) / 1000;
}

/** @returns takes values in any number; gives the hops that are whole by now. */
export function createFront(engine: Engine, signal: Signal): (values: Int16Array) => Hops {
  const hop = hopOf(signal);
  // A level looks back less than one hop, so the hop before goes in again and its level is thrown away.
  let before: Int16Array | undefined;
  let rest = new Int16Array(0);
  return (values) => {
    const joined = joinValues([rest, values]);
    const whole = joined.length - (joined.length % hop);
    rest = joined.slice(whole);
    const hops = joined.subarray(0, whole);
    if (whole === 0) return { values: hops, levels: new Int16Array(0) };
    // Before the first there was silence, or the position that it begins in.
    before ??= signal === "sound" ? new Int16Array(hop) : hops.slice(0, hop);
    const { levels } = featuresOf(engine, samplesOf(signal, joinValues([before, hops])));
    before = hops.slice(whole - hop);
    return { values: hops, levels: levels.subarray(1) };
  };
}
