import assert from "node:assert/strict";
import { test } from "node:test";
import { createMotionLine } from "./motion-line.ts";

const piece = (from: number, count: number, rateHz: number, lost = 0) => ({
  signal: "motion" as const,
  milliG: Int16Array.from({ length: 3 * count }, (_, i) => 10 * (from + Math.floor(i / 3)) + (i % 3)),
  rateHz,
  lost,
});
const firstAxis = (values: Int16Array): number[] => [...values].filter((_, i) => i % 3 === 0);

test("a stream at the rate that is kept stays as it is, sample by sample", () => {
  const line = createMotionLine();
  assert.deepEqual([...line(piece(0, 4, 50))], [...piece(0, 4, 50).milliG]);
  assert.deepEqual([...line(piece(4, 4, 50))], [...piece(4, 4, 50).milliG]);
});

test("another rate is brought to it along straight lines, across pieces too", () => {
  const fast = createMotionLine();
  assert.deepEqual(firstAxis(fast(piece(0, 4, 100))), [0, 20]);
  assert.deepEqual(firstAxis(fast(piece(4, 4, 100))), [40, 60]);
  const slow = createMotionLine();
  assert.deepEqual(firstAxis(slow(piece(0, 2, 25))), [0, 5, 10]);
  assert.deepEqual(firstAxis(slow(piece(2, 1, 25))), [15, 20]);
});

test("lost samples are bridged, so that time stays right; an absence is not", () => {
  const line = createMotionLine();
  line(piece(0, 4, 50));
  assert.deepEqual(firstAxis(line(piece(8, 4, 50, 4))), [40, 50, 60, 70, 80, 90, 100, 110]);
  assert.deepEqual(firstAxis(line(piece(900, 2, 50, 800))), [9000, 9010]);
});
