import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BeckonError, type Fault } from "../../common/errors.ts";
import { createRandom } from "../../common/random.ts";
import { harmOf } from "../contract/command-action.ts";
import { readProfile } from "./profile.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const profile = (commands: string): string => `{"version":1,"name":"Test",\n"commands":{\n${commands}\n}}`;

function faultOf(source: string | Uint8Array): Fault {
  try {
    readProfile(typeof source === "string" ? bytes(source) : source, "p.json");
  } catch (error) {
    assert.ok(error instanceof BeckonError);
    return error.fault;
  }
  assert.fail(`was accepted: ${source}`);
}

const GOOD = profile(`
  "save": {"do": "keys", "keys": "ControlLeft+KeyS", "harm": "harmless"},
  "water": {"do": "text", "text": "물 좀 주세요\\n"},
  "click": {"do": "click"},
  "drag": {"do": "toggle", "keys": "MouseLeft", "longestHoldMs": 20000},
  "hum": {"do": "hold", "keys": "ShiftLeft + ArrowDown"},
  "down": {"do": "scroll", "down": 3},
  "home": {"do": "moveTo", "x": 10, "y": 10, "harm": "grave"},
  "stop": {"do": "releaseAll"}`);

describe("a profile that is right", () => {
  it("is read with its defaults: ten seconds of hold, ordinary harm, the left button", () => {
    const { commands } = readProfile(bytes(GOOD), "p.json");
    assert.deepEqual(commands.save, { do: "keys", keys: ["ControlLeft", "KeyS"], harm: "harmless" });
    assert.deepEqual(commands.click, { do: "click", button: "MouseLeft", harm: "ordinary" });
    assert.deepEqual(commands.hum, {
      do: "hold",
      keys: ["ShiftLeft", "ArrowDown"],
      longestHoldMs: 10_000,
      harm: "ordinary",
    });
    assert.equal(harmOf(commands.home!), "grave");
    assert.equal(harmOf(commands.stop!), "harmless");
  });

  it("means the same with a byte-order mark and with CRLF", () => {
    const plain = readProfile(bytes(GOOD), "p.json");
    assert.deepEqual(readProfile(bytes(`\ufeff${GOOD.replaceAll("\n", "\r\n")}`), "p.json"), plain);
  });
});

describe("a profile that was damaged (B48)", () => {
  for (const [what, source, line, problem] of [
    ["an empty file", "", 1, /empty/],
    ["white space only", "\n\n  ", 3, /empty/],
    ["a trailing comma", profile('"a": {"do": "click"},'), 3, /comma/],
    ["a trailing comma in CRLF", profile('"a": {"do": "click"},').replaceAll("\n", "\r\n"), 3, /comma/],
    ["a comment", profile('// mine\n"a": {"do": "click"}'), 3, /comment/],
    ["a missing comma", profile('"a": {"do": "click"}\n"b": {"do": "click"}'), 4, /","/],
    ["single quotes", profile("'a': {}"), 3, /double quotes/],
    ["two values", `${GOOD}\n{}`, 13, /after the end/],
    [
      "a name given twice",
      profile('"a": {"do": "click"},\n"a": {"do": "releaseAll"}'),
      4,
      /"a" is given twice/,
    ],
    ["a name that is no name", profile('"__proto__": {"do": "click"}'), 3, /__proto__/],
    ["a number with a comma", profile('"a": {"do": "move", "right": 1,5}'), 3, /double quotes/],
    ["very deep lists", "[".repeat(100_000), 1, /deeper/],
  ] as const) {
    it(`${what} is refused with its line`, () => {
      const fault = faultOf(source);
      assert.equal(fault.exit, 1);
      assert.match(fault.thing, new RegExp(`^p\\.json, line ${line}\\b`));
      assert.match(fault.problem, problem);
      assert.match(fault.remedy, /nothing was armed/);
    });
  }

  it("is refused with its last line wherever the file was cut", () => {
    for (let length = 0; length < GOOD.length; length++) {
      const fault = faultOf(GOOD.slice(0, length));
      const line = GOOD.slice(0, length).split("\n").length;
      assert.equal(fault.code, "profile-not-json");
      assert.ok(Number(/line (\d+)/.exec(fault.thing)![1]) <= line, fault.thing);
    }
  });

  it("is refused when it is not UTF-8, or no text at all", () => {
    assert.equal(faultOf(new Uint8Array([0xff, 0xfe, 0x7b, 0x00])).code, "profile-not-utf8");
    assert.equal(faultOf(new Uint8Array(2_000_000)).code, "profile-too-long");
  });

  it("never fails in any other way than by a fault with an exit code (seeded bytes)", () => {
    const random = createRandom(12);
    for (let i = 0; i < 3000; i++) {
      const broken = bytes(GOOD);
      for (let n = random.integer(4) + 1; n > 0; n--)
        broken[random.integer(broken.length)] = random.integer(128);
      try {
        readProfile(broken, "p.json");
      } catch (error) {
        assert.ok(error instanceof BeckonError, String(error));
        assert.equal(error.fault.exit, 1);
      }
    }
  });
});

