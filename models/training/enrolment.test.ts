import assert from "node:assert/strict";
import { test } from "node:test";
import { BeckonError } from "../../common/errors.ts";
import { createRandom } from "../../common/random.ts";
import type { Take } from "../../common/street.ts";
import { createEngine } from "../../firmware-gen/engine/engine.ts";
import { enrol } from "./enrolment.ts";

const engine = await createEngine();
const random = createRandom(9);

function take(path: string, label: string, pcm: Int16Array): Take {
  const samples = { signal: "sound" as const, pcm, originRateHz: 16000 };
  return { path, person: "p", label, session: 1, source: "test", samples, warnings: [] };
}

/** Half a second of a buzz in a quiet second. */
function word(hz: number): Int16Array {
  return Int16Array.from({ length: 16000 }, (_, i) => {
    const loud = i > 4000 && i < 12000 ? 5000 : 0;
    return Math.round(loud * Math.sign(Math.sin((2 * Math.PI * hz * i) / 16000)) + 20 * random.normal());
  });
}

function quietTake(path: string, label: string, seconds: number): Take {
  return take(
    path,
    label,
    Int16Array.from({ length: seconds * 16000 }, () => Math.round(20 * random.normal())),
  );
}

function motionTake(path: string, label: string, count: number): Take {
  const milliG = new Int16Array(count * 3);
  for (let i = 0; i < count; i++) {
    milliG[i * 3] = i > count / 3 && i < (2 * count) / 3 ? Math.round(900 * Math.sin(i)) : 0;
    milliG[i * 3 + 2] = 1000;
  }
  return {
    path,
    person: "p",
    label,
    session: 1,
    source: "test",
    samples: { signal: "motion", milliG, rateHz: 50 },
    warnings: [],
  };
}

const five = (label: string, hz: number): Take[] =>
  Array.from({ length: 5 }, (_, i) => take(`${label}-${i + 1}.wav`, label, word(hz + i)));

/** The fault that enrolling these takes ends with. */
function faultOf(takes: readonly Take[]) {
  try {
    enrol(engine, takes);
  } catch (error) {
    assert.ok(error instanceof BeckonError, `${error}`);
    return error.fault;
  }
  return assert.fail("nothing was refused");
}

test("each take gives the segment of its command, cut out by the runtime's gate", () => {
  const { takes, labels, warnings, gate } = enrol(engine, [...five("up", 200), ...five("down", 400)]);
  assert.deepEqual(labels, ["up", "down"]);
  assert.equal(takes.length, 10);
  for (const { frames } of takes)
    assert.ok(Math.abs(frames.length / 40 - 25) <= 3, `${frames.length / 40} frames`);
  assert.ok(gate.minFrames < 25 && gate.maxFrames > 25);
  assert.deepEqual(warnings, []);
});

test("B32: no take of a command at all is refused, and says what to record", () => {
  assert.equal(faultOf([]).code, "no-takes");
  assert.equal(faultOf([quietTake("tv.wav", "_background", 3)]).code, "no-takes");
});

test("B32: three seconds of quiet as a take are left out by name, and refused when they are all there is", () => {
  const { takes, warnings } = enrol(engine, [...five("up", 200), quietTake("up-6.wav", "up", 3)]);
  assert.equal(takes.length, 5);
  assert.match(warnings.join(), /up-6\.wav.*no sound of “up”/);
  const fault = faultOf([...five("up", 200), quietTake("down-1.wav", "down", 3)]);
  assert.equal(fault.code, "take-empty");
  assert.equal(fault.thing, "down-1.wav");
});

test("B32: a motion take of three rows is called too short, with its name and length", () => {
  const fault = faultOf([motionTake("nod-1.csv", "nod", 100), motionTake("wave-1.csv", "wave", 3)]);
  assert.equal(fault.code, "take-short");
  assert.equal(fault.thing, "wave-1.csv");
  assert.match(fault.problem, /3 samples \(0\.06 s\)/);
});

test("B32: identical copies count once, and the twin is named, also under another label", () => {
  const up = five("up", 200);
  const copy = { ...up[0]!, path: "copy.wav", label: "down" };
  const { takes, warnings } = enrol(engine, [
    ...up,
    ...five("down", 400),
    { ...up[1]!, path: "again.wav" },
    copy,
  ]);
  assert.equal(takes.length, 10);
  assert.match(warnings.join(), /again\.wav: it is the same recording as up-2\.wav\. It was counted once/);
  assert.match(warnings.join(), /copy\.wav: it is the same recording as up-1\.wav, which is labelled “up”/);
});

test("B32: a take half of exact zeros still gives its command", () => {
  const pcm = word(300);
  pcm.fill(0, 0, 3500);
  const { takes } = enrol(engine, [...five("up", 200), take("half.wav", "half", pcm)]);
  const frames = takes[5]!.frames.length / 40;
  // After digital silence the room's own noise may count as the word's beginning, for the pre-roll's 8 frames.
  assert.ok(frames >= 22 && frames <= 36, `${frames} frames`);
});

test("sound and movement do not mix in one model", () => {
  assert.equal(faultOf([...five("up", 200), motionTake("nod-1.csv", "nod", 100)]).code, "mixed-signals");
});
