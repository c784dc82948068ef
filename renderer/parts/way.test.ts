import assert from "node:assert/strict";
import { test } from "node:test";
import { STEPS } from "../../main/contract/values.ts";
import { commands, person, readyPerson } from "../stories/values.ts";
import { fragmentOf, placeOf } from "./place.ts";
import { isOpen, stepToGoOn } from "./way.ts";

const NO_EVERYDAY = { roomSeconds: 0, talkSeconds: 0, movementSeconds: 0 };

test("a person goes on where the last thing is missing", () => {
  const at = (part: Parameters<typeof person>[1]) => stepToGoOn(person("en", part));
  assert.equal(at({ ability: null, commands: [] }), "ability");
  assert.equal(at({ commands: [] }), "wearable");
  assert.equal(at({ commands: commands("en", [5, 2]) }), "record");
  assert.equal(at({ everyday: NO_EVERYDAY }), "everyday");
  assert.equal(at({}), "train");
  assert.equal(stepToGoOn(readyPerson("en", { profile: { name: "", actions: {} } })), "result");
  assert.equal(stepToGoOn(readyPerson("en", { verifiedModelId: null })), "send");
  assert.equal(stepToGoOn(readyPerson("en")), "live");
});

test("whoever left everyday sound out on purpose is not sent back to it", () => {
  assert.equal(stepToGoOn(readyPerson("en", { everyday: NO_EVERYDAY })), "live");
});

test("new takes lead back to training", () => {
  assert.equal(stepToGoOn(readyPerson("en", { modelIsStale: true })), "train");
});

test("no step is open before what it needs is there", () => {
  const fresh = person("en", { ability: null, commands: [] });
  assert.deepEqual(
    STEPS.filter((step) => isOpen(fresh, step)),
    ["ability"],
  );
  assert.ok(!isOpen(readyPerson("en", { verifiedModelId: "another" }), "live"));
  assert.ok(!isOpen(person("en", { commands: commands("en", [5, 2]) }), "train"));
});

test("every place survives the address", () => {
  for (const step of STEPS) {
    const place = { at: "step", personId: "a/b 물", step } as const;
    assert.deepEqual(placeOf(fragmentOf(place)), place);
  }
  for (const floating of [true, false]) {
    assert.deepEqual(placeOf(fragmentOf({ at: "small", floating })), { at: "small", floating });
  }
  const learn = { at: "learn", personId: "a/b" } as const;
  assert.deepEqual(placeOf(fragmentOf(learn)), learn);
  for (const at of ["people", "new"] as const) assert.deepEqual(placeOf(fragmentOf({ at })), { at });
});

test("an address that makes no sense leads to the people", () => {
  for (const fragment of ["#code=abc", "#/x/y", "#/%E0%A4%A/record", "", "#//record"]) {
    assert.deepEqual(placeOf(fragment), { at: "people" });
  }
});
