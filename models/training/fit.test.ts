import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "../../common/random.ts";
import { type Example, fit } from "./fit.ts";
import { type Architecture, contextFrames, type FloatModel, parametersOf } from "./float-model.ts";

const architecture: Architecture = { inputs: 4, channels: 8, taps: 3, dilations: [1, 2] };
const settings = { epochs: 20, examplesPerEpoch: 96, batch: 12, rate: 0.02 };

/** Class 0 rises in its first channel, class 1 falls, with one mean; the context is noise. */
function examples(): Example[] {
  const random = createRandom(3);
  return Array.from({ length: 24 }, (_, n) => {
    const segmentFrames = 10 + (n % 5);
    const total = contextFrames(architecture) + segmentFrames;
    const frames = Int8Array.from({ length: total * 4 }, () => Math.round(random.normal() * 8));
    const slope = n % 2 === 0 ? 6 : -6;
    for (let t = 0; t < segmentFrames; t++) {
      frames[(total - segmentFrames + t) * 4] = slope * (t - segmentFrames / 2);
    }
    return { frames, segmentFrames, classIndex: n % 2 };
  });
}

const bytes = (model: FloatModel): Buffer =>
  Buffer.concat(parametersOf(model).map((p) => Buffer.from(p.buffer, p.byteOffset, p.byteLength)));

test("training lowers the loss to near its floor on what can be told apart", async () => {
  const losses: number[] = [];
  await fit(examples(), {
    architecture,
    classes: 2,
    seed: 1,
    settings,
    onProgress: (p) => losses.push(p.loss),
  });
  assert.equal(losses.length, settings.epochs);
  // Smoothed labels (0.95, 0.05) leave 0.199 nats; chance is ln 2 = 0.693.
  assert.ok(losses.at(-1)! < 0.3, `${losses}`);
});

test("the same examples and seed give the same weights, another seed gives others", async () => {
  const run = async (seed: number): Promise<Buffer> =>
    bytes(await fit(examples(), { architecture, classes: 2, seed, settings: { ...settings, epochs: 2 } }));
  const first = await run(5);
  assert.deepEqual(await run(5), first);
  assert.notDeepEqual(await run(6), first);
});

test("a cancelled training stops with the reason and trains no further epoch", async () => {
  const controller = new AbortController();
  let epochs = 0;
  const running = fit(examples(), {
    architecture,
    classes: 2,
    seed: 1,
    settings: { ...settings, epochs: 1000 },
    signal: controller.signal,
    onProgress: () => {
      if (++epochs === 2) controller.abort(new Error("stopped by the person"));
    },
  });
  await assert.rejects(running, /stopped by the person/);
  assert.equal(epochs, 2);
});
