import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BeckonError } from "../../common/errors.ts";
import { buildImage, type ImageSpec, type Template } from "../image/build.ts";
import { PLAIN_TEMPLATES, type TemplateSettings } from "../image/settings.ts";
import { sampleImages } from "../vectors/sample-images.ts";
import { samplesOf } from "../vectors/vectors.ts";
import { createEngine, type Engine, SOUND_BANDS, SOUND_HOP } from "./engine.ts";

const engine = await createEngine();
const images = sampleImages();
const find = (name: string): ImageSpec => {
  const found = images.find((image) => image.name === name);
  assert.ok(found);
  return found.spec;
};
const settings: TemplateSettings = { ...PLAIN_TEMPLATES, channels: SOUND_BANDS, level: true };

/** Two different chirps between quiet; `pitch` is samples per period at the start. */
function word(pitch: number): Int16Array {
  const pcm = new Int16Array(SOUND_HOP * 60);
  let phase = 0;
  for (let i = 0; i < pcm.length; i++) {
    const loud = i > SOUND_HOP * 15 && i < SOUND_HOP * 35;
    phase += (2 * Math.PI) / (pitch - (loud ? (i - SOUND_HOP * 15) / 800 : 0));
    pcm[i] = Math.round((loud ? 4000 : 0) * Math.sin(phase) + ((i * 7919) % 17) - 8);
  }
  return pcm;
}

/** An image that knows two words by one template each. */
function twoWords(at: Engine): Uint8Array {
  const { gate } = find("sound-template-level");
  const templates = [30, 80].map((pitch, classIndex): Template => {
    const { frames, levels } = at.soundFrames(word(pitch));
    const [segment] = at.segments(levels, gate);
    assert.ok(segment?.verdict === "fits");
    const part = frames.subarray(segment.start * SOUND_BANDS, (segment.start + segment.frames) * SOUND_BANDS);
    return { classIndex, data: at.prepare(part, settings), spreadQ8: 256 };
  });
  return buildImage({
    ...{
      signal: "sound",
      head: { kind: "template", settings, templates },
      gate,
      refractoryMs: 300,
      margin: 0,
    },
    classes: ["high", "low"].map((label) => ({ label, command: true, threshold: 30_000 })),
  });
}

