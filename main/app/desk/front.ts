/** Sound that comes in pieces → the runtime's frames and levels, one per hop, the same as over the whole. */
import { type Engine, SOUND_BANDS, SOUND_HOP } from "../../../firmware-gen/engine/engine.ts";

/** Hops of sound with what the front end made of each. */
export interface Hops {
  /** n × 320 samples. */
  readonly pcm: Int16Array;
  /** n × 40. */
  readonly frames: Int8Array;
  /** n. */
  readonly levels: Int16Array;
}

/** @returns takes samples in any number; gives the hops that are whole by now. */
export function createFront(engine: Engine): (pcm: Int16Array) => Hops {
  // A frame looks back 160 samples, so the hop before goes in again and its frame is thrown away.
  let before = new Int16Array(SOUND_HOP);
  let rest = new Int16Array(0);
  return (pcm) => {
    const joined = joinSound([rest, pcm]);
    const whole = joined.length - (joined.length % SOUND_HOP);
    rest = joined.slice(whole);
    const hops = joined.subarray(0, whole);
    if (whole === 0) return { pcm: hops, frames: new Int8Array(0), levels: new Int16Array(0) };
    const { frames, levels } = engine.soundFrames(joinSound([before, hops]));
    before = hops.slice(whole - SOUND_HOP);
    return { pcm: hops, frames: frames.subarray(SOUND_BANDS), levels: levels.subarray(1) };
  };
}

export function joinSound(parts: readonly Int16Array[]): Int16Array<ArrayBuffer> {
  const joined = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
