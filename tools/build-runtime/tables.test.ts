import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { makeTables, tablesFolder } from "./tables.ts";

describe("constant tables of the runtime", () => {
  for (const [name, text] of Object.entries(makeTables())) {
    it(`${name} is what the script makes`, () => {
      assert.equal(readFileSync(`${tablesFolder}${name}`, "utf8"), text);
    });
  }

  it("weighs every mel band alike: its weights sum to one", () => {
    const text = makeTables()["sound_tables.h"] ?? "";
    const numbers = (name: string): number[] =>
      (text.split(`${name}[`)[1]?.split("{")[1]?.split("}")[0] ?? "").split(",").map(Number).slice(0, -1);
    const band = numbers("bk_mel_band");
    const rise = numbers("bk_mel_rise");
    const fall = numbers("bk_mel_fall");
    const sums = new Map<number, number>();
    band.forEach((b, i) => {
      sums.set(b, (sums.get(b) ?? 0) + (rise[i] ?? 0));
      sums.set(b - 1, (sums.get(b - 1) ?? 0) + (fall[i] ?? 0));
    });
    assert.equal(band.length, 241);
    for (let b = 0; b < 40; b++) assert.equal(sums.get(b), 32768, `band ${b}`);
  });
});
