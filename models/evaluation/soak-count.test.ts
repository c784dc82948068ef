import assert from "node:assert/strict";
import { test } from "node:test";
import { adviceOf, type Candidate, eventsOf, standingOf } from "./soak-count.ts";

const at = (decidedMs: number, label: string, score: number, lead = 100): Candidate => ({
  label,
  score,
  lead,
  decidedMs,
});
const rule = {
  thresholds: new Map([
    ["next", 500],
    ["stop", 800],
  ]),
  margin: 50,
  refractoryMs: 300,
};

test("a candidate is an event when score and lead suffice and no event was just before", () => {
  const candidates = [
    at(1000, "next", 500),
    at(1200, "stop", 900),
    at(1300, "stop", 900),
    at(5000, "next", 499),
    at(6000, "stop", 799),
    at(7000, "stop", 800, 49),
    at(8000, "stop", 800, 50),
    at(9000, "gone", 32767),
  ];
  assert.deepEqual(
    eventsOf(candidates, rule).map(({ decidedMs }) => decidedMs),
    [1000, 1300, 8000],
  );
});

test("a threshold moved up lets through what the event before it had blocked", () => {
  const candidates = [at(1000, "next", 600), at(1100, "stop", 900)];
  const higher = { ...rule, thresholds: new Map([...rule.thresholds, ["next", 700] as const]) };
  assert.deepEqual(
    eventsOf(candidates, higher).map(({ label }) => label),
    ["stop"],
  );
});

test("proved needs six clean hours for half a wrong activation an hour, and one wrong needs more", () => {
  assert.equal(standingOf(0, 5.99, 0.5), "unproved");
  assert.equal(standingOf(0, 6, 0.5), "proved");
  assert.equal(standingOf(1, 9.48, 0.5), "unproved");
  assert.equal(standingOf(1, 9.49, 0.5), "proved");
  assert.equal(standingOf(2, 3.9, 0.5), "over");
  assert.equal(standingOf(0, 0, 2), "unproved");
});

test("the advice is hours, a surer step with its hours, or another word", () => {
  const none = { kind: "none" };
  assert.deepEqual(adviceOf([0], 0, 7, 0.5), none);
  assertHours(adviceOf([0], 0, 2, 0.5), "listen", 4);
  const surer = adviceOf([9, 9, 6, 4, 1, 0], 2, 2, 0.5);
  assert.equal(surer.kind === "surer" && surer.step, 4);
  assertHours(surer, "surer", 9.49 - 2);
  assert.deepEqual(adviceOf([9, 9, 6, 6], 2, 2, 0.5), { kind: "otherWord" });
});

function assertHours(advice: ReturnType<typeof adviceOf>, kind: string, hours: number): void {
  assert.equal(advice.kind, kind);
  assert("hours" in advice && Math.abs(advice.hours - hours) < 0.01, JSON.stringify(advice));
}
