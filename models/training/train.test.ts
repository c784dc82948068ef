import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { BeckonError } from "../../common/errors.ts";
import type { Take } from "../../common/street.ts";
import { readImage } from "../../firmware-gen/image/read.ts";
import { readFolder } from "../recordings/folder.ts";
import { train, type TrainProgress } from "./train.ts";
import { trainInThread } from "./train-in-thread.ts";

const sample = (signal: string): string => fileURLToPath(new URL(`../sample/${signal}`, import.meta.url));
const motion = (await readFolder(sample("motion"))).takes;

/** The first `count` takes of each of these commands. */
function some(takes: readonly Take[], labels: readonly string[], count: number): Take[] {
  return labels.flatMap((label) => takes.filter((take) => take.label === label).slice(0, count));
}

function hasNaN(value: unknown): boolean {
  if (typeof value === "number") return !Number.isFinite(value);
  return typeof value === "object" && value !== null && Object.values(value).some(hasNaN);
}

test("both heads are tried, the network is taken if it is clearly better, and a thread gives the same bytes", async () => {
  const takes = some(motion, ["turn", "wave"], 4);
  const seen: TrainProgress[] = [];
  const { image, report } = await train({ takes, seed: 3, onProgress: (progress) => seen.push(progress) });
  assert.deepEqual(
    report.heads.map(({ head }) => head),
    ["template", "dense"],
  );
  const [template, dense] = report.heads;
  assert.equal(report.head, dense!.criterion < 0.7 * template!.criterion ? "dense" : "template");
  assert.equal(report.folds, 3);
  assert.ok(report.epochs > 0);
  for (const trial of report.heads) assert.equal(trial.tested, takes.length, "each take is left out once");
  assert.ok(!hasNaN(report));
  seen.forEach(({ done }, i) => assert.ok(done >= (seen[i - 1]?.done ?? 0) && done <= 1));
  assert.equal(seen.at(-1)!.done, 1);

  const again = await trainInThread({ takes, seed: 3 });
  assert.deepEqual(again.image, image);
  assert.equal(again.report.imageId, report.imageId);
});

test("the report tells what is in the image", async () => {
  const { image, report } = await train({ takes: some(motion, ["turn", "lift"], 3), head: "template" });
  const read = readImage(image);
  assert.equal(report.imageId, read.imageId);
  assert.equal(report.modelId, read.modelId);
  assert.equal(report.imageBytes, image.length);
  assert.equal(report.arenaBytes, read.arenaBytes);
  assert.deepEqual(
    read.classes.map(({ label }) => label),
    ["turn", "lift"],
  );
  assert.equal(read.head.kind, "template");
});

test("the dense head's image scores commands and two classes that never make an event", async () => {
  const { image } = await train({ takes: some(motion, ["turn", "lift"], 3), head: "dense" });
  const read = readImage(image);
  assert.equal(read.head.kind, "dense");
  assert.deepEqual(
    read.classes.map(({ label, command }) => [label, command]),
    [
      ["turn", true],
      ["lift", true],
      ["_background", false],
      ["_other", false],
    ],
  );
});

test("with one take of a command nothing can be compared: the template head, and a warning that says so", async () => {
  const { report } = await train({ takes: [...some(motion, ["turn"], 4), ...some(motion, ["wave"], 1)] });
  assert.equal(report.head, "template");
  assert.deepEqual(report.heads, []);
  assert.equal(report.folds, 0);
  assert.match(report.warnings.join(), /single take/);
  assert.match(report.advice.map(({ sentence }) => sentence).join(), /“wave” has only 1 take/);
  assert.ok(!hasNaN(report));
});

test("a single command is trained, with a warning that nothing shows what it is not", async () => {
  const { report } = await train({ takes: some(motion, ["turn"], 1) });
  assert.match(report.warnings.join(), /only one command, “turn”/);
});

test("own everyday recordings only ever make thresholds stricter", async () => {
  const takes = some(motion, ["turn", "lift", "wave"], 4);
  const everyday = motion.filter(({ label }) => label === "_background");
  assert.ok(everyday.length > 0);
  const thresholds = async (more: readonly Take[]): Promise<number[]> =>
    readImage((await train({ takes: [...takes, ...more], head: "template" })).image).classes.map(
      (c) => c.threshold,
    );
  const without = await thresholds([]);
  (await thresholds(everyday)).forEach((threshold, c) => assert.ok(threshold >= without[c]!));
});

test("commands choose among the labels, and one that is not there is named", async () => {
  const { image } = await train({ takes: motion, commands: ["wave"], head: "template" });
  assert.deepEqual(
    readImage(image).classes.map(({ label }) => label),
    ["wave"],
  );
  await assert.rejects(train({ takes: motion, commands: ["wafe"] }), (error) => {
    assert.ok(error instanceof BeckonError);
    assert.equal(error.fault.code, "unknown-command");
    assert.match(error.message, /“wafe”.*“wave”/);
    return true;
  });
});

test("a cancelled training in a thread ends with the reason, and its thread with it", async () => {
  const controller = new AbortController();
  const running = trainInThread({
    takes: some(motion, ["turn", "lift"], 4),
    signal: controller.signal,
    onProgress: () => controller.abort(new Error("the person closed the window")),
  });
  await assert.rejects(running, /the person closed the window/);
});

test("a fault of the takes crosses the thread with its words", async () => {
  await assert.rejects(
    trainInThread({ takes: [] }),
    (error) => error instanceof BeckonError && error.fault.code === "no-takes",
  );
});
