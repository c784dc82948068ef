import assert from "node:assert/strict";
import { test } from "node:test";
import { DISTANCE_FAR } from "../../firmware-gen/engine/engine.ts";
import { type Distances, distanceThresholds } from "./thresholds.ts";

const rule = { reach: 1.5, leastReach: 0.5, ownShare: 0.5, bankShare: 0.25, negativesAllowed: 0 };
const far = (rows: number): number[][] => Array.from({ length: rows }, () => [DISTANCE_FAR, DISTANCE_FAR]);
const known = (own: number[], classOf: number[], more: Partial<Distances> = {}): Distances => ({
  own,
  classOf,
  other: far(own.length),
  negative: [],
  bank: [],
  ...more,
});

test("a command's limit lies half way between its own mean distance and everybody's, times the reach", () => {
  const limits = distanceThresholds(known([100, 200, 300, 500], [0, 0, 1, 1]), 2, rule);
  // means 150 and 400, overall 275
  assert.deepEqual(limits, [(1.5 * (150 + 275)) / 2, (1.5 * (400 + 275)) / 2]);
});

test("a take that could not be compared opens its command to nothing", () => {
  const limits = distanceThresholds(
    known([100, 200, DISTANCE_FAR, (DISTANCE_FAR + 100) / 2], [0, 0, 0, 0]),
    1,
    rule,
  );
  assert.deepEqual(limits, [1.5 * 150]);
});

test("a command with one take stops short of the nearest other command", () => {
  const other = [
    [DISTANCE_FAR, 1000],
    [900, DISTANCE_FAR],
  ];
  const limits = distanceThresholds(known([DISTANCE_FAR, DISTANCE_FAR], [0, 1], { other }), 2, rule);
  assert.ok(limits[0]! < 1000 && limits[0]! > 0 && limits[1]! < 900 && limits[1]! > 0, `${limits}`);
});

test("a single take of a single command still gets a finite limit", () => {
  const [limit] = distanceThresholds(known([DISTANCE_FAR], [0]), 1, rule);
  assert.ok(limit! > 0 && limit! < DISTANCE_FAR);
});

test("everyday segments lower the limit below themselves, but for those allowed", () => {
  const negative = [
    { classIndex: 0, distance: 120 },
    { classIndex: 0, distance: 200 },
    { classIndex: 0, distance: 260 },
  ];
  const own = known([150, 150, 150], [0, 0, 0], { negative });
  assert.deepEqual(distanceThresholds(own, 1, rule), [119]);
  assert.deepEqual(distanceThresholds(own, 1, { ...rule, negativesAllowed: 1 }), [199]);
  assert.deepEqual(distanceThresholds(own, 1, { ...rule, negativesAllowed: 2 }), [225]);
});

test("an everyday segment that may be the command itself lowers nothing", () => {
  const negative = [{ classIndex: 0, distance: 160 }];
  const own = known([150, 150, 150], [0, 0, 0], { negative });
  assert.deepEqual(distanceThresholds(own, 1, { ...rule, leastReach: 1.2 }), [225]);
});

test("strangers' words stop a limit where the allowed share of them would pass", () => {
  const bank = [[290], [165], [210], [400]]; // a quarter of four words may pass
  assert.deepEqual(distanceThresholds(known([150, 150, 150], [0, 0, 0], { bank }), 1, rule), [210]);
});

test("strangers' words that lie far let a limit reach no further than the rule does", () => {
  const bank = [[900], [900], [900], [900]];
  assert.deepEqual(distanceThresholds(known([150, 150, 150], [0, 0, 0], { bank }), 1, rule), [225]);
});

test("strangers' words that sound like the command itself leave it its least reach", () => {
  const bank = [[10], [10], [10], [10]];
  assert.deepEqual(distanceThresholds(known([150, 150, 150], [0, 0, 0], { bank }), 1, rule), [75]);
});

test("with single takes alone, strangers' words say how near is near enough for all commands alike", () => {
  const bank = [
    [800, 500],
    [700, 900],
    [600, 1000],
    [900, 900],
  ];
  const single = known([DISTANCE_FAR, DISTANCE_FAR], [0, 1], { bank });
  assert.deepEqual(distanceThresholds(single, 2, rule), [600, 600]);
});
