/** Recordings as they should not be: nothing breaks, and a plain sentence says what is wrong. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import type { MotionSamples, SoundSamples, Take } from "../../common/street.ts";
import { createEngine } from "../../firmware-gen/engine/engine.ts";
import { readImage } from "../../firmware-gen/image/read.ts";
import { readFolder } from "../recordings/folder.ts";
import { enrol } from "../training/enrolment.ts";
import { train } from "../training/train.ts";
import { adviseOnTakes } from "./advise-on-takes.ts";
import type { Advice } from "./advice.ts";

const engine = await createEngine();
const SAMPLE = join(import.meta.dirname, "../sample");
const { takes: sound } = await readFolder(join(SAMPLE, "sound"));
const { takes: motion } = await readFolder(join(SAMPLE, "motion"));

const some = (takes: readonly Take[], count: number, ...labels: readonly string[]): Take[] =>
  labels.flatMap((label) => takes.filter((take) => take.label === label).slice(0, count));
const pcmOf = ({ samples }: Take): Int16Array => (samples as SoundSamples).pcm;
function withPcm(take: Take, pcm: Int16Array, originRateHz = 16000): Take {
  return { ...take, samples: { signal: "sound", pcm, originRateHz } };
}
function moved(take: Take, change: (x: number, y: number, z: number) => readonly number[]): Take {
  const samples = take.samples as MotionSamples;
  const milliG = Int16Array.from(
    Array.from({ length: samples.milliG.length / 3 }, (_, i) => {
      const [x, y, z] = samples.milliG.subarray(3 * i, 3 * i + 3);
      return change(x!, y!, z!);
    }).flat(),
  );
  return { ...take, samples: { ...samples, milliG } };
}
const bad = (advice: readonly Advice[]): (readonly string[])[] =>
  advice.flatMap(({ kind, takes }) => (kind === "bad-take" ? [takes] : []));

test("silence labelled as a command is named take by take, and the other commands get their advice", () => {
  const hush = some(sound, 3, "select").map((take) =>
    withPcm(
      take,
      Int16Array.from(pcmOf(take), (_, i) => (i * 7) % 5),
    ),
  );
  const again = sound.filter(({ label }) => label === "stop").slice(3, 6);
  const advice = adviseOnTakes(engine, [
    ...some(sound, 3, "stop", "page up"),
    ...again.map((take) => ({ ...take, label: "halt" })),
    ...hush,
  ]);
  const empty = advice.filter((one) => one.kind === "bad-take" && one.reason === "empty");
  assert.deepEqual(
    empty.flatMap(({ takes }) => takes),
    hush.map(({ path }) => path),
  );
  assert.match(empty[0]!.sentence, /no sound of “select” stands out/);
  assert.ok(advice.some(({ kind }) => kind === "alike"));
});

test("nothing but silence, and nothing at all, is no crash", () => {
  assert.deepEqual(adviseOnTakes(engine, []), []);
  assert.deepEqual(adviseOnTakes(engine, some(sound, 2, "stop", "page up")), []);
});

test("forty commands with one take each become one model, and each is told to be recorded more", async () => {
  const commands = sound.filter(({ label }) => label !== "_background").slice(0, 40);
  const takes = commands.map((take, i) => ({ ...take, label: `command ${i + 1}` }));
  const { image, report } = await train({ takes });
  assert.equal(readImage(image).classes.length, 40);
  assert.equal(report.advice.filter(({ kind }) => kind === "few-takes").length, 40);
  assert.match(report.warnings.join(), /single take/);
});

test("a take of half a minute is called long, and where no command is in it, that is the reason", () => {
  const [first, ...rest] = some(sound, 5, "stop", "page up");
  const once = pcmOf(first!);
  const quiet = once.subarray(0, 800);
  const long = Int16Array.from({ length: 30 * 16000 }, (_, i) => once[i] ?? quiet[i % 800]!);
  const [found] = adviseOnTakes(engine, [withPcm(first!, long), ...rest]);
  assert.deepEqual([found?.kind, found?.takes], ["bad-take", [first!.path]]);
  assert.match(found!.sentence, /It lasts 30 seconds; stop the recording|goes on for 30 s/);
  const endless = Int16Array.from({ length: 30 * 16000 }, (_, i) =>
    i < 4000 ? quiet[i % 800]! : 4000 * ((i % 90) / 45 - 1),
  );
  const { warnings } = enrol(engine, [withPcm(first!, endless), ...rest]);
  assert.match(warnings.join(), /stop-01.*it goes on for 30 s, and nothing in it is as short as a command/);
});

test("takes of a telephone among others are told, with their number", () => {
  const [first, second, ...rest] = some(sound, 5, "stop", "page up");
  const { warnings, originRateHz } = enrol(engine, [
    withPcm(first!, pcmOf(first!), 8000),
    withPcm(second!, pcmOf(second!), 8000),
    ...rest.map((take) => withPcm(take, pcmOf(take), 48000)),
  ]);
  assert.equal(originRateHz, 8000);
  assert.match(warnings.join(), /2 of 10 takes were made at 8000 Hz .* with one microphone/);
  assert.deepEqual(enrol(engine, some(sound, 5, "stop", "page up")).warnings, []);
});

test("a take whose axes were swapped or mirrored is unlike its command's others", () => {
  const takes = some(motion, 5, "turn", "wave", "lift", "knock");
  assert.deepEqual(bad(adviseOnTakes(engine, takes)), []);
  const changes = {
    "x and y swapped": (x: number, y: number, z: number) => [y, x, z],
    "z mirrored": (x: number, y: number, z: number) => [x, y, -z],
  };
  for (const [name, change] of Object.entries(changes)) {
    const at = takes.findIndex(({ label }) => label === "lift") + 2;
    const advice = adviseOnTakes(engine, takes.with(at, moved(takes[at]!, change)));
    assert.deepEqual(bad(advice), [[takes[at]!.path]], name);
  }
});
