/** What a sensor streams → one even line of movement at the rate that is kept, without gaps. */
import { MOTION_RATE_HZ } from "../../../common/street.ts";
import type { Streamed } from "../../wearables/stream.ts";

/** A gap of more samples is no gap but an absence: nothing is put in its place. */
const MOST_FILLED = 25;

/** @returns takes the stream piece by piece; gives ax, ay, az at {@link MOTION_RATE_HZ}, along straight lines between samples. */
export function createMotionLine(): (piece: Streamed) => Int16Array {
  let last: readonly number[] | undefined;
  /** From the last sample to the next one wanted, in sensor samples. */
  let ahead = 0;
  return ({ milliG, rateHz, lost }) => {
    const out: number[] = [];
    for (let at = 0; at < milliG.length; at += 3) {
      const next = [...milliG.subarray(at, at + 3)];
      const step = rateHz / MOTION_RATE_HZ;
      if (last === undefined || (at === 0 && lost > MOST_FILLED)) {
        out.push(...next);
        ahead = step;
        last = next;
        continue;
      }
      const from = last;
      const apart = at === 0 ? lost + 1 : 1;
      for (; ahead <= apart; ahead += step) {
        for (let axis = 0; axis < 3; axis++) {
          out.push(Math.round(from[axis]! + ((next[axis]! - from[axis]!) * ahead) / apart));
        }
      }
      ahead -= apart;
      last = next;
    }
    return Int16Array.from(out);
  };
}
