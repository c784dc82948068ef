/** Several lists of actions, one command leading through them. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { MappingInput } from "./mapping.ts";
import { event, play, wake } from "./testing/play.ts";

describe("modes", () => {
  it("one command leads from each to the next, and from the last to the first; others do what the mode says", () => {
    const { log, state } = play(
      [event("save"), 1],
      [event("other"), 2],
      [event("save"), 3],
      [event("text"), 4],
      [event("other"), 5],
      [event("save"), 6],
      [event("other"), 7],
      [event("save"), 8],
    );
    assert.deepEqual(log, [
      "tap ControlLeft+KeyS",
      "releaseAll",
      "tap MediaPlayPause",
      "refused: unmapped",
      "releaseAll",
      "refused: unmapped",
      "releaseAll",
      "tap ControlLeft+KeyS",
    ]);
    assert.equal(state.mode, 0);
  });

  it("what leads on, sleeps or lets go does so in every mode, whatever else is written there", () => {
    const { log, state } = play(
      [event("other"), 1],
      [event("nap"), 2],
      [event("save"), 3],
      [event("nap"), 4],
      [event("stop"), 5],
      [event("other"), 6],
    );
    assert.deepEqual(log, [
      "releaseAll",
      "releaseAll",
      "refused: dozing",
      "releaseAll",
      "releaseAll",
      "releaseAll",
    ]);
    assert.equal(state.mode, 2);
  });

  it("nothing stays down from one to the next, and a hold of a mode ends by its own end", () => {
    const held = play([event("hum", "start"), 1], [event("other"), 2], [event("hum", "end"), 3]);
    assert.deepEqual(held.log, ["down ShiftLeft+KeyA", "releaseAll"]);
    const inside = play([event("other"), 1], [event("safe", "start"), 2], [event("safe", "end"), 3]);
    assert.deepEqual(inside.log, ["releaseAll", "down ArrowRight", "up ArrowRight (requested)"]);
  });

  it("asleep and woken by hand, the first is where it begins again", () => {
    const { log } = play([event("other"), 1], [{ kind: "sleep" }, 2], [wake, 3], [event("save"), 4]);
    assert.deepEqual(log.at(-1), "tap ControlLeft+KeyS");
  });

  it("a command over its limit does not lead on, one that is unproved may", () => {
    for (const [standing, mode] of [
      ["over", 0],
      ["unproved", 1],
    ] as const) {
      const trusted: MappingInput = { kind: "wake", trust: new Map([["other", standing]]) };
      assert.equal(play([trusted, 1], [event("other"), 2]).state.mode, mode);
    }
  });
});
