import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { createRandom } from "../../common/random.ts";
import type { Take } from "../../common/street.ts";
import { createEngine } from "../../firmware-gen/engine/engine.ts";
import { readImage } from "../../firmware-gen/image/read.ts";
import { hearAll } from "../evaluation/compare.ts";
import { readFolder } from "../recordings/folder.ts";
import { enrol } from "./enrolment.ts";
import { makeExamples } from "./examples.ts";
import { train } from "./train.ts";

const sample = fileURLToPath(new URL("../sample/sound", import.meta.url));
const { takes: all } = await readFolder(sample);
const COMMANDS = ["scroll down", "page up", "stop"];
const OTHERS = ["select", "go back", "open menu"];
const some = (labels: readonly string[], from: number, to: number): Take[] =>
  labels.flatMap((label) => all.filter((one) => one.label === label).slice(from, to));
const engine = await createEngine();

/** How many of these the image takes for a command. */
function made(image: Uint8Array, mistakes: readonly Take[]): boolean[] {
  const kept = { takes: some(COMMANDS, 0, 5), mistakes, everyday: [] };
  return hearAll(engine, { image, heard: [] }, kept).mistakes.map((as) => as !== null);
}
const count = (list: readonly boolean[]): number => list.filter(Boolean).length;

test("a word that was marked as wrong is refused from then on, also when it is said again", async () => {
  const takes = some(COMMANDS, 0, 5);
  const { image: before } = await train({ takes, head: "template" });
  const said = some(OTHERS, 0, 5);
  const wrong = made(before, said);
  const mistakes = said.filter((_, i) => wrong[i]).slice(0, 6);
  assert.equal(mistakes.length, 6, "the sample's other words are taken for commands");
  const { image, report } = await train({ takes, mistakes, head: "template" });
  assert.equal(count(made(image, mistakes)), 0);
  const later = some(OTHERS, 5, 10);
  assert.ok(count(made(image, later)) < count(made(before, later)) / 2);
  const hears = ({ as, path }: { as: string | null; path: string }): boolean =>
    takes.some((take) => take.path === path && take.label === as);
  assert.ok(
    report.heard.filter(hears).length >= 13,
    "the first takes are still heard while they are left out",
  );
});

test("a mistake is a class of its own that makes no event", async () => {
  const mistakes = some(["page up"], 5, 7);
  const { image } = await train({ takes: some(COMMANDS, 0, 5), mistakes, head: "template" });
  assert.deepEqual(
    readImage(image).classes.map(({ label, command }) => [label, command]),
    [...COMMANDS.map((label) => [label, true]), ["_other", false], ["_other", false]],
  );
});

test("what is silent, or far from every command, costs nothing", async () => {
  const pcm = new Int16Array(16000);
  const silence: Take = {
    ...all[0]!,
    path: "silence",
    samples: { signal: "sound", pcm, originRateHz: 16000 },
  };
  const takes = some(COMMANDS, 0, 5);
  const { image } = await train({ takes, mistakes: [silence], head: "template" });
  assert.deepEqual(image, (await train({ takes, head: "template" })).image);
});

test("the dense head learns from variants of each mistake", () => {
  const examplesOf = (mistakes: readonly Take[]): number =>
    makeExamples(engine, enrol(engine, some(COMMANDS, 0, 2), { mistakes }), 10, [], createRandom(1), {
      variants: 3,
      others: 0,
      noises: 0,
    }).filter(({ classIndex }) => classIndex === COMMANDS.length + 1).length;
  assert.equal(examplesOf([]), 0);
  assert.ok(examplesOf(some(["select"], 0, 2)) > 4, "more than the mistakes and one variant of each");
});
