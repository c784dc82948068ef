/** What the listener keeps must count exactly as the runtime does, at every threshold and however the sound came. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { createRandom } from "../../common/random.ts";
import { BACKGROUND_LABEL, type Take } from "../../common/street.ts";
import { createEngine, type Engine } from "../../firmware-gen/engine/engine.ts";
import { readImage } from "../../firmware-gen/image/read.ts";
import { scoringId, withThresholds } from "../../firmware-gen/image/thresholds.ts";
import { laySound } from "../features/lay.ts";
import { MOST_SURE, stepOf, thresholdAt } from "../heads/sureness.ts";
import { readFolder } from "../recordings/folder.ts";
import { soundOf } from "../training/enrolment.ts";
import { train } from "../training/train.ts";
import { rateUpperBound } from "./intervals.ts";
import { type Candidate, eventsOf } from "./soak-count.ts";
import { createSoakListener, pieceLength, type SoakPiece, warmUpLength } from "./soak-listener.ts";

const SAMPLE = fileURLToPath(new URL("../sample/sound", import.meta.url));
/** An afternoon; a tenth of it in the short run. */
const HOURS = process.env.BECKON_FULL === "1" ? 6 : 0.6;
const WORDS = ["scroll down", "go back", "stop"];

describe("a soak of the sample person", () => {
  let engine: Engine;
  let image: Uint8Array;
  let learned: number[];
  /** Talk and kitchen, with unheard takes between: known commands in ordinary life. */
  let life: Int16Array;
  /** Takes that training has not heard. */
  let said: Take[];

  before(async () => {
    engine = await createEngine();
    const { takes } = await readFolder(SAMPLE);
    const enrolling = WORDS.flatMap((word) => takes.filter(({ label }) => label === word).slice(0, 5));
    ({ image } = await train({ takes: enrolling, head: "template" }));
    learned = readImage(image).classes.map(({ threshold }) => threshold);
    said = WORDS.flatMap((word) => takes.filter(({ label }) => label === word).slice(5));
    const everyday = takes.filter(({ label }) => label === BACKGROUND_LABEL);
    const sounds = [...everyday, ...said].map(soundOf);
    life = laySound(sounds, 10, createRandom(3), 1500).pcm;
  });

  const atStep = (step: number): number[] => learned.map((value) => thresholdAt("template", value, step));
  const byLabel = (thresholds: readonly number[]): Map<string, number> =>
    new Map(readImage(image).classes.map(({ label }, c) => [label, thresholds[c]!]));

  function listen(pcm: Int16Array, block: number, options: { before?: number; warmUp?: Int16Array } = {}) {
    const listener = createSoakListener(engine, image, { least: byLabel(atStep(0)), ...options });
    const pieces: SoakPiece[] = [];
    for (let at = 0; at < pcm.length; at += block)
      pieces.push(...listener.push(pcm.subarray(at, at + block)));
    const rest = listener.end();
    return rest === null ? pieces : [...pieces, rest];
  }

  const countAt = (pieces: readonly SoakPiece[], thresholds: readonly number[]): [string, number][] => {
    const { margin, refractoryMs } = readImage(image);
    const candidates: readonly Candidate[] = pieces.flatMap((piece) => piece.candidates);
    return eventsOf(candidates, { thresholds: byLabel(thresholds), margin, refractoryMs }).map(
      ({ label, decidedMs }) => [label, decidedMs],
    );
  };

  it("counts at every step what an image with that threshold decides", () => {
    const pieces = listen(life, 4096);
    assert.equal(
      pieces.reduce((sum, { samples }) => sum + samples, 0),
      life.length,
    );
    const counts = Array.from({ length: MOST_SURE + 1 }, (_, step) => {
      const session = engine.open(withThresholds(image, atStep(step)));
      session.pushSound(life);
      const real = session.takeEvents().map(({ command, decidedMs }) => [command, decidedMs]);
      assert.deepEqual(countAt(pieces, atStep(step)), real, `step ${step}`);
      return real.length;
    });
    assert(counts[0]! > counts[10]!, `${counts} falls with the step`);
    assert(counts[3]! >= 9, `of 15 unheard takes at least 9 are heard: ${counts}`);
    const mixed = [atStep(0)[0]!, atStep(3)[1]!, atStep(8)[2]!];
    const session = engine.open(withThresholds(image, mixed));
    session.pushSound(life);
    assert.equal(countAt(pieces, mixed).length, session.takeEvents().length);
  });

  it("gives the same whatever blocks the sound comes in, and the sound around each", () => {
    const whole = listen(life, life.length);
    const small = listen(life, 777);
    assert.deepEqual(whole, small);
    for (const { candidates } of whole) {
      for (const { sound } of candidates) {
        assert(sound.length > 16_000 && sound.length < 6 * 16_000, `${sound.length} samples`);
        assert(sound.some((value) => Math.abs(value) > 300));
      }
    }
  });

  it("goes on where it was cut, counting nothing twice and next to nothing less", () => {
    const cut = 5 * pieceLength("sound");
    const first = listen(life.subarray(0, cut), 5000);
    const second = listen(life.subarray(cut), 5000, {
      before: cut,
      warmUp: life.subarray(cut - warmUpLength("sound"), cut),
    });
    const whole = countAt(listen(life, 5000), learned);
    const both = countAt([...first, ...second], learned);
    const differs = (a: [string, number][], b: [string, number][]): number =>
      a.filter(([label, ms]) => !b.some(([other, at]) => other === label && Math.abs(at - ms) < 100)).length;
    assert(whole.length >= 9);
    assert(differs(whole, both) + differs(both, whole) <= 1, JSON.stringify({ whole, both }));
  });

  it("calls a piece quiet in which the gate found nothing, and no piece with talk", () => {
    const random = createRandom(5);
    const room = Int16Array.from({ length: 3 * pieceLength("sound") }, () => Math.round(6 * random.normal()));
    const talk = life.subarray(0, 2 * pieceLength("sound"));
    const sound = new Int16Array(room.length + talk.length);
    sound.set(room);
    sound.set(talk, room.length);
    const quiet = listen(sound, 4000).map((piece) => piece.quiet);
    assert.deepEqual(quiet.slice(1), [true, true, false, false]);
  });

  it(`finds in ${HOURS} hours exactly what was planted, with its three bounds`, () => {
    const random = createRandom(9);
    const room = (seconds: number): Int16Array =>
      Int16Array.from({ length: seconds * 16_000 }, () => Math.round(10 * random.normal()));
    const minute = room(60);
    const heard = WORDS.map((word) => said.filter(({ label }) => label === word)).map((takes) =>
      takes.map(soundOf).find(({ pcm }) => {
        const session = engine.open(image);
        for (const part of [minute.subarray(0, 32_000), pcm, minute.subarray(0, 32_000)])
          session.pushSound(part);
        return session.takeEvents().length === 1;
      }),
    );
    const planted = [[], [0.21], [0.4, 0.83]].map((places) =>
      places.map((share) => Math.floor(share * HOURS * 60)),
    );
    const listener = createSoakListener(engine, image, { least: byLabel(learned) });
    const pieces: SoakPiece[] = [];
    for (let at = 0; at < HOURS * 60; at++) {
      pieces.push(...listener.push(minute));
      planted.forEach((places, w) => {
        if (places.includes(at)) pieces.push(...listener.push(heard[w]!.pcm));
      });
    }
    const counts = countAt(pieces, learned).map(([label]) => label);
    const hours = pieces.reduce((sum, { samples }) => sum + samples, 0) / 16_000 / 3600;
    assert(Math.abs(hours - HOURS) < 0.01);
    const most = WORDS.map(
      (word) => rateUpperBound(counts.filter((label) => label === word).length, hours)! * hours,
    );
    assert.deepEqual(
      most.map((value) => value.toFixed(2)),
      ["3.00", "4.74", "6.30"],
    );
    assert.equal(counts.length, 3);
    assert(pieces.filter(({ quiet }) => quiet).length > pieces.length - 10, "the rest was quiet");
  });

  it("knows an image with other thresholds as the same scoring, and any other as another", () => {
    const other = withThresholds(image, atStep(7));
    assert.equal(scoringId(other), scoringId(image));
    assert.notEqual(readImage(other).modelId, readImage(image).modelId);
    assert.deepEqual(withThresholds(other, learned), image);
    assert.throws(() => withThresholds(image, [1]), RangeError);
    assert.throws(
      () =>
        withThresholds(
          image,
          learned.map(() => 40_000),
        ),
      RangeError,
    );
  });
});

describe("steps of sureness", () => {
  for (const head of ["template", "dense"] as const) {
    for (const learned of head === "template" ? [31_000, 20_000, 32_766] : [16_384, 29_490, 32_760]) {
      it(`never fall, and lead back to their step (${head}, ${learned})`, () => {
        const thresholds = Array.from({ length: MOST_SURE + 1 }, (_, step) =>
          thresholdAt(head, learned, step),
        );
        assert.deepEqual(
          thresholds,
          [...thresholds].sort((a, b) => a - b),
        );
        assert(thresholds.every((value) => Number.isInteger(value) && value >= -32768 && value <= 32767));
        assert.equal(thresholds[3], learned);
        assert.equal(stepOf(head, learned, learned), 3);
        assert.equal(thresholds[stepOf(head, learned, thresholds[8]!)], thresholds[8]);
      });
    }
  }
});
