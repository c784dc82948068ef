/** Each step does to the int8 network what it says. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "../../common/random.ts";
import type { Network, Op } from "../../firmware-gen/network/network.ts";
import { BACKBONE, loadBackbone } from "../backbone/backbone.ts";
import { fakeQuantise } from "../training/rounding.ts";
import type { Example } from "../training/fit.ts";
import { type Architecture, contextFrames } from "../training/float-model.ts";
import { startTfjs } from "../training/tfjs.ts";
import { cook, type Recipe } from "./recipe.ts";
import { squeezed } from "./squeeze.ts";

const architecture: Architecture = { inputs: 4, channels: 8, taps: 3, dilations: [1, 2] };
const settings = { epochs: 6, examplesPerEpoch: 48, batch: 12, rate: 0.02 };

/** Class 0 rises in its first channel, class 1 falls. */
const examples: Example[] = Array.from({ length: 24 }, (_, n) => {
  const random = createRandom(n);
  const segmentFrames = 10 + (n % 5);
  const total = contextFrames(architecture) + segmentFrames;
  const frames = Int8Array.from({ length: total * 4 }, () => Math.round(random.normal() * 8));
  for (let t = 0; t < segmentFrames; t++)
    frames[(total - segmentFrames + t) * 4] = (n % 2 === 0 ? 6 : -6) * (t - segmentFrames / 2);
  return { frames, segmentFrames, classIndex: n % 2 };
});
const made = (recipe: Recipe): Promise<Network> =>
  cook(examples, { architecture, classes: 2, seed: 1, settings }, recipe);
const weightsOf = (network: Network): Int8Array[] =>
  network.ops.flatMap((op: Op) => ("weights" in op ? [op.weights] : []));

test("half of the weights are 0 after pruning, also after they were trained on and clustered", async () => {
  for (const recipe of [{ prune: 0.5 }, { prune: 0.5, aware: true, cluster: 8 }]) {
    for (const weights of weightsOf(await made(recipe))) {
      const zeros = weights.filter((value) => value === 0).length;
      assert.ok(zeros >= weights.length / 2 - 1, `${zeros} of ${weights.length}`);
    }
  }
});

test("channels that go are gone from every layer", async () => {
  const network = await made({ channels: 5, distil: true });
  assert.deepEqual(
    network.tensors
      .filter(({ name }) => /^(stem|depthwise|pointwise|sum|mean)/.test(name))
      .map((t) => t.channels),
    Array.from({ length: 8 }, () => 5),
  );
});

test("every step gives another network, and the same again with the same seed", async () => {
  const recipes: Recipe[] = [{}, { longer: true }, { aware: true }, { distil: true }, { cluster: 4 }];
  const texts = new Set<string>();
  for (const recipe of recipes) texts.add(weightsOf(await made(recipe)).join());
  assert.equal(texts.size, recipes.length);
  assert.equal(weightsOf(await made({ aware: true })).join(), weightsOf(await made({ aware: true })).join());
});

test("rounding in training is that of the int8 network, and its gradient passes but where it clips", async () => {
  const tf = await startTfjs();
  const { activation, weights } = fakeQuantise(tf, [{ scale: 0.5, zeroPoint: 0 }]);
  const x = tf.tensor1d([0.3, -0.74, 100, -100, 63.4]);
  assert.deepEqual([...activation(x, 0).dataSync()], [0.5, -0.5, 63.5, -64, 63.5]);
  const slope = tf.grad((values) => activation(values as typeof x, 0).sum())(x);
  assert.deepEqual([...slope.dataSync()], [1, 1, 0, 0, 1]);
  const w = tf.tensor2d([127, 1, -63.4, 0.3], [2, 2]);
  const rounded = [...weights(w).dataSync()];
  assert.deepEqual(rounded.slice(0, 1).concat(rounded[2]!), [127, -63]);
  assert.ok(Math.abs(rounded[3]! - Math.round(0.3 * 127) / 127) < 1e-6, "each output has its own scale");
});

test("the shipped backbone can be squeezed without another shape", () => {
  const { network } = loadBackbone(BACKBONE);
  const pruned = squeezed(network, { prune: 0.5 });
  const few = squeezed(network, { cluster: 16 });
  weightsOf(pruned).forEach((weights, i) => {
    const own = weightsOf(network)[i]!;
    assert.equal(weights.length, own.length);
    assert.ok(weights.filter((value) => value === 0).length >= 0.48 * own.length);
    assert.ok(new Set(weightsOf(few)[i]).size <= 17);
  });
  assert.deepEqual(squeezed(network, {}), network);
});
