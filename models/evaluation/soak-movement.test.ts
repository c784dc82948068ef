/** The same for movement: what is kept counts exactly as the runtime decides, and rest is told from movement. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { BACKGROUND_LABEL, type MotionSamples } from "../../common/street.ts";
import { createEngine } from "../../firmware-gen/engine/engine.ts";
import { readImage } from "../../firmware-gen/image/read.ts";
import { withThresholds } from "../../firmware-gen/image/thresholds.ts";
import { layMotion } from "../features/lay.ts";
import { thresholdAt } from "../heads/sureness.ts";
import { readFolder } from "../recordings/folder.ts";
import { motionOf } from "../training/enrolment.ts";
import { train } from "../training/train.ts";
import { eventsOf } from "./soak-count.ts";
import { createSoakListener, pieceLength, type SoakPiece, warmUpLength } from "./soak-listener.ts";

const engine = await createEngine();
const { takes } = await readFolder(join(import.meta.dirname, "../sample/motion"));
const LABELS = ["lift", "wave", "knock"];
const of = (label: string): MotionSamples[] =>
  takes.filter((take) => take.label === label).map((take) => motionOf(take));
const enrolled = LABELS.flatMap((label) => takes.filter((take) => take.label === label).slice(0, 5));
const { image } = await train({ takes: enrolled, head: "template" });
const { classes, margin, refractoryMs } = readImage(image);
const atStep = (step: number): number[] =>
  classes.map(({ threshold }) => thresholdAt("template", threshold, step));
const byLabel = (thresholds: readonly number[]) =>
  new Map(classes.map(({ label }, c) => [label, thresholds[c]!] as const));
/** Everyday movement, and movements that training never felt. */
const life = layMotion([...of(BACKGROUND_LABEL), ...LABELS.flatMap((label) => of(label).slice(5))]).milliG;

function feel(values: Int16Array, block: number, before = 0, warmUp = new Int16Array(0)): SoakPiece[] {
  const listener = createSoakListener(engine, image, { least: byLabel(atStep(0)), before, warmUp });
  const pieces: SoakPiece[] = [];
  for (let at = 0; at < values.length; at += block)
    pieces.push(...listener.push(values.subarray(at, at + block)));
  return [...pieces, listener.end()].filter((piece) => piece !== null);
}

const countAt = (pieces: readonly SoakPiece[], thresholds: readonly number[]) =>
  eventsOf(
    pieces.flatMap(({ candidates }) => candidates),
    { thresholds: byLabel(thresholds), margin, refractoryMs },
  ).map(({ label, decidedMs }) => [label, decidedMs]);

test("counts movement at every step as an image with that threshold decides, in whatever blocks it comes", () => {
  const pieces = feel(life, 12);
  assert.deepEqual(feel(life, 3 * 997), pieces);
  assert.equal(
    pieces.reduce((sum, { samples }) => sum + samples, 0),
    life.length,
  );
  for (const step of [0, 3, 10]) {
    const session = engine.open(withThresholds(image, atStep(step)), { rateHz: 50 });
    session.pushMotion(life);
    const real = session.takeEvents().map(({ command, decidedMs }) => [command, decidedMs]);
    assert.deepEqual(countAt(pieces, atStep(step)), real, `step ${step}`);
    if (step === 3) assert.ok(real.length >= 9, `of 15 unfelt takes at least 9 are felt: ${real.length}`);
  }
  for (const { candidates } of pieces) {
    for (const { sound } of candidates) {
      assert.ok(sound.length % 3 === 0 && sound.length > 150 && sound.length < 6 * 150, `${sound.length}`);
    }
  }
});

test("rest is quiet, and what was cut goes on", () => {
  const piece = pieceLength("motion");
  const still = new Int16Array(3 * piece).map((_, i) => (i % 3 === 2 ? 1000 : 0) + ((i * 7) % 5) - 2);
  const quiet = feel(still, 12).map((one) => one.quiet);
  assert.deepEqual(quiet.slice(1), [true, true]);
  const cut = 2 * piece;
  const warmUp = life.slice(cut - warmUpLength("motion"), cut);
  const both = [...feel(life.subarray(0, cut), 12), ...feel(life.subarray(cut), 12, cut, warmUp)];
  const whole = countAt(feel(life, 12), atStep(3));
  assert.ok(Math.abs(countAt(both, atStep(3)).length - whole.length) <= 1);
});
