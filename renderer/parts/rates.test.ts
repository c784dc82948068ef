import assert from "node:assert/strict";
import { test } from "node:test";
import { en } from "../text/en.ts";
import { wrongInWords } from "./rates.ts";

const say = (hours: number, wrong: number, upperPerHour: number | null) =>
  wrongInWords({ hours, wrong, upperPerHour }, en);

test("without everyday sound nothing is promised", () => {
  assert.equal(say(0, 0, null), en.result.wrongNone);
  assert.equal(say(1, 0, null), en.result.wrongNone);
});

test("a rare mistake is told in hours, rounded to the worse side", () => {
  assert.match(say(12, 0, 0.25), /In 12 hours .* not act by mistake\. Expect at most one in 4 hours\.$/);
  assert.match(
    say(12, 1, 0.3),
    /acted by mistake once\. Expect about one in 12 hours, at most one in 3 hours\.$/,
  );
});

test("a frequent one is told in times an hour, rounded up", () => {
  assert.match(say(2, 4, 4.6), /4 times\. Expect about 2 an hour, at most 5 an hour\.$/);
  assert.match(say(2, 0, 0.9), /Expect at most one an hour\.$/);
});

test("minutes of listening say that they are minutes", () => {
  assert.match(say(1 / 60, 0, 180), /^In 60 seconds .*too short.*180 an hour/);
  assert.match(
    say(0.25, 0, 12),
    /^In 15 minutes .*12 an hour\. More everyday sound makes this figure surer\.$/,
  );
});
