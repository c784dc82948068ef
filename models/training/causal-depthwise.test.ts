import assert from "node:assert/strict";
import { test } from "node:test";
import type * as tf from "@tensorflow/tfjs";
import { createRandom } from "../../common/random.ts";
import { causalDepthwise } from "./causal-depthwise.ts";
import { startTfjs } from "./tfjs.ts";

const random = createRandom(7);
const normal = (n: number): Float32Array => Float32Array.from({ length: n }, () => random.normal());

test("a causal depthwise convolution is the sum its formula says, for every dilation", async () => {
  const { tensor3d, tensor2d } = await startTfjs();
  const [batch, time, channels, taps] = [2, 9, 3, 4];
  const x = normal(batch * time * channels);
  const w = normal(taps * channels);
  for (const dilation of [1, 2, 3, 5]) {
    const got = causalDepthwise(
      tensor3d(x, [batch, time, channels]),
      tensor2d(w, [taps, channels]),
      dilation,
    );
    const values = got.dataSync();
    for (let b = 0; b < batch; b++)
      for (let t = 0; t < time; t++)
        for (let c = 0; c < channels; c++) {
          let want = 0;
          for (let j = 0; j < taps; j++) {
            const from = t - (taps - 1 - j) * dilation;
            if (from >= 0) want += w[j * channels + c]! * x[(b * time + from) * channels + c]!;
          }
          assert.ok(
            Math.abs(values[(b * time + t) * channels + c]! - want) < 1e-5,
            `${dilation} ${b} ${t} ${c}`,
          );
        }
  }
});

test("the gradients of the depthwise convolution agree with numeric ones", async () => {
  const { tensor3d, tensor2d, grads, tidy } = await startTfjs();
  const [batch, time, channels, taps, dilation] = [2, 8, 3, 3, 2];
  const x = normal(batch * time * channels);
  const w = normal(taps * channels);
  const loss = (xs: Float32Array, ws: Float32Array): number =>
    tidy(
      () =>
        objective(
          tensor3d(xs, [batch, time, channels]),
          tensor2d(ws, [taps, channels]),
          dilation,
        ).dataSync()[0]!,
    );
  const [dx, dw] = grads((a, b) => objective(a as tf.Tensor3D, b as tf.Tensor2D, dilation))([
    tensor3d(x, [batch, time, channels]),
    tensor2d(w, [taps, channels]),
  ]) as [tf.Tensor, tf.Tensor];
  assertNumeric(dx.dataSync() as Float32Array, x, (moved) => loss(moved, w));
  assertNumeric(dw.dataSync() as Float32Array, w, (moved) => loss(x, moved));
});

test("a matrix product with transposed operands has the numeric gradient", async () => {
  const { tensor2d, grads, tidy, matMul } = await startTfjs();
  const a = normal(6);
  const b = normal(12);
  const f = (x: tf.Tensor, y: tf.Tensor): tf.Scalar =>
    matMul(x as tf.Tensor2D, y as tf.Tensor2D, true, true)
      .square()
      .sum();
  const loss = (x: Float32Array, y: Float32Array): number =>
    tidy(() => f(tensor2d(x, [3, 2]), tensor2d(y, [4, 3])).dataSync()[0]!);
  const [da, db] = grads(f)([tensor2d(a, [3, 2]), tensor2d(b, [4, 3])]) as [tf.Tensor, tf.Tensor];
  assertNumeric(da.dataSync() as Float32Array, a, (moved) => loss(moved, b));
  assertNumeric(db.dataSync() as Float32Array, b, (moved) => loss(a, moved));
});

/** A loss that is not linear, so that a gradient which forgets dy is found out. */
function objective(x: tf.Tensor3D, w: tf.Tensor2D, dilation: number): tf.Scalar {
  return causalDepthwise(x, w, dilation).square().sum();
}

/** Central differences; float32 allows about three digits. */
function assertNumeric(
  gradient: Float32Array,
  at: Float32Array,
  loss: (moved: Float32Array) => number,
): void {
  const step = 1e-2;
  at.forEach((_, i) => {
    const moved = (by: number): Float32Array => at.map((v, k) => (k === i ? v + by : v));
    const numeric = (loss(moved(step)) - loss(moved(-step))) / (2 * step);
    assert.ok(
      Math.abs(gradient[i]! - numeric) <= 1e-2 * Math.max(1, Math.abs(numeric)),
      `${i}: ${gradient[i]} ${numeric}`,
    );
  });
}
