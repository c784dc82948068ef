/** The last seconds of movement as a picture needs them. */
import { MOTION_RATE_HZ } from "../../../common/street.ts";
import type { SensorView } from "../../contract/values.ts";

export interface Trace {
  /** @param milliG ax, ay, az at {@link MOTION_RATE_HZ}. */
  push(milliG: Int16Array): void;
  view(): Pick<SensorView, "axes" | "strength">;
}

/** Four seconds, every second sample. */
const SHOWN = 2 * MOTION_RATE_HZ;
/** How strongly it moves is told from the last 0.2 s. */
const LATELY = MOTION_RATE_HZ / 5;
/** A movement as strong as this is shown as full, milli-g. */
const FULL_MILLI_G = 900;

export function createTrace(): Trace {
  const axes: number[][] = [[], [], []];
  let lately: number[][] = [[], [], []];
  let odd = false;
  return {
    push(milliG) {
      for (let at = 0; at < milliG.length; at += 3, odd = !odd) {
        for (let axis = 0; axis < 3; axis++) {
          lately[axis]!.push(milliG[at + axis]!);
          if (!odd) axes[axis]!.push(milliG[at + axis]!);
        }
      }
      lately = lately.map((values) => values.slice(-LATELY));
      for (const values of axes) values.splice(0, Math.max(0, values.length - SHOWN));
    },
    view() {
      const power = lately.reduce((sum, values) => {
        const mean = values.reduce((total, value) => total + value, 0) / Math.max(1, values.length);
        return (
          sum + values.reduce((total, value) => total + (value - mean) ** 2, 0) / Math.max(1, values.length)
        );
      }, 0);
      const strength = Math.min(1, Math.sqrt(Math.sqrt(power) / FULL_MILLI_G));
      return { axes: axes.map((values) => [...values]), strength: Math.round(strength * 100) / 100 };
    },
  };
}
