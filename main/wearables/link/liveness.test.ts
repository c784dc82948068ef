import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  HEARTBEAT_MS,
  judgeLiveness,
  LOST_AFTER_MS,
  LOST_WHILE_BUSY_MS,
  QUIET_AFTER_MS,
  reconnectDelayMs,
  SETTLED_AFTER_MS,
} from "./liveness.ts";

const at = (silentMs: number, busy = false): string => judgeLiveness(5000, 5000 + silentMs, busy).liveness;

describe("liveness: the limits keep both promises", () => {
  it("lets go early enough for the key to be up within 250 ms of a loss", () => {
    assert.ok(QUIET_AFTER_MS + 30 <= 250);
  });

  it("stays calm at the longest gaps seen with all processors busy, and when one heartbeat is lost", () => {
    for (const gapMs of [122, 177, 2 * HEARTBEAT_MS]) assert.equal(at(gapMs), "alive");
  });

  it("sees a lost wearable within a second (B22)", () => {
    assert.ok(LOST_AFTER_MS <= 1000);
  });
});

describe("liveness: the very deadlines", () => {
  const table = [
    [0, "alive"],
    [QUIET_AFTER_MS - 0.1, "alive"],
    [QUIET_AFTER_MS, "quiet"],
    [LOST_AFTER_MS - 0.1, "quiet"],
    [LOST_AFTER_MS, "lost"],
    [1e9, "lost"],
    [-1, "lost"], // a clock that runs backwards must not keep a key down
    [Number.NaN, "lost"],
  ] as const;
  for (const [silentMs, expected] of table) {
    it(`calls ${silentMs} ms of silence ${expected}`, () => assert.equal(at(silentMs), expected));
  }

  it("waits longer while a push or replay runs, and is quiet all the same", () => {
    assert.equal(at(LOST_AFTER_MS, true), "quiet");
    assert.equal(at(LOST_WHILE_BUSY_MS, true), "lost");
  });

  it("names the moment at which its verdict changes", () => {
    for (const busy of [false, true]) {
      let nowMs = 5000;
      const seen: string[] = [];
      while (Number.isFinite(nowMs)) {
        const verdict = judgeLiveness(5000, nowMs, busy);
        seen.push(verdict.liveness);
        nowMs = verdict.nextCheckMs;
      }
      assert.deepEqual(seen, ["alive", "quiet", "lost"]);
    }
  });
});

describe("back-off", () => {
  it("tries at once, then waits twice as long each time, up to a limit", () => {
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5, 6, 100].map(reconnectDelayMs),
      [0, 250, 500, 1000, 1000, 1000, 1000, 1000],
    );
  });

  it("does not wait for a board that is reset ten times in a minute", () => {
    assert.ok(SETTLED_AFTER_MS < 60_000 / 10);
  });
});
