import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../common/random.ts";
import { createResampler, MAX_RATE_HZ, MIN_RATE_HZ } from "./resample.ts";

const RATES = [8000, 11025, 22050, 24000, 32000, 44100, 48000, 96000, 192000];

function resample(samples: Float32Array, rateHz: number, cuts: readonly number[] = []): Float32Array {
  const resampler = createResampler(rateHz);
  const parts: Float32Array[] = [];
  let from = 0;
  for (const cut of [...cuts, samples.length]) {
    parts.push(resampler.push(samples.subarray(from, cut)));
    from = cut;
  }
  parts.push(resampler.end());
  return Float32Array.from(parts.flatMap((part) => [...part]));
}

function sine(hertz: number, seconds: number, rateHz: number): Float32Array {
  return Float32Array.from({ length: Math.round(seconds * rateHz) }, (_, i) =>
    Math.sin((2 * Math.PI * hertz * i) / rateHz),
  );
}

/** Largest difference in the middle, away from the ends where the recording meets the zeros outside. */
function worstDifference(a: Float32Array, b: Float32Array): number {
  let worst = 0;
  for (let i = 1000; i < b.length - 1000; i++) worst = Math.max(worst, Math.abs(a[i]! - b[i]!));
  return worst;
}

describe("resampler", () => {
  it("gives a tone back in its place: same phase, same level, at every usual rate", () => {
    for (const rateHz of RATES) {
      for (const hertz of [60, 1000, 3500]) {
        const worst = worstDifference(resample(sine(hertz, 0.3, rateHz), rateHz), sine(hertz, 0.3, 16000));
        assert.ok(worst < 2e-4, `${hertz} Hz from ${rateHz} Hz is off by ${worst}`);
      }
    }
  });

  it("keeps what the front end listens to, and takes out by 75 dB what would fold back into it", () => {
    for (const rateHz of RATES.filter((rate) => rate > 17000)) {
      const kept = resample(sine(7500, 0.3, rateHz), rateHz);
      assert.ok(worstDifference(kept, sine(7500, 0.3, 16000)) < 2e-3, `7500 Hz from ${rateHz} Hz`);
      if (rateHz < 2 * 8500) continue;
      const gone = resample(sine(8450, 0.3, rateHz), rateHz);
      assert.ok(
        worstDifference(gone, new Float32Array(gone.length)) < 10 ** (-75 / 20),
        `8450 Hz from ${rateHz} Hz`,
      );
    }
  });

  it("does with an unusual rate too", () => {
    for (const rateHz of [8001, 44056, 47999]) {
      const worst = worstDifference(resample(sine(1000, 0.3, rateHz), rateHz), sine(1000, 0.3, 16000));
      assert.ok(worst < 1e-3, `from ${rateHz} Hz it is off by ${worst}`);
    }
  });

  it("leaves 16 kHz untouched", () => {
    const samples = sine(440, 0.1, 16000);
    assert.deepEqual(resample(samples, 16000), samples);
  });

  it("gives the same whatever blocks the recording comes in (seeds 1 to 20)", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const random = createRandom(seed);
      const rateHz = RATES[random.integer(RATES.length)]!;
      const samples = Float32Array.from({ length: 1 + random.integer(5000) }, () => random.between(-1, 1));
      const cuts = Array.from({ length: random.integer(12) }, () => random.integer(samples.length + 1)).sort(
        (a, b) => a - b,
      );
      const whole = resample(samples, rateHz);
      assert.deepEqual(resample(samples, rateHz, cuts), whole, `seed ${seed}, ${rateHz} Hz`);
      assert.equal(whole.length, Math.ceil((samples.length * 16000) / rateHz), `seed ${seed}, ${rateHz} Hz`);
    }
  });

  it("gives nothing for nothing", () => {
    assert.equal(resample(new Float32Array(0), 44100).length, 0);
  });

  it("names the rate that it cannot take", () => {
    for (const bad of [0, MIN_RATE_HZ - 1, MAX_RATE_HZ + 1, 44100.5, NaN]) {
      assert.throws(() => createResampler(bad), { name: "RangeError", message: new RegExp(`got ${bad}`) });
    }
  });
});
