/** Expected multipliers: Python 3.11, math.frexp and round(fraction * 2**31), as QuantizeMultiplier of TensorFlow Lite. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../common/random.ts";
import {
  addMultipliers,
  quantizationOf,
  quantizeMultiplier,
  quantizeToInt8,
  softmaxNumbers,
} from "./quantize.ts";

describe("quantize: a real factor as multiplier and shift", () => {
  const KNOWN: readonly (readonly [number, number, number])[] = [
    [1, 1073741824, 1],
    [0.5, 1073741824, 0],
    [0.25, 1073741824, -1],
    [0.0003, 1319413953, -11],
    [0.7, 1503238554, 0],
    [3.25, 1744830464, 2],
    [0.9999999999, 1073741824, 1],
    [0, 0, 0],
    [1e-12, 0, 0],
  ];
  for (const [real, multiplier, shift] of KNOWN) {
    it(`${real} is ${multiplier} × 2^(${shift} − 31)`, () => {
      assert.deepEqual(quantizeMultiplier(real), { multiplier, shift });
    });
  }

  it("is never off by more than half a unit", () => {
    const random = createRandom(3);
    for (let i = 0; i < 2000; i++) {
      const real = 2 ** random.between(-28, 20);
      const { multiplier, shift } = quantizeMultiplier(real);
      assert.ok(multiplier >= 2 ** 30 && multiplier < 2 ** 31);
      assert.ok(Math.abs(multiplier * 2 ** (shift - 31) - real) <= 2 ** (shift - 32) * 1.0001);
    }
  });

  it("refuses what no multiplier can hold", () => {
    for (const bad of [-1, Number.NaN, 2 ** 30, Number.POSITIVE_INFINITY]) {
      assert.throws(() => quantizeMultiplier(bad), RangeError);
    }
  });
});

describe("quantize: operators", () => {
  it("brings both inputs of ADD to half the larger scale", () => {
    const { a, b, out } = addMultipliers(0.1, 0.05, 0.2);
    assert.deepEqual(a, { multiplier: 1073741824, shift: 0 });
    assert.deepEqual(b, { multiplier: 1073741824, shift: -1 });
    assert.deepEqual(out, quantizeMultiplier(0.2 / (2 ** 20 * 0.2)));
  });

  it("gives SOFTMAX 26 fractional bits and the least difference that does not overflow", () => {
    const numbers = softmaxNumbers(0.1);
    assert.equal(
      numbers.multiplier * 2 ** (numbers.leftShift - 31),
      Math.round(0.1 * 2 ** 26 * 2 ** 8) / 2 ** 8,
    );
    assert.equal(numbers.diffMin, -248);
    assert.ok(-numbers.diffMin * 2 ** numbers.leftShift < 2 ** 31);
  });
});

describe("quantize: values", () => {
  it("keeps zero exact whatever the range", () => {
    const random = createRandom(4);
    for (let i = 0; i < 500; i++) {
      const { scale, zeroPoint } = quantizationOf(random.between(-5, 3), random.between(-3, 5));
      assert.ok(Number.isInteger(zeroPoint) && zeroPoint >= -128 && zeroPoint <= 127);
      assert.equal(quantizeToInt8(0, scale, zeroPoint), zeroPoint);
    }
  });

  it("rounds halves away from zero and saturates", () => {
    assert.deepEqual(
      [0.5, -0.5, 1.5, 200, -200].map((real) => quantizeToInt8(real, 1, 0)),
      [1, -1, 2, 127, -128],
    );
  });
});
