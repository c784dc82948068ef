/** Held commands from takes to events, by the runtime, on synthesised hums, hisses, vowels and whistles. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { createRandom } from "../../common/random.ts";
import { SOUND_RATE_HZ, type Take } from "../../common/street.ts";
import { createEngine } from "../../firmware-gen/engine/engine.ts";
import { readImage } from "../../firmware-gen/image/read.ts";
import { STEADY_KINDS, steadySound, type SteadyVoice, steadyVoice } from "../evaluation/steady-sounds.ts";
import { isActivation, replay } from "../features/replay.ts";
import { readFolder } from "../recordings/folder.ts";
import { train } from "../training/train.ts";

const sample = fileURLToPath(new URL("../sample/sound", import.meta.url));
const words = (await readFolder(sample)).takes.filter(
  ({ path, label }) => /0[1-5]\.opus$/.test(path) || label.startsWith("_"),
);
const random = createRandom(5);
const ROOM = 6;

/** Sounds with quiet between them, in a room. @returns where each lies, ms. */
function lay(sounds: readonly Float64Array[]): {
  pcm: Int16Array;
  places: { startMs: number; endMs: number }[];
} {
  const gap = 1.3 * SOUND_RATE_HZ;
  const total = sounds.reduce((sum, { length }) => sum + length + gap, gap);
  const pcm = new Int16Array(total).map(() => Math.round(ROOM * random.normal()));
  let at = gap;
  const places = sounds.map((sound) => {
    sound.forEach((value, i) => (pcm[at + i] = Math.max(-32768, Math.min(32767, pcm[at + i]! + value))));
    const startMs = (1000 * at) / SOUND_RATE_HZ;
    at += sound.length + gap;
    return { startMs, endMs: startMs + (1000 * sound.length) / SOUND_RATE_HZ };
  });
  return { pcm, places };
}

function takesOf(label: string, voice: SteadyVoice, count: number): Take[] {
  return Array.from({ length: count }, (_, i) => ({
    path: `${label}-${i}.wav`,
    label,
    person: "p",
    session: 1,
    source: "synthesised",
    warnings: [],
    samples: { signal: "sound" as const, pcm: lay([hold(voice)]).pcm, originRateHz: SOUND_RATE_HZ },
  }));
}

const hold = (voice: SteadyVoice, seconds = random.between(0.8, 2.5)): Float64Array =>
  steadySound(voice, seconds, 1500 * 2 ** random.between(-1, 1), random);

describe("held commands", () => {
  for (const kind of STEADY_KINDS) {
    it(`a ${kind} starts and ends soon after the sound`, async () => {
      const voice = steadyVoice(kind, createRandom(9).fork(kind));
      const takes = [...takesOf(kind, voice, 5), ...words];
      const { image, report } = await train({ takes, held: [kind] });
      assert.equal(readImage(image).classes.find(({ label }) => label === kind)?.held, true);
      assert.deepEqual(report.warnings, []);

      const engine = await createEngine();
      const { pcm, places } = lay(Array.from({ length: 20 }, () => hold(voice, random.between(0.4, 4))));
      const { events } = replay(engine, image, { signal: "sound", pcm, originRateHz: SOUND_RATE_HZ });
      const heard = events.filter(({ phase }) => phase !== "refused");
      assert.deepEqual(new Set(heard.map(({ command }) => command)), new Set([kind]));
      const started = places.filter(({ startMs, endMs }) => {
        const [start, end, ...more] = heard.filter(
          ({ decidedMs }) => decidedMs > startMs && decidedMs < endMs + 600,
        );
        if (start === undefined || end === undefined) return false;
        assert.deepEqual([start.phase, end.phase, more.length], ["start", "end", 0]);
        assert.ok(
          start.decidedMs - startMs <= (kind === "hum" ? 150 : 300),
          `starts after ${start.decidedMs - startMs} ms`,
        );
        assert.ok(Math.abs(end.decidedMs - endMs) <= 100, `ends after ${end.decidedMs - endMs} ms`);
        return true;
      });
      assert.ok(started.length >= 19, `${started.length} of 20 heard`);
    });
  }

  it("is told apart from words that begin like it, and the words are heard beside it", async () => {
    const voice = steadyVoice("hum", createRandom(9).fork("hum"));
    const { image } = await train({ takes: [...takesOf("hum", voice, 5), ...words], held: ["hum"] });
    const engine = await createEngine();
    const rest = (await readFolder(sample)).takes.filter(({ path }) => /(0[6-9]|10)\.opus$/.test(path));
    const events = rest.map(({ label, samples }) => {
      if (samples.signal !== "sound") throw new TypeError("no sound");
      const pcm = lay([Float64Array.from(samples.pcm)]).pcm;
      const heard = replay(engine, image, { ...samples, pcm }).events.filter(isActivation);
      return heard.map(({ command }) => command).join() === label;
    });
    assert.ok(events.filter(Boolean).length >= 0.9 * events.length, `${events.filter(Boolean).length}`);
  });

  it("needs takes that last, and says so", async () => {
    const voice = steadyVoice("hum", createRandom(9).fork("hum"));
    const short = takesOf("hum", voice, 3).map((take): Take => {
      const pcm = lay([hold(voice, 0.25)]).pcm;
      return { ...take, samples: { signal: "sound", pcm, originRateHz: SOUND_RATE_HZ } };
    });
    await assert.rejects(train({ takes: [...short, ...words], held: ["hum"] }), /half a second at least/);
  });

  it("is a sound that is among the takes, and no movement", async () => {
    await assert.rejects(train({ takes: words, held: ["hum"] }), /“hum”: there is no take/);
    const motion = (await readFolder(fileURLToPath(new URL("../sample/motion", import.meta.url)))).takes;
    await assert.rejects(train({ takes: motion, held: ["lift"] }), /only a sound can be held/);
    await assert.rejects(train({ takes: words, held: ["stop"], head: "dense" }), /cannot tell when/);
  });
});
