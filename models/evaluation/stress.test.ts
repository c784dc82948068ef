import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { BeckonError } from "../../common/errors.ts";
import { createRandom } from "../../common/random.ts";
import type { SoundSamples } from "../../common/street.ts";
import { mirrored, scaled, trembling, turned, withMovement } from "./movements.ts";
import { evaluate } from "./evaluate.ts";
import { addNoise, STRESSES_OF, stressMotion, stressSound } from "./stress.ts";
import { otherMicrophone, shaky, stretched, whispered } from "./voices.ts";

/** A voice of 125 Hz: pulses through a resonance. */
const voice = (seconds: number): Int16Array => {
  let [y1, y2] = [0, 0];
  return Int16Array.from({ length: seconds * 16000 }, (_, i) => {
    const y = (i % 128 === 0 ? 4000 : 0) + 1.6 * y1 - 0.9 * y2;
    [y2, y1] = [y1, y];
    return Math.round(y);
  });
};
const power = (pcm: Int16Array): number => pcm.reduce((sum, v) => sum + v * v, 0) / pcm.length;

/** How much a piece is like itself one period of 125 Hz later, −1 to 1. */
function periodic(pcm: Int16Array): number {
  let like = 0;
  let own = 0;
  for (let i = 2000; i < pcm.length - 2000; i++) {
    like += pcm[i]! * pcm[i + 128]!;
    own += pcm[i]! ** 2;
  }
  return like / own;
}

test("a stretched voice is as much longer or shorter as asked, with its pitch and loudness", () => {
  const pcm = voice(1);
  for (const longer of [1.6, 0.75]) {
    const out = stretched(pcm, longer);
    assert.equal(out.length, Math.round(16000 * longer));
    assert.ok(periodic(out) > 0.9, `${longer}: ${periodic(out)}`);
    assert.ok(Math.abs(10 * Math.log10(power(out) / power(pcm))) < 1.5);
  }
});

test("a whisper keeps the loudness and loses the pitch; a shaking voice only the steadiness", () => {
  const pcm = voice(1);
  assert.ok(periodic(pcm) > 0.99);
  assert.ok(Math.abs(periodic(whispered(pcm, 1))) < 0.5);
  assert.ok(Math.abs(10 * Math.log10(power(whispered(pcm, 1)) / power(pcm))) < 4);
  assert.ok(periodic(shaky(pcm, 1)) < 0.95);
  assert.ok(Math.abs(shaky(pcm, 1).length / pcm.length - 1) < 0.1);
  assert.deepEqual(whispered(pcm, 1), whispered(pcm, 1));
});

test("another microphone takes away bass and lifts 2.6 kHz", () => {
  const gain = (hz: number): number => {
    const tone = Int16Array.from({ length: 16000 }, (_, i) =>
      Math.round(2000 * Math.sin((2 * Math.PI * hz * i) / 16000)),
    );
    return 10 * Math.log10(power(otherMicrophone(tone)) / power(tone));
  };
  assert.ok(gain(100) < -6);
  assert.ok(gain(2600) > gain(1000) + 4);
  assert.ok(gain(7000) < gain(2600) - 6);
});

test("every stress changes a take of its signal and leaves it a take", () => {
  const sound: SoundSamples = { signal: "sound", pcm: voice(0.6), originRateHz: 16000 };
  for (const stress of STRESSES_OF.sound) {
    const { pcm } = stressSound(sound, stress, 1);
    assert.notDeepEqual(pcm, sound.pcm, stress);
    assert.ok(power(pcm) > 0, stress);
  }
  const random = createRandom(1);
  const milliG = Int16Array.from({ length: 300 }, (_, i) => (i % 3 === 2 ? 1000 : 0) + random.integer(500));
  for (const stress of STRESSES_OF.motion) {
    const out = stressMotion({ signal: "motion", milliG, rateHz: 50 }, stress, 1).milliG;
    assert.notDeepEqual(out, milliG, stress);
    assert.equal(out.length % 3, 0, stress);
  }
});

test("turning keeps lengths, mirroring twice gives the take back, smaller keeps gravity", () => {
  const milliG = Int16Array.from([100, 300, -400, 10, 0, 1000, -700, 20, 30]);
  const lengths = (v: Int16Array): number[] => [0, 3, 6].map((i) => Math.hypot(v[i]!, v[i + 1]!, v[i + 2]!));
  lengths(turned(milliG, 30)).forEach((length, i) => assert.ok(Math.abs(length - lengths(milliG)[i]!) < 1.5));
  assert.deepEqual(mirrored(mirrored(milliG)), milliG);
  assert.notDeepEqual(mirrored(milliG), milliG);
  const mean = (v: Int16Array): number => v.filter((_, i) => i % 3 === 2).reduce((a, b) => a + b) / 3;
  assert.ok(Math.abs(mean(scaled(milliG, 0.3)) - mean(milliG)) < 1);
});

test("a tremor is 0.15 g at 4 to 8 Hz, and another movement comes without its gravity", () => {
  const still = { signal: "motion" as const, milliG: new Int16Array(300), rateHz: 50 };
  const out = trembling(still, 3);
  let most = 0;
  let turns = 0;
  for (let i = 0; i < out.length; i += 3) most = Math.max(most, Math.hypot(...out.subarray(i, i + 3)));
  const axis = out.filter((_, i) => i % 3 === 0);
  for (let i = 1; i < axis.length; i++) if (axis[i - 1]! < 0 !== axis[i]! < 0) turns++;
  assert.ok(most > 140 && most < 152, `${most}`);
  assert.ok(turns / 2 / 2 >= 3.5 && turns / 2 / 2 <= 8.5, `${turns / 4} Hz in 2 s`);
  const walk = Int16Array.from({ length: 30 }, (_, i) => (i % 3 === 0 ? 1000 + (i % 2 === 0 ? 50 : -50) : 0));
  const added = withMovement(new Int16Array(60), walk);
  assert.ok([...added].every((v) => Math.abs(v) <= 50));
  assert.ok(added.some((v) => v !== 0));
});

test("noise lies as far below the takes as asked, white or recorded", () => {
  const take: SoundSamples = { signal: "sound", pcm: voice(1), originRateHz: 16000 };
  const random = createRandom(2);
  const recorded = Int16Array.from({ length: 8000 }, () => Math.round(random.normal() * 20));
  for (const noise of [undefined, recorded, new Int16Array(100)]) {
    const out = addNoise(new Int16Array(32000), [take], 10, 16000, 1, noise);
    const below = 10 * Math.log10(power(take.pcm) / power(out));
    assert.ok(Math.abs(below - 10) < 0.3, `${below}`);
  }
});

test("a stress of the other signal and noise without a level are refused", async () => {
  const folder = (signal: string): string => fileURLToPath(new URL(`../sample/${signal}`, import.meta.url));
  const code = (wanted: string) => (error: unknown) =>
    error instanceof BeckonError && error.fault.code === wanted;
  await assert.rejects(
    evaluate({ recordings: folder("motion"), enrol: 5, stress: "telephone" }),
    code("stress-signal"),
  );
  await assert.rejects(
    evaluate({ recordings: folder("sound"), enrol: 5, stress: "tremor" }),
    code("stress-signal"),
  );
});
