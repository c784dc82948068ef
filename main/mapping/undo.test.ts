import assert from "node:assert/strict";
import { test } from "node:test";
import { commandAction, type WrittenAction } from "../contract/command-action.ts";
import { createMapping, stepMapping, undoable, type MappingState, type MappingStep } from "./mapping.ts";
import { profileSchema } from "./profile.ts";
import { undoOf, worksAnywhere } from "./undo.ts";

const back = (written: WrittenAction) => undoOf(commandAction.parse(written));

test("what has an exact way back is taken back by it, and nothing else is", () => {
  assert.deepEqual(back({ do: "scroll", down: 3 }), [{ kind: "scroll", right: -0, down: -3 }]);
  assert.deepEqual(back({ do: "move", right: 5, down: -2 }), [{ kind: "move", right: -5, down: 2 }]);
  assert.deepEqual(back({ do: "keys", keys: "PageDown" }), [{ kind: "tap", inputs: ["PageUp"] }]);
  assert.deepEqual(back({ do: "keys", keys: "ShiftLeft+Tab" }), [{ kind: "tap", inputs: ["Tab"] }]);
  assert.equal(back({ do: "text", text: "안녕 é" })?.length, 4, "letters as a person counts them");
  const none: WrittenAction[] = [
    { do: "keys", keys: "Enter" },
    { do: "keys", keys: "Home" },
    { do: "text", text: "sent\n" },
    { do: "text", text: "x".repeat(101) },
    { do: "click" },
    { do: "moveTo", x: 1, y: 1 },
    { do: "releaseAll" },
  ];
  for (const action of none) assert.equal(back(action), undefined, JSON.stringify(action));
});

test("pairs of chords are each other's way back, so two undos of both leave what was", () => {
  for (const keys of [
    "PageUp",
    "Tab",
    "ArrowLeft",
    "AltLeft+ArrowRight",
    "ControlLeft+Minus",
    "MediaPlayPause",
  ]) {
    const [first] = back({ do: "keys", keys }) ?? [];
    assert.ok(first?.kind === "tap");
    assert.deepEqual(back({ do: "keys", keys: first.inputs.join("+") }), [
      { kind: "tap", inputs: keys.split("+") },
    ]);
  }
});

test("sound keys work from any window, keys of a program only in it", () => {
  const anywhere = (written: WrittenAction) => worksAnywhere(commandAction.parse(written));
  assert.equal(anywhere({ do: "keys", keys: "AudioVolumeUp" }), true);
  assert.equal(anywhere({ do: "keys", keys: "PageDown" }), false);
  assert.equal(anywhere({ do: "scroll", down: 1 }), false);
});

const profile = profileSchema.parse({
  version: 1,
  name: "Test",
  commands: {
    down: { do: "scroll", down: 3, harm: "harmless" },
    press: { do: "click", harm: "harmless" },
    shift: { do: "toggle", keys: "ShiftLeft", harm: "harmless" },
    oops: { do: "undo" },
  },
});

function awake(): MappingState {
  const linked = stepMapping(createMapping(profile, 0), { kind: "link", link: 1 }, 0).state;
  return stepMapping(linked, { kind: "wake", trust: "consented" }, 0).state;
}

let sequence = 0;
function say(state: MappingState, command: string): MappingStep {
  const event = { command, phase: "tap", score: 1, deviceMs: 0, sequence: ++sequence } as const;
  return stepMapping(state, { kind: "event", link: 1, event, ageMs: 0, replayed: false }, sequence);
}

test("a command takes back what was done last, once", () => {
  const done = say(awake(), "down");
  assert.equal(undoable(done.state), "focus");
  const undone = say(done.state, "oops");
  assert.deepEqual(undone.actions[0]?.action, { kind: "scroll", right: -0, down: -3 });
  assert.equal(undone.actions[0]?.cause?.command, "oops");
  assert.equal(undoable(undone.state), "no");
  const again = say(undone.state, "oops");
  assert.deepEqual([again.actions, again.refusal], [[], "nothingToUndo"]);
});

test("after what has no way back nothing is taken back, least of all what was before", () => {
  const pressed = say(say(awake(), "down").state, "press");
  assert.equal(undoable(pressed.state), "no");
  assert.equal(say(pressed.state, "oops").refusal, "nothingToUndo");
});

test("a toggle is let go, by hand too, and asleep nothing is taken back by a command", () => {
  const held = say(awake(), "shift");
  assert.equal(undoable(held.state), "anywhere");
  const byHand = stepMapping(held.state, { kind: "undo" }, ++sequence);
  assert.deepEqual(byHand.actions[0]?.action, { kind: "up", inputs: ["ShiftLeft"] });
  const asleep = stepMapping(say(awake(), "down").state, { kind: "sleep" }, ++sequence).state;
  assert.equal(say(asleep, "oops").refusal, "asleep");
});
