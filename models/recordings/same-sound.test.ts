/** Case: 44.1 kHz stereo put in where 16 kHz mono is needed. Sound is sound. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { it } from "node:test";
import { createEngine, SOUND_BANDS } from "../../firmware-gen/engine/engine.ts";
import { readSound } from "./sound-file.ts";

const FIXTURES = join(import.meta.dirname, "fixtures");

it("a sentence as 44.1 kHz stereo gives the features of the same sentence as 16 kHz mono (resampled by SoX)", async () => {
  const engine = await createEngine();
  const features = async (name: string): Promise<Int8Array> =>
    engine.soundFrames((await readSound(join(FIXTURES, name))).samples.pcm).frames;
  const mono = await features("sentence-16000-mono.flac");
  const stereo = await features("sentence-44100-stereo.flac");
  assert.equal(stereo.length, mono.length);
  assert.ok(mono.length >= 95 * SOUND_BANDS);

  const off = Array.from(mono, (value, i) => Math.abs(value - stereo[i]!)).sort((a, b) => a - b);
  const mean = off.reduce((sum, value) => sum + value, 0) / off.length;
  assert.ok(mean < 0.5, `${mean} steps of 256 in the mean`);
  assert.ok(off[Math.floor(0.99 * off.length)]! <= 1, "99 of 100 values are off by no more than one step");
  assert.ok(off.at(-1)! <= 4, `${off.at(-1)} steps at most`);
});
