/**
 * The promises of DESIGN §11.1 as statistics: a few of each in an ordinary run, as many as the issue asks for in
 * `npm run test:full`. Alone, because time is the promise itself.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { measureHealthyHold, measureLatency, measureRelease } from "./bench.ts";

const full = process.env.BECKON_FULL === "1";

describe(`letting go and holding, ${full ? "at full length" : "a few of each"}`, () => {
  const count = full ? 100 : 5;
  for (const [signal, what] of [
    ["SIGKILL", "killed"],
    ["SIGSTOP", "frozen"],
  ] as const) {
    it(`everything is up within 250 ms after the parent is ${what}, ${count} times of ${count}`, async () => {
      const figures = await measureRelease(signal, count);
      assert.equal(figures.withinLimit, count, JSON.stringify(figures));
    });
  }

  const [holds, seconds] = full ? [20, 60] : [1, 4];
  it(`a key held for ${seconds} s with both cores busy is never let go by mistake, ${holds} times`, async () => {
    const figures = await measureHealthyHold(holds, seconds, 2, full ? 4 : 1);
    assert.equal(figures.letGoByMistake, 0, JSON.stringify(figures));
  });

  it("every key given to the actor reaches a real client", async () => {
    const count = full ? 1000 : 100;
    assert.equal((await measureLatency(count)).count, count);
  });
});
