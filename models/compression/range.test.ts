import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "../../common/random.ts";
import { rangeOf } from "./range.ts";

/** A bell, and one value far out. */
const random = createRandom(8);
const values = Float32Array.from({ length: 5000 }, () => random.normal());
const outlier = Float32Array.of(9);
const seen = [values, outlier];
const errorOf = ({ scale, zeroPoint }: { scale: number; zeroPoint: number }, of: Float32Array): number =>
  of.reduce((sum, value) => {
    const stored = Math.max(-128, Math.min(127, Math.round(value / scale) + zeroPoint));
    return sum + (value - scale * (stored - zeroPoint)) ** 2;
  }, 0);

test("min-max holds every value, a percentile gives the outlier up for finer steps", () => {
  const whole = rangeOf(seen, "min-max");
  assert.ok(Math.abs((127 - whole.zeroPoint) * whole.scale - 9) < whole.scale);
  const { scale, zeroPoint } = rangeOf(seen, "percentile");
  const beyond = values.filter((v) => v < (-128 - zeroPoint) * scale || v > (127 - zeroPoint) * scale).length;
  assert.ok(scale < whole.scale);
  assert.ok(beyond > 0 && beyond <= 6, `${beyond} of 5000`);
});

test("least squares is never worse than min-max on all that was seen", () => {
  const all = Float32Array.of(...values, ...outlier);
  assert.ok(errorOf(rangeOf(seen, "mse"), all) <= errorOf(rangeOf(seen, "min-max"), all));
  // A tail on one side of many small values is worth clipping.
  const tailed = Float32Array.from({ length: 20_000 }, (_, i) => (i === 0 ? 30 : 0.02 * (i % 7)));
  assert.ok(rangeOf([tailed], "mse").scale <= rangeOf([tailed], "min-max").scale);
});

test("zero is a value of its own in every range", () => {
  for (const rule of ["min-max", "percentile", "mse"] as const) {
    const { zeroPoint, scale } = rangeOf([Float32Array.of(3, 4, 5)], rule);
    assert.ok(Number.isInteger(zeroPoint) && zeroPoint >= -128 && zeroPoint <= 127 && scale > 0, rule);
  }
});
