import assert from "node:assert/strict";
import { test } from "node:test";
import { judge, LATE_MS, percentile } from "./judge.ts";

const takes = [
  { label: "up", place: { startMs: 1000, endMs: 1500 } },
  { label: "down", place: { startMs: 2500, endMs: 3000 } },
];
const at = (command: string, decidedMs: number, endMs = decidedMs - 160) => ({ command, decidedMs, endMs });

test("the first event between a take's start and 0.7 s after its end decides", () => {
  for (const [events, missed, confused, extraEvents] of [
    [[], 2, 0, 0],
    [[at("up", 1600), at("down", 3100)], 0, 0, 0],
    [[at("down", 1600), at("up", 1700)], 1, 1, 1],
    [[at("up", 1000), at("down", 3000 + LATE_MS)], 0, 0, 0],
    [[at("up", 999), at("down", 3001 + LATE_MS)], 2, 0, 2],
    [[at("up", 1500 + LATE_MS + 1)], 2, 0, 1],
  ] as const) {
    const tally = judge(takes, events);
    assert.deepEqual(
      [tally.tested, tally.missed, tally.confused, tally.extraEvents],
      [2, missed, confused, extraEvents],
    );
  }
});

test("the delay counts from the take's end or its segment's, whichever is first, of heard takes only", () => {
  assert.deepEqual(judge(takes, [at("up", 1740), at("up", 3300)]).delaysMs, [240]);
  assert.deepEqual(judge(takes, [at("up", 1400, 1200)]).delaysMs, [200]);
});

test("what was heard is told take by take", () => {
  assert.deepEqual(judge(takes, [at("down", 1700)]).heard, ["down", null]);
});

test("a percentile is one of the values, and of nothing there is none", () => {
  assert.equal(percentile([], 0.5), null);
  assert.equal(percentile([5, 1, 3], 0.5), 3);
  assert.equal(percentile([5, 1, 3], 0.95), 5);
});
