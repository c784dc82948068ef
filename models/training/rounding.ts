/**
 * Quantisation inside training: values are rounded as the int8 network will round them, and the
 * gradient passes as if they were not (straight-through; Bengio et al. 2013, Jacob et al. 2018).
 */
import type * as tf from "@tensorflow/tfjs";
import type { Tf } from "./tfjs.ts";

export interface Scale {
  readonly scale: number;
  readonly zeroPoint: number;
}

/** What is done to weights and activations while the loss is computed. */
export interface Rounding {
  /** @param weights shape [inputs or taps, outputs]: one scale per output. */
  weights(weights: tf.Tensor2D): tf.Tensor2D;
  /** @param place index of the activation, in the order of {@link fakeQuantise}'s scales. */
  activation<T extends tf.Tensor>(values: T, place: number): T;
}

export const NO_ROUNDING: Rounding = { weights: (w) => w, activation: (x) => x };

/** @param scales of the activations: stem; of each block depthwise, pointwise and sum; mean; logits. */
export function fakeQuantise(tf: Tf, scales: readonly Scale[]): Rounding {
  const nearest = (x: tf.Tensor): tf.Tensor => x.add(0.5).floor();
  const weights = tf.customGrad((w) => ({
    value: tf.tidy(() => {
      const scale = (w as tf.Tensor2D).abs().max(0, true).div(127).maximum(1e-9);
      return nearest((w as tf.Tensor2D).div(scale)).mul(scale);
    }),
    gradFunc: (dy: tf.Tensor) => dy,
  }));
  const activations = scales.map(({ scale, zeroPoint }) => {
    const [low, high] = [(-128 - zeroPoint) * scale, (127 - zeroPoint) * scale];
    return tf.customGrad((x, save) => {
      (save as (saved: tf.Tensor[]) => void)([x as tf.Tensor]);
      return {
        value: tf.tidy(() => nearest((x as tf.Tensor).clipByValue(low, high).div(scale)).mul(scale)),
        // What was clipped cannot be moved from there.
        gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
          dy.mul(saved[0]!.greaterEqual(low).logicalAnd(saved[0]!.lessEqual(high)).cast("float32")),
      };
    });
  });
  return {
    weights: (w) => weights(w) as tf.Tensor2D,
    activation: <T extends tf.Tensor>(x: T, place: number) => activations[place]!(x) as T,
  };
}
