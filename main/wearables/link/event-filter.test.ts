import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../../common/random.ts";
import { emptyFilter, judgeEvent, reconcileHeld, type FilterState } from "./event-filter.ts";
import { ageMs, EVENT_STALE_MS, noFreshness, noteStamp, type Freshness } from "./freshness.ts";
import type { MessageOf } from "./messages.ts";

const TAP = 0;
const START = 1;
const END = 2;

function event(number: number, phase: number, command = 1, decidedMs = 1000, age = 2): MessageOf<"event"> {
  return {
    name: "event",
    link: 1,
    event: number,
    phase,
    command,
    score: 5,
    startMs: 900,
    decidedMs,
    ageMs: age,
  };
}

/** The device's clock reads `ms − 5000` when ours reads `ms`. */
const synchronous = noteStamp(noFreshness, 0, 5000);

function play(...events: readonly MessageOf<"event">[]): { verdicts: string[]; state: FilterState } {
  let state = emptyFilter;
  const verdicts = events.map((message) => {
    const judged = judgeEvent(state, message, synchronous, 6010);
    state = judged.state;
    return `${judged.verdict} ${judged.phase}`;
  });
  return { verdicts, state };
}

describe("event filter: each event once", () => {
  it("takes an event and drops its copies", () => {
    assert.deepEqual(play(event(7, TAP), event(7, TAP), event(7, TAP)).verdicts, [
      "taken tap",
      "duplicate tap",
      "duplicate tap",
    ]);
  });

  it("goes on past 255", () => {
    assert.deepEqual(play(event(254, TAP), event(255, TAP), event(0, TAP), event(255, TAP)).verdicts, [
      "taken tap",
      "taken tap",
      "taken tap",
      "duplicate tap",
    ]);
  });

  it("does not hold for a start that its end overtook", () => {
    const { verdicts, state } = play(event(2, END), event(1, START));
    assert.deepEqual(verdicts, ["unpaired end", "duplicate start"]);
    assert.deepEqual(state.held, []);
  });

  it("takes a start and its end, and a second start of the same command only after that", () => {
    const { verdicts } = play(event(1, START), event(2, START), event(3, END), event(4, START));
    assert.deepEqual(verdicts, ["taken start", "unpaired start", "taken end", "taken start"]);
  });
});

describe("event filter: nothing acts late", () => {
  const verdict = (phase: number, nowMs: number, age = 2, held: readonly number[] = []) =>
    judgeEvent({ newest: 0, held }, event(1, phase, 1, 1000, age), synchronous, nowMs).verdict;

  it("takes an event up to the limit of age and none beyond", () => {
    assert.equal(verdict(TAP, 6000 + EVENT_STALE_MS), "taken");
    assert.equal(verdict(TAP, 6001 + EVENT_STALE_MS), "stale");
    assert.equal(verdict(START, 6001 + EVENT_STALE_MS), "stale");
  });

  it("believes the wearable when it says that the event is old", () => {
    assert.equal(verdict(TAP, 6000, EVENT_STALE_MS + 1), "stale");
  });

  it("lets go however late the end comes", () => {
    assert.equal(verdict(END, 60_000, 2, [1]), "taken");
  });
});

describe("event filter: what the wearable does not list is not held", () => {
  it("releases what is held here only, oldest first", () => {
    const { state, released } = reconcileHeld({ newest: 1, held: [3, 1, 2] }, [1, 9]);
    assert.deepEqual(released, [3, 2]);
    assert.deepEqual(state.held, [1]);
  });

  it("never begins to hold because of a list", () => {
    assert.deepEqual(reconcileHeld(emptyFilter, [1, 2]).state.held, []);
  });

  it("holds at any time exactly the starts taken without a later end or release", () => {
    const random = createRandom(3);
    let state = emptyFilter;
    const held = new Set<number>();
    for (let i = 0; i < 5000; i++) {
      const command = random.integer(4);
      if (random.next() < 0.2) {
        const listed = [...held].filter(() => random.next() < 0.7);
        const { state: next, released } = reconcileHeld(state, listed);
        for (const gone of released) assert.ok(held.delete(gone));
        state = next;
      } else {
        const number = random.next() < 0.3 ? random.integer(256) : ((state.newest ?? 0) + 1) & 0xff;
        const judged = judgeEvent(state, event(number, random.integer(3), command), synchronous, 6010);
        state = judged.state;
        if (judged.verdict === "taken" && judged.phase === "start")
          assert.ok(!held.has(command) && held.add(command));
        if (judged.verdict === "taken" && judged.phase === "end") assert.ok(held.delete(command));
      }
      assert.deepEqual([...state.held].sort(), [...held].sort());
    }
  });
});

describe("freshness: the way without waiting is the quickest one seen", () => {
  it("knows no age before the first stamp", () => {
    assert.equal(ageMs(noFreshness, 1, 1e6), 0);
  });

  it("counts what exceeds the quickest way", () => {
    let state: Freshness = noFreshness;
    for (const lateMs of [40, 3, 90, 12]) state = noteStamp(state, 100, 1100 + lateMs);
    assert.equal(ageMs(state, 200, 1203 + 250), 250);
    assert.equal(ageMs(state, 200, 1200), 0); // quicker than ever: not negative
  });

  it("goes on when the wearable's clock wraps around", () => {
    const state = noteStamp(noFreshness, 2 ** 32 - 50, 7000);
    assert.equal(ageMs(state, 50, 7100 + 20), 20);
  });

  it("drops what was said before a sleep in which our clock stood still, and takes what is said after (case B23)", () => {
    const slept = 8 * 3_600_000;
    let state = noteStamp(noFreshness, 1000, 6000);
    // By our clock the next heartbeat comes at once; the wearable's has gone on.
    state = noteStamp(state, 1000 + slept, 6100);
    assert.ok(ageMs(state, 1050, 6110) > EVENT_STALE_MS);
    assert.equal(ageMs(state, 1010 + slept, 6115), 5);
  });

  it("follows clocks that drift apart", () => {
    let state: Freshness = noFreshness;
    // The wearable's clock is slow by 0.1 %: 0.6 s in ten minutes.
    for (let ms = 0; ms <= 600_000; ms += 100) state = noteStamp(state, Math.round(ms * 0.999), ms);
    assert.ok(ageMs(state, Math.round(600_050 * 0.999), 600_050) <= 60);
  });
});
