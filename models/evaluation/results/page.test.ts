import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Watched } from "../background.ts";
import { shareInterval } from "../intervals.ts";
import type { CaseResult } from "./cases.ts";
import { openKeep } from "./keep.ts";
import { type MeasuredCase, type MeasuredSet, measure } from "./measure.ts";
import { resultsPage } from "./page.ts";
import { type ResultSet, setsIn, setsOfSample } from "./sets.ts";

const SAMPLE = fileURLToPath(new URL("../../sample", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "beckon-results-"));
after(() => rmSync(folder, { recursive: true, force: true }));

test("the sample person's page is made by measuring, and made again from what was kept", async () => {
  const file = join(folder, "kept.jsonl");
  const steps: number[] = [];
  const wanted = {
    sets: setsOfSample(SAMPLE).slice(0, 1),
    extent: { quick: true, listeners: ["beckon", "cepstra"] as const },
    seed: 1,
    threads: 2,
    onProgress: (done: number, of: number) => steps.push(done / of),
  };
  const options = { sample: true, command: "beckon results --quick" };
  const page = resultsPage(await measure({ ...wanted, keep: openKeep(file) }), options);
  assert.equal(steps.at(-1), 1);
  assert.match(
    page,
    /^# How well a person is heard\n\nMade by `beckon results --quick`, not written by hand\./,
  );
  assert.match(page, /\*\*The sample person is synthetic:\*\*/);
  assert.match(page, /^\| sample sound \| Beckon \| \d+\.\d \/ \d+\.\d % \|/m);
  assert.match(page, /^\| sample sound \| classic recogniser: [^|]+\| \d+\.\d \/ \d+\.\d % \|/m);
  assert.match(page, /^\| kitchen at 10 dB \| \d+\.\d \/ \d+\.\d % \| sample \|/m);
  assert.match(
    page,
    /^\| sample \| 30 \| \d+ \| \d+ \| \d+ \| \d+\.\d % \[[\d.]+–[\d.]+\] \| \d+ in 0\.04 h, /m,
  );
  assert.match(
    page,
    /own other words taken for one[^]*\| sample sound sample \| Beckon \| .* \| \d+ of 30, /,
  );
  for (const line of page.split("\n").filter((each) => each.startsWith("|"))) {
    assert.doesNotMatch(line, /undefined|NaN|null/, line);
  }

  const kept = openKeep(file);
  const nothingNew = {
    get: (key: string) => kept.get(key) ?? assert.fail("measured again"),
    set: () => undefined,
  };
  assert.equal(resultsPage(await measure({ ...wanted, keep: nothingNew }), options), page);
  // Another seed is another measurement.
  await assert.rejects(measure({ ...wanted, seed: 2, keep: nothingNew }), /measured again/);
});

test("a file of what was kept bears a last line that was cut short", () => {
  const file = join(folder, "torn.jsonl");
  const keep = openKeep(file);
  keep.set("a", { value: 1 });
  keep.set("b", { value: 2 });
  writeFileSync(file, readFileSync(file, "utf8").slice(0, -5));
  const again = openKeep(file);
  assert.deepEqual(again.get("a"), { value: 1 });
  assert.equal(again.get("b"), undefined);
  again.set("b", { value: 3 });
  assert.deepEqual(openKeep(file).get("b"), { value: 3 });
});

const DIGITS: ResultSet = {
  name: "digits",
  signal: "sound",
  folder: "",
  everyday: [],
  over: {},
  laterDays: false,
};

function person(name: string, missed: number, talk: Watched, noise: Watched): MeasuredCase {
  const plain = {
    tested: 100,
    missed,
    confused: 0,
    extraEvents: 0,
    errorRate: missed / 100,
    errorRate95: [...shareInterval(missed, 100)!] as [number, number],
    delayMs: { p50: 160, p95: 180 },
  };
  const nothing = { tested: 0, accepted: 0, rate: null };
  const result: CaseResult = {
    plain,
    changed: {},
    ownOtherWords: nothing,
    otherPeople: nothing,
    own: { hours: 0, wrong: 0 },
    head: "embedding",
    imageBytes: 1000,
    model: { id: name, signal: "sound", originRateHz: 8000 },
  };
  const asked = { listener: "beckon", part: "all", enrol: 5, conditions: [] } as const;
  return { person: name, asked, outcome: { result }, everyday: { talk, noise } };
}

function firstRow(...cases: MeasuredCase[]): string {
  const measured: MeasuredSet[] = [{ set: DIGITS, cases }];
  const page = resultsPage(measured, { sample: false, command: "beckon results" });
  return page.split("\n").find((line) => line.startsWith("| `digits`, 5 takes"))!;
}

test("the summary holds mean and worst person against the targets, and admits what few hours cannot show", () => {
  const quiet = { hours: 10, wrong: 0 };
  assert.match(
    firstRow(person("a", 2, quiet, quiet), person("b", 4, quiet, quiet)),
    /\| 4 \/ 8 % at 0\.5\/h, 1\/h noise \| 3\.0 \/ 4\.0 % \| 0 in 20\.0 h, 0\.0\/h \[0\.0–0\.2\] \| .* \| yes \|$/,
  );
  const short = { hours: 0.4, wrong: 0 };
  assert.match(firstRow(person("a", 2, quiet, short)), /\| yes, rate open \|$/);
  assert.match(firstRow(person("a", 2, { hours: 2, wrong: 3 }, quiet)), /\| no \|$/);
  assert.match(
    firstRow(person("a", 0, quiet, quiet), person("b", 9, quiet, quiet)),
    /4\.5 \/ 9\.0 %.*\| no \|$/,
  );
});

test("people stand worst first, equal errors by wrong activations", () => {
  const cases = [
    person("best", 1, { hours: 1, wrong: 0 }, { hours: 1, wrong: 0 }),
    person("worst", 9, { hours: 1, wrong: 0 }, { hours: 1, wrong: 0 }),
    person("louder", 1, { hours: 1, wrong: 2 }, { hours: 1, wrong: 0 }),
  ];
  const page = resultsPage([{ set: DIGITS, cases }], { sample: false, command: "beckon results" });
  const order = [...page.matchAll(/^\| (best|worst|louder) \| 100 /gm)].map(([, name]) => name);
  assert.deepEqual(order, ["worst", "louder", "best"]);
});

const DATA = fileURLToPath(new URL("../../../../shared/data", import.meta.url));

test("in a folder of data every set is found", { skip: !existsSync(DATA) && "no data here" }, () => {
  const names = setsIn(DATA).map(({ name }) => name);
  assert.deepEqual(names, ["digits", "commands", "phone-words", "forearm", "air-lines", "microbit", "head"]);
  assert.deepEqual(setsIn(join(folder, "empty")), []);
});