describe("a profile whose values are wrong", () => {
  for (const [what, commands, place, problem, remedy] of [
    [
      "a key that does not exist",
      '"a": {"do": "keys",\n "keys": "Ctrl+KeyS"}',
      "line 4, commands → a → keys",
      /"Ctrl"/,
      /"ControlLeft"/,
    ],
    [
      "a letter for a key",
      '"a": {"do": "keys", "keys": "s"}',
      "line 3, commands → a → keys",
      /"s"/,
      /"KeyS"/,
    ],
    [
      "a key named twice",
      '"a": {"do": "keys", "keys": "KeyS+KeyS"}',
      "line 3, commands → a → keys",
      /twice/,
      /once/,
    ],
    [
      "an action that does not exist",
      '"a": {"do": "clik"}',
      "line 3, commands → a → do",
      /"do"/,
      /click, doubleClick/,
    ],
    ["no action", '"a": 5', "line 3, commands → a", /.+/, /.+/],
    [
      "a setting that does not exist",
      '"a": {"do": "click",\n"buton": "MouseLeft"}',
      "line 3, commands → a",
      /"buton"/,
      /spelling/,
    ],
    [
      "a hold for ever",
      '"a": {"do": "hold", "keys": "KeyA", "longestHoldMs": 1e9}',
      "line 3, commands → a → longestHoldMs",
      /600000/,
      /.+/,
    ],
    [
      "a text with a control character",
      '"a": {"do": "text", "text": "\\u001b[2J"}',
      "line 3, commands → a → text",
      /no key/,
      /control/,
    ],
    [
      "half a character",
      '"a": {"do": "text", "text": "\\ud83d"}',
      "line 3, commands → a → text",
      /no key/,
      /.+/,
    ],
    ["no text", '"a": {"do": "text"}', "line 3, commands → a → text", /there is nothing/, /.+/],
    [
      "an unknown tier",
      '"a": {"do": "click", "harm": "mild"}',
      "line 3, commands → a → harm",
      /"grave"/,
      /.+/,
    ],
    [
      "a reserved name",
      '"_background": {"do": "click"}',
      "line 3, commands → _background",
      /start with _/,
      /recordings/,
    ],
    ["no command", "", "line 2, commands", /no command/, /at least one/],
  ] as const) {
    it(`${what} is named with line, place, what is wanted and a remedy`, () => {
      const fault = faultOf(profile(commands));
      assert.equal(fault.exit, 1);
      assert.equal(fault.thing, `p.json, ${place}`);
      assert.match(fault.problem, problem);
      assert.match(fault.remedy, remedy);
    });
  }

  it("of a newer version is refused, not half understood", () => {
    assert.match(faultOf(GOOD.replace('"version":1', '"version":2')).thing, /line 1, version$/);
  });
});
