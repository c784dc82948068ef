/**
 * The runtime's network against testing/reference.ts, a second implementation in
 * exact whole numbers that works on a whole recording at once.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../common/random.ts";
import { createEngine } from "../engine/engine.ts";
import { macsPerSecond, type Network, type Tensor } from "./network.ts";
import { planNetwork } from "./plan.ts";
import { randomNetwork } from "./testing/random-network.ts";
import { exactSoftmax, runReference } from "./testing/reference.ts";

const NETWORKS = 40;

describe("network: the runtime and the reference", () => {
  it(`agree on every vector and score of ${NETWORKS} random networks`, async () => {
    const engine = await createEngine();
    const kinds = new Set<string>();
    let strided = 0;
    for (let seed = 1; seed <= NETWORKS; seed++) {
      const random = createRandom(seed);
      const frameValues = 1 + random.integer(12);
      const network = randomNetwork(random, {
        frameValues,
        classes: 2 + random.integer(5),
        blocks: 3,
        channels: 9,
      });
      const count = 4 + random.integer(24);
      const frames = Array.from({ length: count }, () =>
        Array.from({ length: frameValues }, () => random.integer(256) - 128),
      );
      const expected = runReference(network, frames);
      const running = engine.loadNetwork(network);
      const vectors = running.run(Int8Array.from(frames.flat()));
      assert.deepEqual([...vectors], expected.vectors.flat(), `vectors of seed ${seed}`);
      if (vectors.length > 0) {
        assert.deepEqual([...(running.score(vectors) ?? [])], expected.scores, `scores of seed ${seed}`);
      }
      for (const op of network.ops) kinds.add(op.kind);
      if (running.period > 1) strided++;
    }
    assert.deepEqual(
      [...kinds].sort(),
      ["add", "conv2d", "depthwiseConv2d", "fullyConnected", "mean", "softmax"],
      "every operator was met",
    );
    assert.ok(strided > 3, "networks that stride in time were met");
  });

  it("make no difference between one run and many short ones", async () => {
    const engine = await createEngine();
    const random = createRandom(77);
    const network = randomNetwork(random, { frameValues: 6, classes: 0, blocks: 3, channels: 8 });
    const frames = Int8Array.from({ length: 6 * 40 }, () => random.integer(256) - 128);
    const whole = engine.runNetwork(network, frames);
    const running = engine.loadNetwork(network);
    const pieces = Array.from({ length: 40 }, (_, i) => [...running.run(frames.subarray(6 * i, 6 * i + 6))]);
    assert.deepEqual(pieces.flat(), [...whole]);
    running.reset();
    assert.deepEqual([...running.run(frames)], [...whole], "reset starts again from silence");
  });

  it("give a softmax within 4 / 65536 of the exact one", async () => {
    const engine = await createEngine();
    const random = createRandom(5);
    for (const scale of [0.02, 0.1, 0.4]) {
      const network = softmaxNetwork(scale, 8);
      const running = engine.loadNetwork(network);
      for (let trial = 0; trial < 40; trial++) {
        const values = Array.from({ length: 8 }, () => random.integer(256) - 128);
        const got = [...(running.score(running.run(Int8Array.from(values))) ?? [])].map((v) => v + 32768);
        exactSoftmax(values, scale).forEach((exact, i) => {
          assert.ok(
            Math.abs((got[i] as number) - Math.min(exact * 65536, 65535)) <= 4,
            `${values} at ${scale}`,
          );
        });
      }
    }
  });
});

describe("network: what the plan refuses", () => {
  const good = softmaxNetwork(0.1, 4);
  const refusals: readonly (readonly [string, Network, RegExp])[] = [
    ["a tensor that does not exist", { ...good, vector: 9 }, /tensor 9/],
    ["scores that are no softmax", { ...good, scores: 1 }, /scores must come/],
    ["a mean of something else", { ...good, vector: 1 }, /vector/],
    [
      "a tensor read before it is written",
      { ...good, ops: [good.ops[1] as never, good.ops[0] as never] },
      /before anything wrote it/,
    ],
  ];
  for (const [what, network, words] of refusals) {
    it(`is ${what}`, () => {
      assert.throws(() => planNetwork(network), words);
    });
  }
});

describe("network: memory and work", () => {
  it("lets values that are never alive together share their place", () => {
    const network = chain(6, 32);
    const plan = planNetwork(network);
    assert.ok(
      plan.workBytes <= 3 * 32,
      `${plan.workBytes} bytes for a chain that needs two values at a time`,
    );
  });

  it("counts multiplications once for every run", () => {
    assert.equal(macsPerSecond(chain(2, 10), 50), 2 * 100 * 50);
  });
});

function softmaxNetwork(scale: number, size: number): Network {
  const value: Tensor = { name: "v", bands: 1, channels: size, type: "int8", scale, zeroPoint: 3 };
  return {
    tensors: [value, value, { ...value, type: "int16", scale: 1 / 65536, zeroPoint: -32768 }],
    ops: [
      { kind: "mean", input: 0, output: 1 },
      { kind: "softmax", input: 1, output: 2 },
    ],
    input: 0,
    vector: 0,
    scores: 2,
  };
}

/** `length` fully connected layers of `size` values. */
function chain(length: number, size: number): Network {
  const value: Tensor = { name: "v", bands: 1, channels: size, type: "int8", scale: 0.1, zeroPoint: 0 };
  return {
    tensors: Array.from({ length: length + 1 }, () => value),
    ops: Array.from({ length }, (_, i) => ({
      kind: "fullyConnected" as const,
      input: i,
      output: i + 1,
      weights: new Int8Array(size * size).fill(1),
      weightScales: new Float64Array(size).fill(0.01),
      bias: new Int32Array(size),
      clamp: { min: -128, max: 127 },
    })),
    input: 0,
    vector: length,
    scores: null,
  };
}
