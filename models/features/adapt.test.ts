import assert from "node:assert/strict";
import { test } from "node:test";
import { createBandLimiter, grainOf, toGrain } from "./adapt.ts";

const tone = (hz: number): Int16Array =>
  Int16Array.from({ length: 16000 }, (_, i) => Math.round(10000 * Math.sin((2 * Math.PI * hz * i) / 16000)));
const rms = (values: Int16Array): number =>
  Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);

test("a band limiter keeps what the lower rate can hold and takes away the rest", () => {
  for (const [rate, hz, kept] of [
    [8000, 300, true],
    [8000, 3700, true],
    [8000, 4300, false],
    [8000, 7000, false],
    [11025, 5000, true],
    [11025, 6000, false],
    [16000, 7900, true],
    [44100, 7900, true],
  ] as const) {
    const out = createBandLimiter(rate).push(tone(hz)).subarray(1000);
    const ratio = rms(out) / rms(tone(hz));
    assert.ok(kept ? Math.abs(ratio - 1) < 0.02 : ratio < 0.001, `${rate} ${hz}: ${ratio}`);
  }
});

test("a band limiter gives the same in blocks as at once, delayed as it says", () => {
  const input = tone(1000);
  const whole = createBandLimiter(8000);
  const once = whole.push(input);
  const parts = createBandLimiter(8000);
  const blocks = [0, 1, 7, 1000, 1001, 9000].map((from, i, all) =>
    parts.push(input.subarray(from, all[i + 1] ?? 16000)),
  );
  assert.deepEqual(Int16Array.from(blocks.flatMap((b) => [...b])), once);
  const late = once.subarray(whole.delay + 2000);
  late.forEach((v, i) => assert.ok(Math.abs(v - input[i + 2000]!) <= 2));
});

test("everyday movement is brought to the takes' rate, step and range", () => {
  const takes = [
    { signal: "motion" as const, milliG: Int16Array.from([0, 4, 1000, 8, -2040, 2040]), rateHz: 50 },
    { signal: "motion" as const, milliG: Int16Array.from([0, 4, 1000, 8, 0, 0]), rateHz: 48 },
  ];
  const grain = grainOf(takes);
  assert.deepEqual(grain, { rateHz: 48, stepMilliG: 4, rangeMilliG: 2040 });
  const values = Int16Array.from({ length: 96 * 3 }, (_, i) => (i % 3 === 0 ? 5000 : i % 3 === 1 ? 1001 : i));
  const out = toGrain({ signal: "motion", milliG: values, rateHz: 96 }, grain);
  assert.equal(out.rateHz, 48);
  assert.equal(out.milliG.length / 3, 48);
  out.milliG.forEach((v) => assert.ok(v % 4 === 0 && Math.abs(v) <= 2040, `${v}`));
  assert.equal(out.milliG[1], 1000);
});

test("movement of a lower rate is filled in along straight lines", () => {
  const line = Int16Array.from({ length: 20 * 3 }, (_, i) => Math.floor(i / 3) * 10);
  const out = toGrain(
    { signal: "motion", milliG: line, rateHz: 20 },
    { rateHz: 40, stepMilliG: 1, rangeMilliG: 2000 },
  );
  assert.deepEqual([...out.milliG.subarray(0, 12)], [0, 0, 0, 5, 5, 5, 10, 10, 10, 15, 15, 15]);
});
