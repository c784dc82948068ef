import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BeckonError } from "./errors.ts";
import { checkLabel, LABEL_FAULTS, labelFault, MAX_LABEL_BYTES, type LabelFault } from "./label.ts";

const REFUSED: Record<LabelFault, readonly string[]> = {
  "label-empty": [""],
  "label-long": ["x".repeat(300), "x".repeat(MAX_LABEL_BYTES + 1), "손".repeat(22)],
  "label-control": [
    "two\nlines",
    "two\rlines",
    "tab\tbed",
    "\0",
    "\x1b[31mred",
    "\u2028",
    "abc\u202edef",
    "\x7f",
    "\x85",
  ],
  "label-spaces": [" up", "up ", "\u00a0up", "   "],
  "label-broken": ["\ud83d", "a\udc00b"],
  "label-reserved": ["_", "_stop", "_Background"],
};

describe("labels", () => {
  it("are taken byte for byte whatever they look like", () => {
    const fine = [
      "on/off",
      "..",
      'say "hi"',
      "C:\\up",
      "a,b",
      "=1+1",
      "손 들기",
      "👍🏽",
      "%C3%A9",
      "\\u0041",
      "e\u0301",
      "é",
      "x".repeat(64),
    ];
    for (const label of [
      ...fine,
      "_background",
      "_other",
      "'; DROP TABLE takes; --",
      "שלום",
      "${x}",
      "%s%n",
    ]) {
      assert.equal(labelFault(label), undefined, label);
      assert.equal(checkLabel(label, "manifest.csv, line 2"), label);
    }
  });

  for (const code of LABEL_FAULTS) {
    it(`are refused as ${code}, with where, why and what to do`, () => {
      for (const label of REFUSED[code]) {
        assert.throws(
          () => checkLabel(label, "manifest.csv, line 2"),
          (error) => {
            assert.ok(error instanceof BeckonError);
            const { thing, problem, remedy, exit } = error.fault;
            assert.deepEqual([error.fault.code, thing, exit], [code, "manifest.csv, line 2", 1]);
            assert.ok(problem.length > 10 && remedy.length > 10);
            assert.doesNotMatch(problem, /[\p{Cc}\u2028\u202e]/u, "the message itself is fit to be shown");
            return true;
          },
        );
      }
    });
  }
});
