/** The scale of an activation from the values it had. */
import { quantizationOf } from "../../firmware-gen/network/quantize.ts";
import type { Scale } from "../training/rounding.ts";

/** All of them; all but one in a thousand; or whatever range rounds and clips least (mean squared error). */
export const RANGE_RULES = ["min-max", "percentile", "mse"] as const;
export type RangeRule = (typeof RANGE_RULES)[number];

/** Of the values, the part that lies beyond a percentile's range, half on each side. */
const BEYOND = 0.001;
/** Parts of the whole range that are tried for the least error. */
const SHRINKS = [1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5];
/** Values that are looked at where there are more. */
const MOST = 20_000;

/** @param seen at least one value. */
export function rangeOf(seen: readonly Float32Array[], rule: RangeRule): Scale {
  if (rule === "min-max") {
    let [low, high] = [0, 0];
    for (const values of seen) {
      for (const value of values) {
        if (value < low) low = value;
        if (value > high) high = value;
      }
    }
    return quantizationOf(low, high);
  }
  const values = thinned(seen).sort();
  if (rule === "percentile") {
    const beyond = Math.floor((values.length * BEYOND) / 2);
    return quantizationOf(Math.min(0, values[beyond]!), Math.max(0, values.at(-1 - beyond)!));
  }
  const [low, high] = [Math.min(0, values[0]!), Math.max(0, values.at(-1)!)];
  return SHRINKS.map((part) => quantizationOf(low * part, high * part)).reduce((best, one) =>
    squaredError(values, one) < squaredError(values, best) ? one : best,
  );
}

function thinned(seen: readonly Float32Array[]): Float32Array {
  const count = seen.reduce((sum, { length }) => sum + length, 0);
  const stride = Math.max(1, Math.floor(count / MOST));
  const out: number[] = [];
  let at = 0;
  for (const values of seen) for (const value of values) if (at++ % stride === 0) out.push(value);
  return Float32Array.from(out);
}

function squaredError(values: Float32Array, { scale, zeroPoint }: Scale): number {
  return values.reduce((sum, value) => {
    const stored = Math.max(-128, Math.min(127, Math.round(value / scale) + zeroPoint));
    return sum + (value - scale * (stored - zeroPoint)) ** 2;
  }, 0);
}
