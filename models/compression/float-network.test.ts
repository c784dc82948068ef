import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "../../common/random.ts";
import { createEngine } from "../../firmware-gen/engine/engine.ts";
import { sizeOf } from "../../firmware-gen/network/network.ts";
import { BACKBONE_SIZES, loadBackbone } from "../backbone/backbone.ts";
import { type Architecture, contextFrames, createFloatModel } from "../training/float-model.ts";
import { floatScores, floatVectors } from "./float-network.ts";
import { forward } from "./forward.ts";
import { quantise } from "./quantise.ts";

/** Steps until the past is sound, no longer the zeros before the stream. */
const SETTLED = 22;
const engine = await createEngine();

for (const size of BACKBONE_SIZES)
  test(`the ${size} backbone in float answers as where it was trained, and nearer than int8 does`, () => {
    const { network, check } = loadBackbone(size);
    const { scale, zeroPoint, channels } = network.tensors[network.vector]!;
    const float = floatVectors(network, check.frames);
    const int8 = Float32Array.from(engine.runNetwork(network, check.frames), (v) => scale * (v - zeroPoint));
    assert.equal(float.length, check.answer.length);
    const from = SETTLED * channels;
    const off = (values: Float32Array): number =>
      values.slice(from).reduce((sum, v, i) => sum + (v - check.answer[from + i]!) ** 2, 0);
    const whole = check.answer.slice(from).reduce((sum, v) => sum + v * v, 0);
    assert.ok(off(float) < 0.02 * whole, `${off(float) / whole} of its power is off`);
    assert.ok(off(float) < off(int8));
  });

test("a network with scores of its own says in float what the float model says", () => {
  const random = createRandom(5);
  const architecture: Architecture = { inputs: 40, channels: 16, taps: 3, dilations: [1, 2] };
  const model = createFloatModel(architecture, 4, random);
  const examples = Array.from({ length: 12 }, () => {
    const segmentFrames = 10 + random.integer(10);
    const count = (contextFrames(architecture) + segmentFrames) * 40;
    return { segmentFrames, frames: Int8Array.from({ length: count }, () => random.integer(160) - 80) };
  });
  const network = quantise(model, examples);
  const size = sizeOf(network.tensors[network.vector]!);
  for (const { frames, segmentFrames } of examples) {
    const vectors = floatVectors(network, frames);
    const scores = floatScores(network, vectors.slice(vectors.length - segmentFrames * size))!;
    const logits = forward(model, frames, segmentFrames);
    const most = Math.max(...logits);
    const powers = logits.map((v) => Math.exp(v - most));
    const sum = powers.reduce((a, b) => a + b, 0);
    scores.forEach((share, c) => assert.ok(Math.abs(share - powers[c]! / sum) < 0.02));
  }
});
