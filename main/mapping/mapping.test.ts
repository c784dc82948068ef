import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../common/random.ts";
import { actionIn } from "../contract/command-action.ts";
import type { Input } from "../contract/key-codes.ts";
import {
  createMapping,
  type MappingInput,
  nextTickMs,
  type Standing,
  STALE_AFTER_MS,
  stepMapping,
  WEARABLE_SILENCE_MS,
} from "./mapping.ts";
import { beat, event, LINK, play, PROFILE, tick, wake } from "./testing/play.ts";

describe("mapping: each command does what the profile says", () => {
  const expected: Readonly<Record<string, object>> = {
    save: { kind: "tap", inputs: ["ControlLeft", "KeyS"] },
    text: { kind: "text", text: "물" },
    click: { kind: "click", button: "MouseLeft", count: 1 },
    twice: { kind: "click", button: "MouseLeft", count: 2 },
    move: { kind: "move", right: 5, down: 0 },
    corner: { kind: "moveTo", x: 0, y: 0 },
    wheel: { kind: "scroll", right: 0, down: 3 },
    hum: { kind: "tap", inputs: ["ShiftLeft", "KeyA"] },
    drag: { kind: "down", inputs: ["MouseLeft"], longestMs: 2000 },
    stop: { kind: "releaseAll" },
  };
  for (const [command, action] of Object.entries(expected)) {
    it(`a tap of ${command} asks for ${JSON.stringify(action)}, with its cause`, () => {
      const before = play().state;
      const step = stepMapping(before, event(command), 1);
      assert.deepEqual(step.actions, [{ action, cause: { command, phase: "tap", score: 9, deviceMs: 1 } }]);
    });
  }

  it("a command that acts once acts at its start and not at its end", () => {
    assert.deepEqual(play([event("save", "start"), 1], [event("save", "end"), 2]).log, [
      "tap ControlLeft+KeyS",
    ]);
  });
});

describe("mapping: asleep by one's own command", () => {
  it("does nothing but let go, until the same command comes again", () => {
    const { log } = play(
      [event("nap"), 1],
      [event("save"), 2],
      [event("hum", "start"), 3],
      [event("stop"), 4],
      [event("nap"), 5],
      [event("save"), 6],
    );
    const asleep = ["refused: dozing", "refused: dozing", "releaseAll"];
    assert.deepEqual(log, ["releaseAll", ...asleep, "releaseAll", "tap ControlLeft+KeyS"]);
  });

  it("lets go of what is held when it falls asleep", () => {
    const { state, log } = play([event("drag"), 1], [event("nap"), 2]);
    assert.deepEqual(log, ["down MouseLeft", "releaseAll"]);
    assert.deepEqual(state.holds.held, []);
  });

  it("wakes by hand, and when it is armed again", () => {
    for (const by of [{ kind: "rouse" }, wake] as const satisfies MappingInput[]) {
      assert.deepEqual(
        play([event("nap"), 1], [by, 2], [event("save"), 3]).log.at(-1),
        "tap ControlLeft+KeyS",
      );
    }
  });

  it("needs no trust to fall asleep, and as much as any other to wake", () => {
    for (const standing of ["withheld", "over"] as const satisfies Standing[]) {
      const trust = new Map<string, Standing>([
        ["nap", standing],
        ["save", "proved"],
      ]);
      const { state, log } = play([{ kind: "wake", trust }, 0], [event("nap"), 1], [event("nap"), 2]);
      assert.equal(state.dozing, "nap");
      assert.match(log.at(-1)!, /refused: (notYetProved|overLimit)/);
    }
  });

  it("leaves nothing to take back", () => {
    assert.deepEqual(
      play([event("wheel"), 1], [event("nap"), 2], [event("nap"), 3], [{ kind: "undo" }, 4]).log,
      ["scroll", "releaseAll", "releaseAll", "refused: nothingToUndo"],
    );
  });
});

