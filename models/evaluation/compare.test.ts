import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Take } from "../../common/street.ts";
import { createEngine } from "../../firmware-gen/engine/engine.ts";
import { readFolder } from "../recordings/folder.ts";
import { train } from "../training/train.ts";
import { compareModels, type HeardAll, hearAll, type Kept } from "./compare.ts";
import { compareInThread } from "./compare-in-thread.ts";

const take = (label: string, index: number): Take => ({
  path: `${label}-${index}`,
  person: "p",
  label,
  session: 1,
  source: "",
  samples: { signal: "sound", pcm: new Int16Array(1), originRateHz: 16000 },
  warnings: [],
});
/** `count` takes of "up", then of "down"; `mistakes` mistakes. */
const keep = (count: number, mistakes: number): Kept => ({
  takes: ["up", "down"].flatMap((label) => Array.from({ length: count }, (_, i) => take(label, i))),
  mistakes: Array.from({ length: mistakes }, (_, i) => take("_other", i)),
  everyday: [],
});
/** Heard right but for the last `missed` takes of "down". */
const hears = (kept: Kept, missed: number, made: readonly boolean[] = [], everyday = 0): HeardAll => ({
  takes: kept.takes.map(({ label }, i) => (i >= kept.takes.length - missed ? null : label)),
  mistakes: made.map((one) => (one ? "up" : null)),
  everyday,
});

test("a command may lose one take, or 2 % where that is more, and no more", () => {
  for (const [takes, before, now, verdict] of [
    [5, 0, 0, "alike"],
    [5, 0, 1, "alike"],
    [5, 0, 2, "worse"],
    [5, 1, 0, "better"],
    [99, 0, 1, "alike"],
    [99, 0, 2, "worse"],
    [100, 0, 2, "alike"],
    [100, 0, 3, "worse"],
    [100, 40, 42, "alike"],
  ] as const) {
    const kept = keep(takes, 0);
    const found = compareModels(kept, hears(kept, before), hears(kept, now));
    assert.equal(found.verdict, verdict, `${takes} takes, ${before} missed before, ${now} now`);
    const lost = found.commands.filter((one) => one.lost).map(({ label }) => label);
    assert.deepEqual(lost, verdict === "worse" ? ["down"] : []);
  }
});

test("a take heard as another command is lost as one not heard at all", () => {
  const kept = keep(5, 0);
  const confused = { ...hears(kept, 0), takes: kept.takes.map(() => "up") };
  const { verdict, commands } = compareModels(kept, hears(kept, 0), confused);
  assert.equal(verdict, "worse");
  assert.deepEqual(
    commands.map(({ label, before, now }) => [label, before, now]),
    [
      ["down", 5, 0],
      ["up", 5, 5],
    ],
    "the largest loss first",
  );
});

test("no old mistake may come back; one that both make has not", () => {
  const kept = keep(5, 3);
  const verdict = (before: readonly boolean[], now: readonly boolean[]) =>
    compareModels(kept, hears(kept, 0, before), hears(kept, 0, now));
  assert.equal(verdict([true, false, true], [true, true, false]).verdict, "worse");
  assert.equal(verdict([true, false, true], [true, true, false]).mistakes.returned, 1);
  assert.equal(verdict([true, false, true], [true, false, true]).verdict, "alike");
  assert.equal(verdict([true, false, true], [true, false, false]).verdict, "better");
});

test("more wrong activations in everyday recordings than one are worse", () => {
  const kept = keep(5, 0);
  const verdict = (before: number, now: number) =>
    compareModels(kept, hears(kept, 0, [], before), hears(kept, 0, [], now)).verdict;
  assert.deepEqual([verdict(0, 1), verdict(0, 2), verdict(3, 1)], ["alike", "worse", "better"]);
});

const SAMPLE = fileURLToPath(new URL("../sample/motion", import.meta.url));
const { takes: all } = await readFolder(SAMPLE);
const labels = ["turn", "lift", "wave"];
const some = (from: number, to: number): Take[] =>
  labels.flatMap((label) => all.filter((one) => one.label === label).slice(from, to));
const engine = await createEngine();
const honest = await train({ takes: some(0, 5), head: "template" });

test("a model with a fifth of its labels swapped is refused and the command named; an equal one passes", async () => {
  const takes = some(0, 5);
  const [first, second] = [
    takes.findIndex((one) => one.label === "turn"),
    takes.findIndex((one) => one.label === "lift"),
  ];
  // Two of the five takes of each change names: a carer who pressed the wrong button, twice.
  const swapped = takes.map((one, i) => {
    if (i === first || i === first + 1) return { ...one, label: "lift" };
    return i === second || i === second + 1 ? { ...one, label: "turn" } : one;
  });
  const wrong = await train({ takes: swapped, head: "template" });
  const kept: Kept = { takes: some(0, 10), mistakes: [], everyday: [] };
  const before = { image: honest.image, heard: honest.report.heard };
  // Under true labels: what it heard as "lift" while it was left out may well be a turn.
  const now = { image: wrong.image, heard: wrong.report.heard };
  const refused = await compareInThread({ kept, before, now });
  assert.equal(refused.verdict, "worse");
  assert.ok(refused.commands.some(({ lost, label }) => lost && ["turn", "lift"].includes(label)));
  assert.equal((await compareInThread({ kept, before, now: before })).verdict, "alike");
});

test("its own takes count as they were heard while left out, others as the runtime hears them now", () => {
  const takes = some(0, 6);
  const invented = honest.report.heard.map(({ path }) => ({ path, as: null }));
  const heard = hearAll(
    engine,
    { image: honest.image, heard: invented },
    { takes, mistakes: [], everyday: [] },
  );
  takes.forEach(({ path, label }, i) => {
    if (invented.some((one) => one.path === path)) assert.equal(heard.takes[i], null);
    else assert.equal(heard.takes[i], label, path);
  });
});
