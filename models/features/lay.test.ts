import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "../../common/random.ts";
import type { MotionSamples, SoundSamples } from "../../common/street.ts";
import { GAP_MS, layMotion, laySound, quietLevel } from "./lay.ts";

const random = createRandom(1);

function sound(seconds: number, level: number, originRateHz = 16000): SoundSamples {
  const pcm = Int16Array.from({ length: seconds * 16000 }, () => Math.round(random.normal() * level));
  return { signal: "sound", pcm, originRateHz };
}

test("sound takes stand whole in the stream, in order, a second of quiet around each", () => {
  const takes = [sound(0.5, 1000), sound(0.25, 2000)];
  const { pcm, places } = laySound(takes, 10, createRandom(2));
  assert.deepEqual(places, [
    { startMs: GAP_MS, endMs: GAP_MS + 500 },
    { startMs: 2 * GAP_MS + 500, endMs: 2 * GAP_MS + 750 },
  ]);
  assert.equal(pcm.length, (3 * GAP_MS + 750) * 16);
  takes.forEach((take, i) => {
    assert.deepEqual(pcm.slice(places[i]!.startMs * 16, places[i]!.endMs * 16), take.pcm);
  });
});

test("the quiet has the level of the softest 5 % of the takes' frames, digital silence left out", () => {
  const soft = sound(0.2, 50);
  const loud = sound(3.8, 3000);
  const silent: SoundSamples = { ...soft, pcm: new Int16Array(16000) };
  const level = quietLevel([loud, soft, silent]);
  assert.ok(Math.abs(level - 50) < 3, `${level}`);
  const gap = laySound([loud], level, createRandom(3)).pcm.subarray(0, 16000);
  const power = Math.sqrt(gap.reduce((sum, v) => sum + v * v, 0) / gap.length);
  assert.ok(Math.abs(power - level) < 0.05 * level, `${power} ${level}`);
});

test("quiet between takes of 8 kHz holds nothing above 4 kHz either", () => {
  const gap = laySound([sound(0.1, 100, 8000)], 1000, createRandom(4)).pcm.subarray(0, 8192);
  const at = (hz: number): number => {
    let [re, im] = [0, 0];
    gap.forEach((v, i) => {
      re += v * Math.cos((2 * Math.PI * hz * i) / 16000);
      im += v * Math.sin((2 * Math.PI * hz * i) / 16000);
    });
    return re * re + im * im;
  };
  const mean = (low: number, high: number): number => {
    let sum = 0;
    for (let n = 0; n < 40; n++) sum += at(low + ((high - low) * n) / 40) / 40;
    return sum;
  };
  assert.ok(mean(4500, 7800) < mean(500, 3500) / 1000);
});

test("between motion takes the last sample blends evenly into the next take's first", () => {
  const take = (from: number, to: number): MotionSamples => ({
    signal: "motion",
    milliG: Int16Array.from([from, 0, 1000, to, 0, 1000]),
    rateHz: 10,
  });
  const { milliG, places } = layMotion([take(0, 100), take(650, 0)]);
  const x = [...milliG].filter((_, i) => i % 3 === 0);
  assert.deepEqual(x.slice(0, 12), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100]);
  assert.deepEqual(x.slice(12, 22), [150, 200, 250, 300, 350, 400, 450, 500, 550, 600]);
  assert.deepEqual(x.slice(22), [650, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  assert.deepEqual(places[1], { startMs: 2200, endMs: 2400 });
});
