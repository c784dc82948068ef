import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "../../common/random.ts";
import { createEngine, DISTANCE_FAR } from "../../firmware-gen/engine/engine.ts";
import { buildImage } from "../../firmware-gen/image/build.ts";
import { PLAIN_TEMPLATES, type TemplateSettings } from "../../firmware-gen/image/settings.ts";
import { replay } from "../features/replay.ts";
import { openGate } from "../features/gate.ts";
import { laySound } from "../features/lay.ts";
import { featuresOf, framesOf, segmentAt, segmentsIn } from "../features/segments.ts";
import { leaveOneOut, trainTemplateHead } from "./template.ts";

const engine = await createEngine();
const random = createRandom(5);
const settings = { ...PLAIN_TEMPLATES, channels: 40, level: true, euclid: true, nearest: 2 } as const;

/** Chirps that rise or fall, each a little otherwise. */
function chirp(rising: boolean): Int16Array {
  const length = 6400 + random.integer(1600);
  const base = random.between(500, 600);
  let phase = 0;
  return Int16Array.from({ length }, (_, i) => {
    const share = rising ? i / length : 1 - i / length;
    phase += (2 * Math.PI * (base + 1500 * share)) / 16000;
    return Math.round(6000 * Math.sin(phase) + 100 * random.normal());
  });
}

/**
 * How takes may be kept: as they are, four bits a value, or several times, each so many frames late. What stands
 * twice is as near twice: were it two takes, they would be averaged with each other instead of with the next take.
 */
const WAYS = [
  { way: "as it is", coarse: false, lates: [0] },
  { way: "in four bits a value", coarse: true, lates: [0] },
  { way: "in several phases", coarse: true, lates: [0, 0, 1] },
];

for (const { way, coarse, lates } of WAYS) {
  test(`a take's own distance is what the runtime says of it when it is no template, kept ${way}`, () => {
    mustAgree({ ...settings, direction: 8, coarse }, lates);
  });
}

function mustAgree(settings: TemplateSettings, lates: readonly number[]): void {
  const classOf = [0, 1, 0, 1, 0, 1];
  const takes = classOf.map((c) => ({ signal: "sound" as const, pcm: chirp(c === 0), originRateHz: 16000 }));
  const laid = laySound(takes, 30, createRandom(1));
  const samples = { signal: "sound" as const, pcm: laid.pcm, originRateHz: 16000 };
  const features = featuresOf(engine, samples);
  const gate = openGate("sound", features.levels, features.levels);
  const segments = segmentsIn(engine, features, gate);
  const own = laid.places.map((place, i) => {
    const segment = segmentAt(segments, place, "sound")!;
    const phases = lates.map((late) => framesOf(features, segment.start - late, segment.frames));
    return { classIndex: classOf[i]!, phases };
  });
  const { own: distances } = leaveOneOut(engine, own, 2, settings);
  takes.forEach((_, left) => {
    const others = own.filter((_, i) => i !== left);
    const head = trainTemplateHead(engine, others, 2, settings, {
      reach: 1.5,
      leastReach: 1,
      ownShare: 0.5,
      bankShare: 0,
      negativesAllowed: 0,
    });
    const image = buildImage({
      signal: "sound",
      classes: ["rise", "fall"].map((label) => ({ label, command: true, threshold: 0 })),
      head: { kind: "template", ...head },
      gate,
      refractoryMs: 0,
      margin: 0,
    });
    const segment = replay(engine, image, samples).segments[left]!;
    // Its first row is the phase in which it lies in the stream.
    assert.equal(segment.scores[classOf[left]!], DISTANCE_FAR - distances[left * lates.length]!);
  });
}

test("a room is left aside where noise would let strangers in", () => {
  const [direction, frames] = [2, 4];
  const channels = direction + frames;
  const withRoom = { ...settings, channels, direction, room: true };
  /** Four vectors that point one way, their frames loud in one place and silent (or not) in the others. */
  const word = (loud: number, silence: number): Int8Array =>
    Int8Array.from({ length: 4 * channels }, (_, i) => {
      const c = (i % channels) - direction;
      return c < 0 ? 100 : c === loud ? 100 : silence - 3 * c;
    });
  const takes = [word(0, -90), word(0, -91), word(0, -89)].map((vectors) => ({
    classIndex: 0,
    phases: [vectors],
  }));
  const rule = { reach: 1.5, leastReach: 1, ownShare: 0.5, bankShare: 0, negativesAllowed: 0 };
  const roomWith = (bank: readonly Int8Array[]): boolean =>
    trainTemplateHead(engine, takes, 1, withRoom, rule, { everyday: [], bank, mistakes: [] }).settings.room;
  // Told apart by another loud place, which noise does not cover…
  assert.equal(roomWith(Array.from({ length: 100 }, () => word(2, -90))), true);
  // …and by nothing but how silent its silence is, which noise does.
  assert.equal(roomWith(Array.from({ length: 100 }, () => word(0, -70))), false);
});
