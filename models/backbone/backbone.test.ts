import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createEngine } from "../../firmware-gen/engine/engine.ts";
import { backboneIdOf, buildBackbone } from "../../firmware-gen/image/backbone.ts";
import { shippedBackbone } from "../../firmware-gen/image/shipped-backbones.ts";
import { macsPerSecond } from "../../firmware-gen/network/network.ts";
import { BACKBONE_SIZES, type BackboneSize, loadBackbone } from "./backbone.ts";

const FRAMES_PER_SECOND = 50;
/** Steps until the past is sound, no longer the zeros before the stream; 0.9 s. */
const SETTLED = 22;

const SHARE_OF_A_BOARD: Record<BackboneSize, { weights: number; macsPerSecond: number }> = {
  full: { weights: 56 * 1024, macsPerSecond: 3e6 },
  small: { weights: 20 * 1024, macsPerSecond: 0.6e6 },
};

for (const size of BACKBONE_SIZES)
  describe(`the shipped backbone, ${size}`, () => {
    const { network, check } = loadBackbone(size);

    it("fits its share of a board in weights and in multiplications a second", () => {
      const weights = network.ops.reduce((sum, op) => sum + ("weights" in op ? op.weights.length : 0), 0);
      assert.ok(weights <= SHARE_OF_A_BOARD[size].weights, `${weights} weights`);
      assert.ok(macsPerSecond(network, FRAMES_PER_SECOND) <= SHARE_OF_A_BOARD[size].macsPerSecond);
    });

    it("is the one that images name: the container for boards holds this very network", () => {
      const shipped = shippedBackbone(size);
      assert.equal(
        shipped.id,
        backboneIdOf(buildBackbone("sound", network)),
        "npm run build:runtime makes it anew",
      );
      assert.deepEqual(shipped.bytes, buildBackbone("sound", network));
    });

    it("answers in the int8 runtime what it answered in float where it was trained", async () => {
      const engine = await createEngine();
      const vectors = engine.runNetwork(network, check.frames);
      const { channels, scale, zeroPoint } = network.tensors[network.vector]!;
      assert.equal(vectors.length, check.answer.length);
      const cosines: number[] = [];
      for (let step = SETTLED; step < vectors.length / channels; step++) {
        const own = Array.from(
          vectors.subarray(step * channels, (step + 1) * channels),
          (v) => scale * (v - zeroPoint),
        );
        const float = [...check.answer.subarray(step * channels, (step + 1) * channels)];
        cosines.push(cosine(own, float));
      }
      const mean = cosines.reduce((sum, c) => sum + c, 0) / cosines.length;
      // What the discriminants leave out is most of a vector's length, and none of the rounding.
      assert.ok(mean > 0.98 && Math.min(...cosines) > 0.96, `mean ${mean}, least ${Math.min(...cosines)}`);
    });

    it("gives the same bits step by step as over the whole recording", async () => {
      const engine = await createEngine();
      const whole = engine.runNetwork(network, check.frames);
      const running = engine.loadNetwork(network);
      const pieces: number[] = [];
      for (let at = 0; at < check.frames.length; at += 2 * 40) {
        pieces.push(...running.run(check.frames.subarray(at, at + 2 * 40)));
      }
      assert.deepEqual(pieces, [...whole]);
    });
  });

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((sum, v, i) => sum + v * y[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
