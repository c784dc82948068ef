import assert from "node:assert/strict";
import { test } from "node:test";
import { commandAction, harmOf } from "../../contract/command-action.ts";
import { ALL_SET_ACTIONS, actionsOfSet, type SetName } from "./sets.ts";

const NAMES: readonly SetName[] = ["browsing", "reading", "media", "presenting", "writing", "switch"];

test("every action of every set is one that the mapping knows", () => {
  for (const action of ALL_SET_ACTIONS)
    assert.equal(commandAction.safeParse(action).success, true, JSON.stringify(action));
});

test("what leaves a place, writes or chooses is never called harmless", () => {
  const acting = /Enter|Space|Backspace|Delete|Escape|F5|Control|Alt|Meta/;
  for (const action of ALL_SET_ACTIONS) {
    if (action.do === "keys" && acting.test(action.keys))
      assert.equal(harmOf(commandAction.parse(action)), "ordinary", action.keys);
  }
});

test("every set but the switch's has something to do on the first day for the first command", () => {
  for (const set of NAMES) {
    const first = actionsOfSet(set, ["a"]).a!;
    assert.equal(harmOf(commandAction.parse(first)) === "harmless", set !== "switch", set);
  }
});

test("commands take the set's actions in their order, and those beyond it do nothing yet", () => {
  const labels = Array.from({ length: 12 }, (_, i) => `command ${i}`);
  for (const set of NAMES) {
    const actions = actionsOfSet(set, labels);
    assert.deepEqual(Object.keys(actions), labels.slice(0, Object.keys(actions).length));
    assert.equal(
      new Set(Object.values(actions).map((action) => JSON.stringify(action))).size,
      Object.keys(actions).length,
    );
  }
});
