import assert from "node:assert/strict";
import { test } from "node:test";
import {
  adaptRate,
  adaptToStep,
  adaptToWait,
  chooseLight,
  hearLiveSwitch,
  hearSwitch,
  type Light,
  NOT_STEPPED,
  SILENT_LIVE_SWITCH,
  SILENT_SWITCH,
  stepLight,
} from "./scan.ts";

const NOTHING: Light = { on: "nothing" };

function walk(light: Light, sizes: readonly number[], steps: number): Light {
  let now = light;
  for (let i = 0; i < steps; i++) now = stepLight(now, sizes);
  return now;
}

test("every control of every group is reached, and chosen, within two rounds", () => {
  const sizes = [3, 1, 5, 2];
  for (let group = 0; group < sizes.length; group++) {
    for (let item = 0; item < sizes[group]!; item++) {
      const onGroup = walk(NOTHING, sizes, group + 1);
      const entered = chooseLight(onGroup, sizes);
      const chosen = entered.choose ?? chooseLight(walk(entered.light, sizes, item), sizes).choose;
      assert.deepEqual(chosen, { group, item });
    }
  }
});

test("a group is left by itself after one round without a choice", () => {
  const { light } = chooseLight({ on: "group", group: 0 }, [3, 4]);
  assert.deepEqual(walk(light, [3, 4], 3), { on: "group", group: 1 });
});

test("few controls are walked one by one, round and round", () => {
  assert.deepEqual(walk(NOTHING, [3], 4), { on: "item", group: 0, item: 0, steps: 0 });
});

test("a light on what is no longer there chooses nothing", () => {
  const { choose } = chooseLight({ on: "item", group: 0, item: 5, steps: 5 }, [2]);
  assert.equal(choose, undefined);
  assert.equal(chooseLight({ on: "group", group: 4 }, [2, 2]).choose, undefined);
});

test("a page without controls lights nothing", () => {
  assert.deepEqual(stepLight({ on: "group", group: 1 }, []), NOTHING);
});

test("a press right after a move slows the light, presses in good time quicken it slowly", () => {
  assert.ok(adaptRate(1000, 0.05) >= 1200);
  const faster = adaptRate(1000, 0.4);
  assert.ok(faster < 1000 && faster > 950);
  assert.equal(adaptRate(1000, 0.9), 1000);
});

test("the light never gets faster or slower than its limits", () => {
  let rate = 1000;
  for (let i = 0; i < 200; i++) rate = adaptRate(rate, 0.4);
  assert.equal(rate, 500);
  for (let i = 0; i < 200; i++) rate = adaptRate(rate, 0);
  assert.equal(rate, 6000);
});

/** A person who steps some times with these pauses, ms, then waits for the choice; over and over. */
function stepAndWait(rateMs: number, pauses: readonly number[], times: number): number {
  let now = { rateMs, stepping: NOT_STEPPED };
  for (let i = 0; i < times; i++) {
    // What was chosen was a control: nothing is lit at first, and the page is read.
    now = adaptToStep(now.rateMs, now.stepping, 9000, false);
    for (const pauseMs of pauses) now = adaptToStep(now.rateMs, now.stepping, pauseMs, true);
    now = adaptToWait(now.rateMs, now.stepping);
  }
  return now.rateMs;
}

test("the wait that chooses settles above the longest pause of the person who steps, whether slow or quick", () => {
  for (const longestMs of [400, 900, 2000]) {
    for (const begin of [1500, 6000, longestMs * 1.1]) {
      const settled = stepAndWait(begin, [longestMs / 2, longestMs, longestMs / 3], 300);
      assert.ok(
        settled >= longestMs / 0.6 && settled <= longestMs / 0.29,
        `${longestMs} from ${begin}: ${settled}`,
      );
      assert.equal(stepAndWait(settled, [longestMs], 10), settled, "and stays there");
    }
  }
});

test("many presses in a row quicken the wait no more than one, and waiting alone tells nothing", () => {
  assert.equal(stepAndWait(1500, Array<number>(30).fill(200), 1), stepAndWait(1500, [200], 1));
  assert.equal(stepAndWait(1500, [], 50), 1500);
});

test("a press just too late to prevent a choice, and a group that is left again, make the wait longer at once", () => {
  const chosen = adaptToWait(1000, NOT_STEPPED);
  // Of a group its first control is lit then, of a control nothing.
  for (const lit of [true, false]) {
    const late = adaptToStep(chosen.rateMs, chosen.stepping, 100, lit);
    assert.equal(late.rateMs, 1200);
    assert.equal(adaptToStep(chosen.rateMs, chosen.stepping, 400, lit).rateMs, 1000, "in good time");
    assert.equal(adaptToStep(late.rateMs, late.stepping, 100, true).rateMs, 1200, "once for each choice");
    assert.equal(adaptToWait(late.rateMs, late.stepping).rateMs, 1200, "and is no sign of quickness");
  }
  assert.equal(adaptToStep(1000, NOT_STEPPED, 400, true, true).rateMs, 1200);
});

test("the wait never gets shorter or longer than its limits", () => {
  assert.equal(stepAndWait(1000, [10], 200), 500);
  assert.equal(stepAndWait(1000, [5990], 200), 6000);
});

test("one sound is one press, and the room alone is none", () => {
  let state = SILENT_SWITCH;
  let presses = 0;
  const hear = (levelDb: number, times: number) => {
    for (let i = 0; i < times; i++) {
      const heard = hearSwitch(state, levelDb);
      state = heard.state;
      if (heard.pressed) presses++;
    }
  };
  hear(-96, 10);
  hear(-55, 50);
  assert.equal(presses, 0);
  hear(-20, 8);
  hear(-55, 10);
  assert.equal(presses, 1);
  hear(-25, 3);
  hear(-55, 10);
  assert.equal(presses, 2);
});

test("while live a sound is a press only when it is over and was no command, and the light waits for that", () => {
  let state = SILENT_LIVE_SWITCH;
  let presses = 0;
  const held: boolean[] = [];
  const hear = (levelDb: number, times: number, command = false) => {
    for (let i = 0; i < times; i++) {
      const heard = hearLiveSwitch(state, levelDb, command && i === 0);
      state = heard.state;
      held.push(heard.holds);
      if (heard.pressed) presses++;
    }
  };
  hear(-55, 20);
  assert.ok(held.every((one) => !one));
  // A command: the sound, its end, then the word that it was one.
  hear(-20, 6);
  hear(-55, 4);
  assert.equal(held.at(-1), true);
  hear(-55, 20, true);
  assert.equal(presses, 0);
  assert.equal(held.at(-1), false);
  // Another sound, however long.
  hear(-20, 40);
  assert.equal(presses, 0, "not before it is over");
  hear(-55, 20);
  assert.equal(presses, 1);
  assert.equal(held.at(-1), false);
});
