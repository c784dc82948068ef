/** The sample person's movements with the wearable put on in every right-angled way, and askew. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import type { Take } from "../../common/street.ts";
import { createEngine } from "../../firmware-gen/engine/engine.ts";
import { readFolder } from "../recordings/folder.ts";
import { motionOf } from "../training/enrolment.ts";
import { train } from "../training/train.ts";
import { judge } from "./judge.ts";
import { clip16, layMotion } from "./lay.ts";
import { replay } from "./replay.ts";
import { featuresOf, framesOf, segmentAt, segmentsIn } from "./segments.ts";
import { checkWear, type KnownMovement, rightAngles, type Rotation, turnVectors } from "./wear.ts";

const engine = await createEngine();
const { takes } = await readFolder(join(import.meta.dirname, "../sample/motion"));
const labels = [...new Set(takes.map(({ label }) => label))].filter((label) => !label.startsWith("_"));
const of = (label: string): Take[] => takes.filter((take) => take.label === label);
const { image, enrolment } = await train({
  takes: labels.flatMap((label) => of(label).slice(0, 5)),
  head: "template",
});
/** About an axis along no edge. */
const ASKEW: Rotation = [0.8047, -0.3106, 0.5059, 0.5059, 0.8047, -0.3106, -0.3106, 0.5059, 0.8047];

const turned = (take: Take, rotation: Rotation): Int16Array =>
  Int16Array.from(turnVectors(motionOf(take).milliG, rotation), clip16);
const { rateHz } = motionOf(takes[0]!);
const lay = (moves: readonly Int16Array[]) =>
  layMotion(moves.map((milliG) => ({ signal: "motion", milliG, rateHz })));

function movementOf(label: string, milliG: Int16Array): KnownMovement {
  const { places, ...laid } = lay([milliG]);
  const features = featuresOf(engine, { signal: "motion", ...laid });
  const segment = segmentAt(segmentsIn(engine, features, enrolment.openGate), places[0]!, "motion")!;
  const classIndex = enrolment.labels.indexOf(label);
  return {
    worn: framesOf(features, segment.start, segment.frames),
    enrolled: enrolment.takes.filter((take) => take.classIndex === classIndex).map(({ frames }) => frames),
  };
}

/** @param back what the wearable was told, or undefined. */
function hits(worn: Rotation, back?: Rotation): number {
  const tested = labels.flatMap((label) => of(label).slice(6));
  const { places, ...laid } = lay(tested.map((take) => turned(take, worn)));
  const milliG = back ? Int16Array.from(turnVectors(laid.milliG, back), clip16) : laid.milliG;
  const events = replay(engine, image, { signal: "motion", ...laid, milliG }).events;
  const {
    tested: all,
    missed,
    confused,
  } = judge(
    tested.map(({ label }, i) => ({ label, place: places[i]! })),
    events.filter(({ phase }) => phase !== "refused"),
  );
  return (all - missed - confused) / all;
}

const checked = (worn: Rotation) =>
  checkWear(labels.slice(0, 3).map((label) => movementOf(label, turned(of(label)[5]!, worn))));

test("turned through the 24 positions and askew, three movements bring at least 95 % of the hits back", () => {
  const asRecorded = hits(rightAngles()[0]!);
  assert.ok(asRecorded > 0.9);
  for (const worn of [...rightAngles().slice(1), ASKEW]) {
    assert.ok(hits(worn) < asRecorded * 0.7, `without the check: ${worn.join()}`);
    const { verdict, rotation, degrees } = checked(worn);
    assert.equal(verdict, "turned", worn.join());
    assert.ok(hits(worn, rotation) >= 0.95 * asRecorded, `after the check: ${worn.join()}`);
    assert.ok(degrees > 25 && degrees <= 180);
  }
});

test("worn as before nothing is turned", () => {
  const wear = checked(rightAngles()[0]!);
  assert.deepEqual(wear, { verdict: "as-before", rotation: rightAngles()[0], degrees: 0 });
});

test("other movements than were asked for are not taken for a turn", () => {
  const movements = labels.slice(0, 3).map((label, i) => ({
    ...movementOf(label, motionOf(of(label)[5]!).milliG),
    worn: movementOf(labels[(i + 1) % 3]!, turned(of(labels[(i + 1) % 3]!)[5]!, ASKEW)).worn,
  }));
  assert.equal(checkWear(movements).verdict, "unknown");
});

test("a single take of a single command still tells a turn", () => {
  const { worn, enrolled } = movementOf(labels[0]!, turned(of(labels[0]!)[5]!, rightAngles()[4]!));
  assert.equal(checkWear([{ worn, enrolled: enrolled.slice(0, 1) }]).verdict, "turned");
});
