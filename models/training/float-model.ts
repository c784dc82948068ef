/**
 * The float network that training makes, before compression: a small causal
 * depthwise-separable network that turns each frame into a vector, and a dense
 * head over the mean of a segment's vectors.
 *
 *   frame → pointwise stem, ReLU → blocks of x + ReLU(pointwise(depthwise(x))) → vector
 *   mean of the segment's vectors → fully connected → softmax
 *
 * No batch norm: a personal set is a few dozen examples, whose statistics would
 * be noise, and there is nothing to fold afterwards.
 */
import type { Random } from "../../common/random.ts";

/** What the network is built of; kept with the model so that training can be repeated. */
export interface Architecture {
  /** Values in a frame: 40 for sound, 6 for motion. */
  readonly inputs: number;
  readonly channels: number;
  readonly taps: number;
  /** Frames between two taps, one entry per block. */
  readonly dilations: readonly number[];
}

export const SOUND_ARCHITECTURE: Architecture = {
  inputs: 40,
  channels: 24,
  taps: 5,
  dilations: [1, 2, 4],
};
export const MOTION_ARCHITECTURE: Architecture = { inputs: 6, channels: 16, taps: 5, dilations: [1, 2, 2] };

/** Int8 frames enter the float network as value × FRAME_SCALE. */
export const FRAME_SCALE = 1 / 32;

/** y = x·weights + bias; weights row-major, one row of `outputs` values per input. */
export interface Dense {
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/** Causal depthwise convolution; weights row-major [taps][channels], the last tap meets the newest frame. */
export interface Depthwise {
  readonly channels: number;
  readonly taps: number;
  readonly dilation: number;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

export interface FloatModel {
  readonly architecture: Architecture;
  readonly stem: Dense;
  readonly blocks: readonly { readonly depthwise: Depthwise; readonly pointwise: Dense }[];
  /** One output per class, in the order of the image's labels. */
  readonly head: Dense;
}

/** Frames before a segment that still reach its first vector. */
export function contextFrames(architecture: Architecture): number {
  return (architecture.taps - 1) * architecture.dilations.reduce((sum, d) => sum + d, 0);
}

/** All weights and biases in a fixed order; the arrays are the model's own. */
export function parametersOf(model: FloatModel): Float32Array[] {
  const { stem, blocks, head } = model;
  const body = blocks.flatMap(({ depthwise, pointwise }) => [
    depthwise.weights,
    depthwise.bias,
    pointwise.weights,
    pointwise.bias,
  ]);
  return [stem.weights, stem.bias, ...body, head.weights, head.bias];
}

/** Random start (He et al. 2015: normal, variance 2 / fan-in before a ReLU, 1 / fan-in else). */
export function createFloatModel(architecture: Architecture, classes: number, random: Random): FloatModel {
  const { inputs, channels, taps, dilations } = architecture;
  const normal = (length: number, variance: number): Float32Array =>
    Float32Array.from({ length }, () => random.normal() * Math.sqrt(variance));
  const dense = (from: number, to: number, gain: number): Dense => ({
    inputs: from,
    outputs: to,
    weights: normal(from * to, gain / from),
    bias: new Float32Array(to),
  });
  return {
    architecture,
    stem: dense(inputs, channels, 2),
    blocks: dilations.map((dilation) => ({
      depthwise: {
        channels,
        taps,
        dilation,
        weights: normal(taps * channels, 1 / taps),
        bias: new Float32Array(channels),
      },
      pointwise: dense(channels, channels, 1), // half of He's: the residual path already carries the signal
    })),
    head: dense(channels, classes, 1),
  };
}
