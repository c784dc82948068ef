import assert from "node:assert/strict";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { BeckonError } from "../../common/errors.ts";
import { makeFolder, manifest } from "../recordings/test-folder.ts";
import { evaluate } from "./evaluate.ts";
import type { EvaluationReport } from "./report.ts";

const SAMPLE = fileURLToPath(new URL("../sample/motion", import.meta.url));
const rows = readFileSync(join(SAMPLE, "manifest.csv"), "utf8").trim().split("\n").slice(1);
const quick = { head: "template", threads: 1 } as const;

/** The sample's recordings under a manifest of our own. */
function folderOf(lines: readonly string[]): string {
  const dir = makeFolder({ "manifest.csv": manifest(...lines) });
  for (const line of lines) cpSync(join(SAMPLE, line.split(",")[0]!), join(dir, line.split(",")[0]!));
  return dir;
}

const withLabel = (label: string): string[] => rows.filter((row) => row.split(",")[3] === label);

test("every take after the first N is tested once, and the figures add up", async () => {
  const report = await evaluate({ recordings: SAMPLE, enrol: 5, ...quick });
  const [person] = report.people;
  assert.equal(report.kind, "motion");
  assert.equal(report.runtime, "int8");
  assert.equal(person!.tested, 20);
  assert.equal(person!.errorRate, (person!.missed + person!.confused) / person!.tested);
  const [low, high] = person!.errorRate95!;
  assert.ok(low <= person!.errorRate! && person!.errorRate! <= high);
  assert.deepEqual(report.mean.errorRate, person!.errorRate);
  assert.equal(report.worst.person, "sample");
  assert.match(report.modelIds[0]!, /^[0-9a-f]{16}$/);
  assert.ok(person!.delayMs.p50! >= 320, "no event comes before the gate's pause");
  // The second half of the own everyday recordings is tested, the first enrolled.
  assert.equal(person!.background.length, 1);
  assert.equal(person!.backgroundHours, person!.background[0]!.hours);
});

test("the same call gives the same figures, on one thread or two", async () => {
  const bare = ({ realTimeFactor: _, people, ...rest }: EvaluationReport) => ({
    ...rest,
    people: people.map(({ trainSeconds: __, ...person }) => person),
  });
  const lines = rows.flatMap((row) => [row, row.replace(",sample,", ",other,").replace(/^/, "copy-")]);
  const dir = makeFolder({ "manifest.csv": manifest(...lines) });
  for (const row of rows) {
    const path = row.split(",")[0]!;
    cpSync(join(SAMPLE, path), join(dir, path));
    cpSync(join(SAMPLE, path), join(dir, `copy-${path}`));
  }
  const one = await evaluate({ recordings: dir, enrol: 5, ...quick });
  const two = await evaluate({ recordings: dir, enrol: 5, ...quick, threads: 2 });
  assert.deepEqual(bare(two), bare(one));
  assert.deepEqual(
    one.people.map(({ person }) => person),
    ["sample", "other"],
  );
  // Both are one and the same person, so the other's takes are heard as the own ones are.
  assert.ok(one.people[0]!.otherPeople.rate! > 0.5);
});

test("with chosen commands the other labels become the person's own other words", async () => {
  const [person] = (await evaluate({ recordings: SAMPLE, enrol: 5, commands: ["turn", "wave"], ...quick }))
    .people;
  assert.deepEqual(person!.commands, ["turn", "wave"]);
  assert.equal(person!.ownOtherWords.tested, 20);
  assert.equal(person!.otherPeople.tested, 0);
  assert.equal(person!.otherPeople.rate, null);
});

test("background folders are streamed for testing only, and counted by folder and in all", async () => {
  const plain = await evaluate({ recordings: SAMPLE, enrol: 5, ...quick });
  const background = folderOf(withLabel("_background"));
  const report = await evaluate({ recordings: SAMPLE, enrol: 5, background: [background], ...quick });
  assert.deepEqual(report.modelIds, plain.modelIds, "what is streamed for testing changes no model");
  const { background: folders, backgroundHours, wrongPerHour } = report.people[0]!;
  assert.equal(folders.length, 2);
  assert.equal(backgroundHours, folders[0]!.hours + folders[1]!.hours);
  assert.equal(wrongPerHour, (folders[0]!.wrong + folders[1]!.wrong) / backgroundHours);
  assert.ok(folders[1]!.hours > folders[0]!.hours, "a folder is streamed whole, of the own recordings half");
});

test("without everyday recordings the rate is null, not zero or NaN", async () => {
  const dir = folderOf(rows.filter((row) => !row.includes("_background")));
  const report = await evaluate({ recordings: dir, enrol: 5, ...quick });
  assert.equal(report.people[0]!.wrongPerHour, null);
  assert.equal(report.mean.wrongPerHour, null);
  assert.equal(report.people[0]!.backgroundHours, 0);
});

test("a person with too few takes to test is listed as skipped with the reason", async () => {
  const dir = folderOf([...withLabel("turn").slice(0, 8), ...withLabel("wave").slice(0, 6)]);
  const report = await evaluate({ recordings: dir, enrol: 5, ...quick });
  assert.deepEqual(report.people, []);
  assert.equal(report.skipped.length, 1);
  assert.match(report.skipped[0]!.reason, /fewer than 2 takes to test of “wave”/);
  assert.equal(report.worst.person, null);
  assert.equal(report.mean.errorRate, null);
});

test("later sessions test only days after the last enrolled one", async () => {
  const dir = folderOf(
    rows
      .filter((row) => !row.includes("_background"))
      .map((row) => {
        const [path, kind, person, label] = row.split(",");
        const take = Number(/-(\d+)\./.exec(path!)![1]);
        return [path, kind, person, label, take > 7 ? 2 : 1, ""].join(",");
      }),
  );
  const later = await evaluate({ recordings: dir, enrol: 5, sessions: "later", ...quick });
  assert.equal(later.people[0]!.tested, 4 * 3);
});

test("a wrong setting or a folder with nobody in it is told before any training", async () => {
  const code = (wanted: string) => (error: unknown) =>
    error instanceof BeckonError && error.fault.code === wanted;
  await assert.rejects(evaluate({ recordings: SAMPLE, enrol: 0 }), code("enrol-range"));
  await assert.rejects(evaluate({ recordings: SAMPLE, enrol: 5, person: "nobody" }), code("no-person"));
  await assert.rejects(
    evaluate({ recordings: SAMPLE, enrol: 5, background: ["nowhere"] }),
    code("folder-missing"),
  );
  await assert.rejects(
    evaluate({ recordings: folderOf(withLabel("_background")), enrol: 5 }),
    code("no-person"),
  );
});
