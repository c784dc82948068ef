import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../common/random.ts";
import {
  createHoldState,
  type HoldAction,
  type HoldInput,
  type HoldState,
  nextDeadlineMs,
  stepHold,
} from "./hold-guard.ts";

const TIMEOUT_MS = 250;
const LONG_MS = 1e9;

const press = (name: string, longestMs = LONG_MS): HoldInput => ({ kind: "press", name, longestMs });
const letGo = (name: string): HoldInput => ({ kind: "release", name });
const heartbeat: HoldInput = { kind: "heartbeat" };
const tick: HoldInput = { kind: "tick" };
const releaseAll: HoldInput = { kind: "releaseAll" };

/** Plays `[input, time]` pairs from time 0; actions as short text, such as "up KeyA requested". */
function play(...inputs: readonly (readonly [HoldInput, number])[]) {
  let state = createHoldState(TIMEOUT_MS, 0);
  const log: string[] = [];
  for (const [input, nowMs] of inputs) {
    const step = stepHold(state, input, nowMs);
    log.push(...step.actions.map(describeAction));
    state = step.state;
  }
  return { state, log };
}

function describeAction(action: HoldAction): string {
  return action.kind === "down" ? `down ${action.name}` : `up ${action.name} ${action.reason}`;
}

describe("hold guard: what was asked for", () => {
  it("puts a key down at its start and up at its end", () => {
    const { log } = play([press("KeyA"), 0], [letGo("KeyA"), 40]);
    assert.deepEqual(log, ["down KeyA", "up KeyA requested"]);
  });

  it("goes down once for a repeated start", () => {
    assert.deepEqual(play([press("KeyA"), 0], [press("KeyA"), 10]).log, ["down KeyA"]);
  });

  it("ignores an end without a start", () => {
    assert.deepEqual(play([letGo("KeyA"), 0]).log, []);
  });

  it("releases all, newest first, so that a modifier outlives its key", () => {
    const { log } = play([press("ControlLeft"), 0], [press("KeyS"), 1], [releaseAll, 2]);
    assert.deepEqual(log.slice(2), ["up KeyS requested", "up ControlLeft requested"]);
  });
});

describe("hold guard: somebody goes quiet", () => {
  it("holds while heartbeats come, and releases at the very deadline", () => {
    const { log } = play([press("KeyA"), 0], [heartbeat, 200], [tick, 449], [tick, 450]);
    assert.deepEqual(log, ["down KeyA", "up KeyA heartbeatMissed"]);
  });

  it("takes every message of the other side, and no tick of ours, as a sign of life", () => {
    const alive = [press("KeyB"), letGo("KeyB"), press("KeyA"), heartbeat];
    for (const input of alive) {
      assert.notDeepEqual(play([press("KeyA"), 0], [input, 200], [tick, 300]).state.held, []);
    }
    assert.deepEqual(play([press("KeyA"), 0], [tick, 200], [tick, 300]).state.held, []);
  });

  it("does not let a late heartbeat keep a key down", () => {
    const { log } = play([press("KeyA"), 0], [heartbeat, 1000]);
    assert.deepEqual(log, ["down KeyA", "up KeyA heartbeatMissed"]);
  });

  it("starts afresh with a press after silence", () => {
    const { log, state } = play([press("KeyA"), 0], [press("KeyA"), 1000]);
    assert.deepEqual(log, ["down KeyA", "up KeyA heartbeatMissed", "down KeyA"]);
    assert.equal(nextDeadlineMs(state), 1000 + TIMEOUT_MS);
  });

  it("asks for no tick while nothing is down", () => {
    assert.equal(nextDeadlineMs(play([press("KeyA"), 0], [letGo("KeyA"), 1]).state), undefined);
  });
});

