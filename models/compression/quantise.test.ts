import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "../../common/random.ts";
import { createEngine } from "../../firmware-gen/engine/engine.ts";
import { type Architecture, contextFrames, createFloatModel } from "../training/float-model.ts";
import { forward } from "./forward.ts";
import { quantise } from "./quantise.ts";

const architecture: Architecture = { inputs: 40, channels: 24, taps: 5, dilations: [1, 2, 4] };
const CLASSES = 6;
const random = createRandom(11);
const engine = await createEngine();

/** Frames that wander, so that the network has something to say. */
function example() {
  const segmentFrames = 20 + random.integer(30);
  const total = contextFrames(architecture) + segmentFrames;
  const frames = new Int8Array(total * 40);
  for (let band = 0; band < 40; band++) {
    let value = random.normal() * 20;
    for (let t = 0; t < total; t++) {
      value = 0.9 * value + 12 * random.normal();
      frames[t * 40 + band] = Math.max(-128, Math.min(127, Math.round(value)));
    }
  }
  return { frames, segmentFrames };
}

const model = createFloatModel(architecture, CLASSES, random);
model.head.weights.forEach((w, i, all) => (all[i] = 3 * w)); // scores that differ, as after training
const examples = Array.from({ length: 60 }, example);
const network = quantise(model, examples.slice(0, 40));

/** The runtime's scores of a segment, as probabilities. */
function probabilities({ frames, segmentFrames }: ReturnType<typeof example>): number[] {
  const loaded = engine.loadNetwork(network);
  const vectors = loaded.run(frames);
  const scores = loaded.score(vectors.slice(vectors.length - segmentFrames * loaded.vectorSize))!;
  return [...scores].map((s) => (s + 32768) / 65536);
}

function softmax(logits: Float32Array): number[] {
  const largest = Math.max(...logits);
  const powers = [...logits].map((v) => Math.exp(v - largest));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((p) => p / sum);
}

test("the int8 network in the runtime says what the float network says, also on what it was not calibrated with", () => {
  let agree = 0;
  let difference = 0;
  for (const one of examples) {
    const float = softmax(forward(model, one.frames, one.segmentFrames));
    const int8 = probabilities(one);
    agree += float.indexOf(Math.max(...float)) === int8.indexOf(Math.max(...int8)) ? 1 : 0;
    difference += float.reduce((sum, p, c) => sum + Math.abs(p - int8[c]!), 0) / CLASSES / examples.length;
  }
  assert.ok(agree >= 0.95 * examples.length, `${agree} of ${examples.length} agree`);
  assert.ok(difference < 0.02, `mean difference of probabilities ${difference}`);
});

test("weights are symmetric int8 with one scale per output channel, each using its range", () => {
  for (const op of network.ops) {
    if (!("weights" in op)) continue;
    const channels = op.bias.length;
    const last = op.kind === "depthwiseConv2d";
    for (let c = 0; c < channels; c++) {
      const own: Int8Array = op.weights.filter((_, i) =>
        last ? i % channels === c : Math.floor(i / (op.weights.length / channels)) === c,
      );
      assert.equal(Math.max(...own.map(Math.abs)), 127, `${op.kind}, channel ${c}`);
    }
  }
});

test("quantising without an example to take ranges from is refused", () => {
  assert.throws(() => quantise(model, []), RangeError);
});