describe("mapping: holds", () => {
  it("lasts from start to end", () => {
    const { log } = play([event("hum", "start"), 1], [beat("hum"), 100], [event("hum", "end"), 200]);
    assert.deepEqual(log, ["down ShiftLeft+KeyA", "up ShiftLeft+KeyA (requested)"]);
  });

  it("ends when the wearable no longer lists it", () => {
    const { log } = play([event("hum", "start"), 1], [beat("hum"), 100], [beat(), 200]);
    assert.deepEqual(log, ["down ShiftLeft+KeyA", "up ShiftLeft+KeyA (requested)"]);
  });

  it("is not begun by a heartbeat that lists it", () => {
    assert.deepEqual(play([beat("hum"), 1]).log, []);
  });

  it("ends when the wearable goes quiet, at the very deadline", () => {
    const start = event("hum", "start");
    const end = 1 + WEARABLE_SILENCE_MS;
    assert.deepEqual(play([start, 1], [tick, end - 1]).log, ["down ShiftLeft+KeyA"]);
    assert.deepEqual(play([start, 1], [tick, end]).log.at(-1), "up ShiftLeft+KeyA (heartbeatMissed)");
    assert.equal(nextTickMs(play([start, 1]).state), end);
  });

  it("ends at the longest time of its action, however long the wearable lists it", () => {
    const beats = Array.from({ length: 10 }, (_, i) => [beat("hum"), 100 * (i + 1)] as const);
    assert.deepEqual(play([event("hum", "start"), 0], ...beats).log, [
      "down ShiftLeft+KeyA",
      "up ShiftLeft+KeyA (longestHold)",
    ]);
  });

  it("of two commands on one key lets the key go with the last of them", () => {
    const { log } = play(
      [event("hum", "start"), 1],
      [event("buzz", "start"), 2],
      [event("hum", "end"), 3],
      [event("buzz", "end"), 4],
    );
    assert.deepEqual(log.slice(2), ["up KeyA (requested)", "up ShiftLeft (requested)"]);
  });

  it("toggled by a tap lasts until the next tap, listed or not, and not longer than its longest", () => {
    assert.deepEqual(play([event("drag"), 1], [beat(), 100], [event("drag"), 200]).log, [
      "down MouseLeft",
      "up MouseLeft (requested)",
    ]);
    const beats = Array.from({ length: 20 }, (_, i) => [beat(), 100 * (i + 1)] as const);
    assert.equal(play([event("drag"), 0], ...beats).log.at(-1), "up MouseLeft (longestHold)");
  });
});

describe("mapping: no action (DESIGN §11.2)", () => {
  for (const [what, change, refusal] of [
    ["of another link", { link: LINK + 1 }, "wrongLink"],
    ["replayed", { replayed: true }, "replayed"],
    ["too old", { ageMs: STALE_AFTER_MS + 1 }, "stale"],
    ["of no age", { ageMs: NaN }, "stale"],
    ["from the future", { ageMs: -1 }, "stale"],
  ] as const) {
    it(`for an event that is ${what}`, () => {
      assert.deepEqual(play([event("save", "tap", change), 1]).log, [`refused: ${refusal}`]);
    });
  }

  it("for an event that came twice, or was overtaken", () => {
    const [first, second] = [event("save"), event("click")];
    assert.deepEqual(play([first, 1], [first, 2]).log.at(-1), "refused: duplicate");
    assert.deepEqual(play([second, 1], [first, 2]).log.at(-1), "refused: duplicate");
  });

  it("but for the next event where the numbers begin again at zero", () => {
    const at = (sequence: number): MappingInput =>
      event("save", "tap", { event: { command: "save", phase: "tap", score: 1, deviceMs: 1, sequence } });
    assert.deepEqual(play([at(255), 1], [at(0), 2]).log, ["tap ControlLeft+KeyS", "tap ControlLeft+KeyS"]);
  });

  it("for a command that the profile lacks, were its name one that every object has", () => {
    assert.deepEqual(play([event("toString"), 1]).log, ["refused: unmapped"]);
  });

  it("while asleep; and falling asleep lets go", () => {
    const { log } = play([event("hum", "start"), 1], [{ kind: "sleep" }, 2], [event("save"), 3]);
    assert.deepEqual(log, ["down ShiftLeft+KeyA", "releaseAll", "refused: asleep"]);
  });

  it("after the wearable started again, until somebody arms it", () => {
    const again: MappingInput = { kind: "link", link: 8 };
    const late = event("save", "tap", { link: 8 });
    assert.deepEqual(play([event("hum", "start"), 1], [again, 2], [late, 3]).log, [
      "down ShiftLeft+KeyA",
      "releaseAll",
      "refused: asleep",
    ]);
    const armed = event("save", "tap", { link: 8 });
    assert.deepEqual(play([again, 2], [wake, 3], [armed, 4]).log.at(-1), "tap ControlLeft+KeyS");
  });

  it("after the clock ran backwards, and all is let go", () => {
    const { log } = play([event("hum", "start"), 50], [event("save"), 10], [event("save"), 60]);
    assert.deepEqual(log, ["down ShiftLeft+KeyA", "up ShiftLeft+KeyA (clockFault)", "refused: asleep"]);
  });

  it("an end lets go even when it is stale", () => {
    const start = event("hum", "start");
    const late = event("hum", "end", { ageMs: 5000 });
    assert.equal(play([start, 1], [late, 2]).log.at(-1), "up ShiftLeft+KeyA (requested)");
  });
});