describe("hold guard: the longest hold", () => {
  it("ends a hold at its very deadline, however alive the other side is", () => {
    const { log } = play([press("KeyA", 300), 0], [heartbeat, 200], [heartbeat, 299], [heartbeat, 300]);
    assert.deepEqual(log, ["down KeyA", "up KeyA longestHold"]);
  });

  it("ends each hold at its own time and leaves the others", () => {
    const { log, state } = play([press("KeyA", 200), 0], [press("KeyB", 100), 0], [tick, 100]);
    assert.deepEqual(log.slice(2), ["up KeyB longestHold"]);
    assert.equal(nextDeadlineMs(state), 200);
  });

  it("is not lengthened by pressing again", () => {
    const { log } = play([press("KeyA", 200), 0], [press("KeyA", 200), 150], [tick, 200]);
    assert.deepEqual(log, ["down KeyA", "up KeyA longestHold"]);
  });

  it("puts nothing down that has no time to stay", () => {
    for (const longestMs of [0, -1, NaN]) assert.deepEqual(play([press("KeyA", longestMs), 0]).log, []);
  });
});

describe("hold guard: bad values", () => {
  it("releases everything and drops the input when the clock is at fault", () => {
    for (const nowMs of [NaN, Infinity, -Infinity, 99]) {
      const { log, state } = play([press("KeyA"), 100], [press("KeyB"), nowMs]);
      assert.deepEqual(log, ["down KeyA", "up KeyA clockFault"], `at ${nowMs}`);
      assert.equal(Number.isFinite(state.nowMs), true);
    }
  });

  it("works again from the new time after the clock went back", () => {
    const { log, state } = play([heartbeat, 5000], [tick, 10], [press("KeyA"), 20]);
    assert.deepEqual(log, ["down KeyA"]);
    assert.equal(nextDeadlineMs(state), 20 + TIMEOUT_MS);
  });

  it("names the value that is out of range", () => {
    for (const bad of [0, -1, NaN, Infinity]) {
      const message = `timeoutMs must be finite and above 0, got ${bad}`;
      assert.throws(() => createHoldState(bad, 0), { name: "RangeError", message });
    }
    const message = "nowMs must be finite, got NaN";
    assert.throws(() => createHoldState(TIMEOUT_MS, NaN), { name: "RangeError", message });
  });
});

describe("hold guard: always true", () => {
  for (let seed = 1; seed <= 50; seed++) {
    it(`each goes down and up in turn, and none outlives its deadline (seed ${seed})`, () => {
      const random = createRandom(seed);
      const names = ["KeyA", "KeyB", "ShiftLeft"];
      const anyInput = (): HoldInput => {
        const name = names[random.integer(names.length)]!;
        const longestMs = random.between(1, 2000);
        const choices = [press(name, longestMs), press(name), letGo(name), heartbeat, tick, releaseAll];
        return choices[random.integer(choices.length)]!;
      };

      let state: HoldState = createHoldState(TIMEOUT_MS, random.between(0, 1e9));
      const down = new Set<string>();
      const perform = (input: HoldInput, nowMs: number) => {
        const step = stepHold(state, input, nowMs);
        for (const action of step.actions) {
          assert.equal(down.has(action.name), action.kind === "up", describeAction(action));
          if (action.kind === "down") down.add(action.name);
          else down.delete(action.name);
        }
        state = step.state;
        assert.deepEqual([...down].sort(), state.held.map(({ name }) => name).sort());
        assert.ok(state.held.every(({ untilMs }) => untilMs > nowMs));
      };

      for (let i = 0; i < 500; i++) {
        perform(anyInput(), state.nowMs + random.next() * 400 * random.next());
        const deadlineMs = nextDeadlineMs(state);
        assert.equal(deadlineMs === undefined, down.size === 0);
        if (deadlineMs !== undefined && random.next() < 0.2) {
          const before = down.size;
          perform(tick, deadlineMs);
          assert.ok(down.size < before, "a tick at the deadline releases something");
        }
      }
    });
  }
});