describe("engine: a session", () => {
  it("hears the words of its image, when they were said", () => {
    const session = engine.open(twoWords(engine));
    session.pushSound(word(30));
    session.pushSound(word(80));
    const [high, low, ...more] = session.takeEvents();
    assert.deepEqual(more, []);
    assert.equal(high?.command, "high");
    assert.equal(high?.score, 32767, "the very samples of the template");
    assert.equal(low?.command, "low");
    assert.ok(Math.abs((high?.startMs ?? 0) - 300) <= 60 && Math.abs((high?.endMs ?? 0) - 700) <= 60);
    assert.ok((low?.startMs ?? 0) - (high?.startMs ?? 0) === 1200);
    assert.ok((high?.decidedMs ?? 0) > (high?.endMs ?? 0));
    assert.equal(session.nextEvent(), null);
  });

  it("decides the same however the samples are cut", () => {
    const image = twoWords(engine);
    const pcm = Int16Array.from([...word(30), ...word(80), ...word(31)]);
    const hear = (size: number): unknown => {
      const session = engine.open(image, { reportRefused: true, trace: true });
      for (let at = 0; at < pcm.length; at += size) session.pushSound(pcm.subarray(at, at + size));
      return { events: session.takeEvents(), trace: session.takeTrace() };
    };
    const whole = hear(pcm.length);
    for (const size of [1, 319, 320, 321, 5000])
      assert.deepEqual(hear(size), whole, `${size} samples at once`);
  });

  it("loses no event when an hour comes in one call", () => {
    const session = engine.open(twoWords(engine));
    const one = word(30);
    const pcm = new Int16Array(one.length * 200);
    for (let i = 0; i < 200; i++) pcm.set(one, i * one.length);
    session.pushSound(pcm);
    assert.equal(session.takeEvents().length, 200);
  });

  it("computes the features that soundFrames and motionFrames give", () => {
    const sound = engine.open(buildImage(find("sound-dense-small")), { trace: true });
    const pcm = samplesOf(0, 5);
    sound.pushSound(pcm);
    const heard = sound.takeTrace();
    assert.deepEqual({ frames: heard.frames, levels: heard.levels }, engine.soundFrames(pcm));

    const spec = find("motion-dense-small");
    const motion = engine.open(buildImage(spec), { trace: true, rateHz: 100 });
    const milliG = samplesOf(10_000, 5);
    motion.pushMotion(milliG);
    const felt = motion.takeTrace();
    assert.deepEqual(
      { frames: felt.frames, levels: felt.levels },
      engine.motionFrames(milliG, 100, spec.rotationQ14),
    );
  });

  it("computes the vectors and scores that loadNetwork gives", () => {
    const spec = find("sound-dense-deep");
    assert.ok(spec.network);
    const session = engine.open(buildImage(spec), { trace: true });
    const pcm = samplesOf(0, 9004);
    session.pushSound(pcm);
    const trace = session.takeTrace();
    const network = engine.loadNetwork(spec.network);
    const vectors = network.run(engine.soundFrames(pcm).frames);
    assert.deepEqual(trace.vectors, vectors);
    assert.ok(trace.segments.length > 0);
    for (const { startFrame, frames, scores } of trace.segments) {
      const from = Math.floor(startFrame / network.period) * network.vectorSize;
      const to = Math.floor((startFrame + frames) / network.period) * network.vectorSize;
      const raw = network.score(vectors.slice(from, to));
      assert.deepEqual(
        scores,
        raw?.map((value) => (value + 32768) >> 1),
      );
    }
  });

  it("finds the segments that segments() finds", () => {
    const spec = find("sound-template-level");
    for (let seed = 1; seed <= 12; seed++) {
      const session = engine.open(buildImage(spec), { trace: true });
      const pcm = samplesOf(0, seed);
      session.pushSound(pcm);
      const fitting = engine
        .segments(engine.soundFrames(pcm).levels, spec.gate)
        .filter(({ verdict }) => verdict === "fits");
      assert.deepEqual(
        session.takeTrace().segments.map(({ startFrame, frames }) => [startFrame, frames]),
        fitting.map(({ start, frames }) => [start, frames]),
      );
    }
  });

  it("tells refused segments only where that was asked for", () => {
    const spec = find("sound-template-level");
    const deaf = buildImage({ ...spec, classes: spec.classes.map((one) => ({ ...one, threshold: 32767 })) });
    const quiet = engine.open(deaf);
    const telling = engine.open(deaf, { reportRefused: true });
    for (let seed = 1; seed <= 8; seed++) {
      quiet.pushSound(samplesOf(0, seed));
      telling.pushSound(samplesOf(0, seed));
    }
    assert.deepEqual(quiet.takeEvents(), []);
    const refused = telling.takeEvents();
    assert.ok(refused.length > 2);
    assert.ok(refused.every(({ phase, runnerUp }) => phase === "refused" && runnerUp !== null));
  });

  it("is refused with the thing's name", () => {
    assert.throws(
      () => engine.open(twoWords(engine).slice(0, 100), {}, "old.bkn"),
      (error) =>
        error instanceof BeckonError &&
        error.fault.thing === "old.bkn" &&
        error.fault.code === "image-truncated",
    );
  });

  it("does not hear the other signal", () => {
    const session = engine.open(twoWords(engine), { trace: true });
    session.pushMotion(samplesOf(5000, 1));
    assert.equal(session.takeTrace().frames.length, 0);
  });
});

describe("engine: distances", () => {
  const sequences = [1, 2, 3, 4].map((seed) => {
    const { frames } = engine.soundFrames(samplesOf(0, seed));
    return engine.prepare(frames.slice(0, SOUND_BANDS * (20 + seed)), settings);
  });

  it("are those of a matrix, pair by pair", () => {
    const matrix = engine.distances(sequences, sequences, settings);
    sequences.forEach((a, i) => {
      sequences.forEach((b, j) => {
        assert.equal(matrix[i * sequences.length + j], engine.distance(a, b, settings));
      });
    });
  });

  it("are 0 from a sequence to itself and above 0 to another", () => {
    sequences.forEach((a, i) => {
      sequences.forEach((b, j) => assert.equal(engine.distance(a, b, settings) === 0, i === j));
    });
  });

  it("are refused for sequences of no whole number of frames", () => {
    assert.throws(() => engine.distance(new Int8Array(41), sequences[0] as Int8Array, settings), RangeError);
    assert.throws(() => engine.distance(new Int8Array(0), sequences[0] as Int8Array, settings), RangeError);
  });

  it("leave nothing behind: a thousand calls need no more memory than ten", () => {
    const fresh = (): number => {
      engine.distances(sequences, sequences, settings);
      return process.memoryUsage().arrayBuffers;
    };
    for (let i = 0; i < 10; i++) fresh();
    const before = fresh();
    for (let i = 0; i < 1000; i++) fresh();
    assert.ok(fresh() - before < 4_000_000);
  });
});
