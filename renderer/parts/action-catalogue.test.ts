import assert from "node:assert/strict";
import { test } from "node:test";
import { commandAction } from "../../main/contract/command-action.ts";
import { en } from "../text/en.ts";
import { describeAction, isHarmless, OFFERS, offerFor } from "./action-catalogue.ts";

test("every offer is an action that main accepts, has a name of its own and is found again", () => {
  assert.deepEqual(OFFERS.map(({ name }) => name).sort(), Object.keys(en.actions.names).sort());
  for (const { name, action } of OFFERS) {
    assert.ok(commandAction.safeParse(action).success, name);
    assert.equal(offerFor(action)?.name, name);
  }
});

test("only what cannot do harm is offered for the first day", () => {
  for (const { name, action } of OFFERS) {
    const always = ["releaseAll", "undo", "sleep", "mode"].includes(action.do);
    const harmless = always || ("harm" in action && action.harm === "harmless");
    assert.equal(isHarmless(action), harmless, name);
  }
  assert.ok(!isHarmless({ do: "text", text: "x" }));
  assert.ok(!isHarmless({ do: "click" }));
});

test("an action of a profile that nobody offers is described by its keys", () => {
  assert.equal(describeAction({ do: "keys", keys: "ControlLeft+KeyS" }, en), "press Ctrl + S");
  assert.equal(describeAction({ do: "hold", keys: "ControlLeft+ArrowUp" }, en), "hold Ctrl + ↑");
  assert.equal(describeAction({ do: "text", text: "hello" }, en), "type “hello”");
  assert.equal(describeAction({ do: "scroll", right: 2 }, en), "scroll");
  assert.equal(describeAction({ do: "click", button: "MouseMiddle" }, en), "press Mouse Middle");
});

test("harm written otherwise does not hide what is the same", () => {
  assert.equal(offerFor({ do: "scroll", down: 3 })?.name, "scrollDown");
  assert.equal(offerFor({ do: "click", button: "MouseLeft", harm: "grave" })?.name, "click");
});
