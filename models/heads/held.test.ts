/** Held commands from takes to events, by the runtime, on synthesised hums, hisses, vowels and whistles. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { createRandom } from "../../common/random.ts";
import { SOUND_RATE_HZ, type Take } from "../../common/street.ts";
import { createEngine } from "../../firmware-gen/engine/engine.ts";
import { readImage } from "../../firmware-gen/image/read.ts";
import { heldTakes, layInRoom, makeSound, tryHeld } from "../evaluation/held-trial.ts";
import { STEADY_KINDS, steadyVoice } from "../evaluation/steady-sounds.ts";
import { isActivation, replay } from "../features/replay.ts";
import { readFolder } from "../recordings/folder.ts";
import { train } from "../training/train.ts";

const sample = fileURLToPath(new URL("../sample/sound", import.meta.url));
const words = (await readFolder(sample)).takes.filter(
  ({ path, label }) => /0[1-5]\.opus$/.test(path) || label.startsWith("_"),
);
const random = createRandom(5);
const humming = steadyVoice("hum", createRandom(9).fork("hum"));
const engine = await createEngine();

describe("held commands", () => {
  for (const kind of STEADY_KINDS) {
    it(`a ${kind} starts and ends soon after the sound`, async () => {
      const { image, tested, missed, startMs, endMs, wrong } = await tryHeld(engine, kind, 9, words);
      assert.equal(readImage(image).classes.find(({ label }) => label === kind)?.held, true);
      assert.ok(missed <= 1, `${missed} of ${tested} missed`);
      assert.equal(wrong, 0);
      assert.ok(Math.max(...startMs) <= (kind === "hum" ? 150 : 300), `starts after ${startMs} ms`);
      assert.ok(Math.max(...endMs.map(Math.abs)) <= 100, `ends after ${endMs} ms`);
    });
  }

  it("is told apart from words that begin like it, and the words are heard beside it", async () => {
    const { image } = await train({
      takes: [...heldTakes("hum", humming, 5, random), ...words],
      held: ["hum"],
    });
    const rest = (await readFolder(sample)).takes.filter(({ path }) => /(0[6-9]|10)\.opus$/.test(path));
    const events = rest.map(({ label, samples }) => {
      if (samples.signal !== "sound") throw new TypeError("no sound");
      const pcm = layInRoom([Float64Array.from(samples.pcm)], random).pcm;
      const heard = replay(engine, image, { ...samples, pcm }).events.filter(isActivation);
      return heard.map(({ command }) => command).join() === label;
    });
    assert.ok(events.filter(Boolean).length >= 0.9 * events.length, `${events.filter(Boolean).length}`);
  });

  it("stands beside commands that are much shorter", async () => {
    const click = words
      .filter(({ label }) => label === "stop")
      .map((take): Take => {
        if (take.samples.signal !== "sound") throw new TypeError("no sound");
        const tap = Float64Array.from({ length: 1600 }, (_, i) => 6000 * Math.exp(-i / 300) * Math.sin(i));
        const { pcm } = layInRoom([tap.map((value) => value * random.between(0.5, 1))], random);
        return { ...take, label: "click", samples: { ...take.samples, pcm } };
      });
    const { image } = await train({
      takes: [...heldTakes("hum", humming, 5, random), ...click],
      held: ["hum"],
    });
    const { gate, hold } = readImage(image);
    assert.ok(hold!.frames <= gate.maxFrames && gate.maxFrames < 20, `${hold!.frames} of ${gate.maxFrames}`);
  });

  it("that begins like other commands is rather missed than mistaken, and says so", async () => {
    const few = words.filter(({ path, label }) => /0[1-3]\.opus$/.test(path) && !label.startsWith("_"));
    const { image, report } = await train({ takes: few, held: ["stop"] });
    assert.ok(report.warnings.some((warning) => /“stop” begins like other sounds/.test(warning)));
    for (const { label, samples } of words.filter((take) => !take.label.startsWith("_"))) {
      if (samples.signal !== "sound" || label === "stop") continue;
      const { pcm } = layInRoom([Float64Array.from(samples.pcm)], random);
      const heard = replay(engine, image, { ...samples, pcm }).events.filter(
        ({ phase }) => phase === "start",
      );
      assert.deepEqual(heard, [], label);
    }
  });

  it("needs takes that last, and says so", async () => {
    const short = heldTakes("hum", humming, 3, random).map((take): Take => {
      const { pcm } = layInRoom([makeSound(humming, 0.25, random)], random);
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