describe("mapping: harm (DESIGN §11.3)", () => {
  const consented: MappingInput = { kind: "wake", trust: "consented" };

  it("an unproved model does only what is harmless", () => {
    const { log } = play([consented, 0], [event("save"), 1], [event("safe"), 2], [event("stop"), 3]);
    assert.deepEqual(log, ["refused: notYetProved", "tap ArrowUp", "releaseAll"]);
  });

  it("an unproved model may let go of what it could not have put down", () => {
    const { log } = play([event("drag"), 1], [consented, 2], [event("drag"), 3]);
    assert.deepEqual(log, ["down MouseLeft", "up MouseLeft (requested)"]);
  });

  it("what a soak says of each command decides for that command alone", () => {
    const said = (standing: Standing): string[] => {
      const trust = new Map(["save", "safe", "stop"].map((name) => [name, standing] as const));
      return play([{ kind: "wake", trust }, 0], [event("save"), 1], [event("safe"), 2], [event("stop"), 3])
        .log;
    };
    assert.deepEqual(said("proved"), ["tap ControlLeft+KeyS", "tap ArrowUp", "releaseAll"]);
    assert.deepEqual(said("unproved"), ["refused: notYetProved", "tap ArrowUp", "releaseAll"]);
    assert.deepEqual(said("withheld"), ["refused: notYetProved", "refused: notYetProved", "releaseAll"]);
    assert.deepEqual(said("over"), ["refused: overLimit", "refused: overLimit", "releaseAll"]);
    const mixed: MappingInput = { kind: "wake", trust: new Map([["save", "proved"]]) };
    assert.deepEqual(play([mixed, 0], [event("save"), 1], [event("safe"), 2]).log, [
      "tap ControlLeft+KeyS",
      "refused: notYetProved",
    ]);
    const grave: MappingInput = { kind: "wake", trust: new Map([["wipe", "proved"]]) };
    assert.deepEqual(play([grave, 0], [event("wipe"), 1]).log, ["refused: needsSecondSignal"]);
  });

  it("a grave action is never done on one event", () => {
    assert.deepEqual(play([event("wipe"), 1]).log, ["refused: needsSecondSignal"]);
  });
});

describe("mapping: always true", () => {
  for (let seed = 1; seed <= 30; seed++) {
    it(`what is down went down by a start or toggle, and goes up in time (seed ${seed})`, () => {
      const random = createRandom(seed);
      const names = Object.keys(PROFILE.commands);
      const pick = <T>(list: readonly T[]): T => list[random.integer(list.length)]!;
      const anyInput = (): MappingInput =>
        pick<() => MappingInput>([
          () => event(pick(names), pick(["tap", "start", "end"]), { ageMs: random.integer(300) }),
          () => event(pick(names), pick(["start", "end"])),
          () => beat(...names.filter(() => random.next() < 0.7)),
          () =>
            pick([
              tick,
              wake,
              { kind: "sleep" },
              { kind: "releaseAll" },
              { kind: "link", link: pick([7, 7, 7, 8]) },
            ]),
        ])();

      const down = new Set<Input>();
      let state = createMapping(PROFILE, 0);
      const perform = (input: MappingInput, nowMs: number): void => {
        const step = stepMapping(state, input, nowMs);
        state = step.state;
        for (const { action } of step.actions) {
          if (action.kind === "down") for (const key of action.inputs) down.add(key);
          if (action.kind === "up") for (const key of action.inputs) down.delete(key);
          if (action.kind === "releaseAll") down.clear();
        }
        const kept = state.holds.held.flatMap(({ name }) => {
          const modes = [PROFILE.commands, ...PROFILE.modes.map(({ commands }) => commands)];
          const does = actionIn(modes, state.mode, name)!;
          return does.do === "hold" || does.do === "toggle" ? does.keys : [];
        });
        assert.deepEqual([...down].sort(), [...new Set(kept)].sort());
        if (state.trust === undefined) assert.equal(down.size, 0, "nothing is down while asleep");
      };
      let nowMs = 0;
      for (let i = 0; i < 400; i++) {
        nowMs += random.next() * 150;
        perform(anyInput(), nowMs);
        const dueMs = nextTickMs(state);
        assert.equal(dueMs === undefined, down.size === 0);
      }
      for (let dueMs = nextTickMs(state); dueMs !== undefined; dueMs = nextTickMs(state))
        perform(tick, dueMs);
      assert.equal(down.size, 0);
    });
  }
});
