import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "../../common/random.ts";
import { type Architecture, createFloatModel, parametersOf } from "../training/float-model.ts";
import { forward } from "./forward.ts";
import { clustered, clusteredModel, pruningMasks, withoutChannels } from "./shrink.ts";

const architecture: Architecture = { inputs: 6, channels: 8, taps: 3, dilations: [1, 2] };
const model = () => createFloatModel(architecture, 3, createRandom(4));
const frames = Int8Array.from({ length: 6 * 30 }, (_, i) => Math.round(60 * Math.sin(i * 0.37)));

test("pruning marks the smallest weights of each layer and no bias", () => {
  const own = model();
  const masks = pruningMasks(own, 0.5);
  parametersOf(own).forEach((values, i) => {
    const mask = masks[i];
    if (i % 2 === 1) return assert.equal(mask, undefined);
    const zeros = mask!.filter((value) => value === 0).length;
    assert.ok(Math.abs(zeros - values.length / 2) <= 1, `${zeros} of ${values.length}`);
    const largestGone = Math.max(...values.filter((_, j) => mask![j] === 0).map(Math.abs));
    const smallestKept = Math.min(...values.filter((_, j) => mask![j] === 1).map(Math.abs));
    assert.ok(largestGone <= smallestKept);
  });
  assert.ok(pruningMasks(own, 0)[0]!.every((value) => value === 1));
});

test("a channel that does nothing can be left out, and the network says the same", () => {
  const own = model();
  const idle = 5;
  const { stem, blocks, head } = own;
  const silence = (weights: Float32Array, columns: number, column: number): void => {
    for (let i = column; i < weights.length; i += columns) weights[i] = 0;
  };
  silence(stem.weights, 8, idle);
  for (const { pointwise } of blocks) {
    silence(pointwise.weights, 8, idle);
    pointwise.weights.fill(0, idle * 8, idle * 8 + 8);
  }
  head.weights.fill(0, idle * 3, idle * 3 + 3);
  const smaller = withoutChannels(own, 7);
  assert.equal(smaller.architecture.channels, 7);
  const [before, after] = [forward(own, frames, 20), forward(smaller, frames, 20)];
  before.forEach((logit, c) => assert.ok(Math.abs(logit - after[c]!) < 1e-5));
});

test("clustering leaves so many values, each near what it was", () => {
  const random = createRandom(2);
  const values = Float32Array.from({ length: 400 }, () => random.normal());
  const few = clustered(values, 16);
  assert.equal(new Set(few).size, 16);
  const error = values.reduce((sum, value, i) => sum + (value - few[i]!) ** 2, 0) / values.length;
  assert.ok(error < 0.02, `${error} of a variance of 1`);
  const own = model();
  const before = own.stem.weights.slice();
  const copy = clusteredModel(own, 4);
  assert.deepEqual(own.stem.weights, before);
  assert.ok(new Set(copy.stem.weights).size <= 4 && new Set(copy.head.weights).size <= 4);
});
