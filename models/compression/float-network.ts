/**
 * A network's own weights in floating point, nothing rounded between the layers: what the int8 runtime
 * would compute if it had all the digits. For calibration, and to tell what rounding costs; nothing is
 * ever decided or reported as a result from it.
 */
import {
  type Conv2d,
  type DepthwiseConv2d,
  type FullyConnected,
  type Network,
  type Op,
  sizeOf,
  type Tensor,
} from "../../firmware-gen/network/network.ts";

/** Real values of a tensor, one step after the other. */
export type Watch = (tensor: number, values: Float32Array) => void;

/**
 * The per-step part of a network over one recording, from silence.
 *
 * @param frames int8 frames as the front end makes them, row-major.
 * @param watch called once with all values of each tensor, the input's too.
 * @returns real values of the network's vectors, row-major: one for each period of frames.
 */
export function floatVectors(network: Network, frames: Int8Array, watch?: Watch): Float32Array {
  const { tensors, ops, input, vector } = network;
  const { scale, zeroPoint } = tensors[input]!;
  const values = new Map<number, Float32Array>();
  const keep = (tensor: number, found: Float32Array): void => {
    values.set(tensor, found);
    watch?.(tensor, found);
  };
  keep(
    input,
    Float32Array.from(frames, (v) => scale * (v - zeroPoint)),
  );
  for (const op of ops) {
    if (op.kind === "mean") break; // from here on once per segment
    const made = stepwise(op, tensors, values);
    if (made !== undefined) keep(op.output, made);
  }
  return values.get(vector)!;
}

/**
 * The part of a network that runs once per segment.
 *
 * @param vectors real values of the segment's vectors, at least one.
 * @returns one share per class, together 1; null where the network has no scores of its own.
 */
export function floatScores(network: Network, vectors: Float32Array, watch?: Watch): Float32Array | null {
  const { tensors, ops, vector, scores } = network;
  if (scores === null) return null;
  const values = new Map<number, Float32Array>([[vector, vectors]]);
  const first = ops.findIndex(({ kind }) => kind === "mean");
  for (const op of ops.slice(first)) {
    const made =
      op.kind === "mean" ? meanOf(vectors, sizeOf(tensors[vector]!)) : stepwise(op, tensors, values);
    if (made === undefined) continue;
    values.set(op.output, made);
    watch?.(op.output, made);
  }
  return values.get(scores)!;
}

function meanOf(vectors: Float32Array, size: number): Float32Array {
  const mean = new Float32Array(size);
  const count = vectors.length / size;
  for (let i = 0; i < vectors.length; i++) mean[i % size]! += vectors[i]! / count;
  return mean;
}

function stepwise(
  op: Op,
  tensors: readonly Tensor[],
  values: ReadonlyMap<number, Float32Array>,
): Float32Array | undefined {
  switch (op.kind) {
    case "conv2d":
    case "depthwiseConv2d":
      return windowed(op, tensors, values.get(op.input)!);
    case "fullyConnected":
      return connected(op, tensors, values.get(op.input)!);
    case "add": {
      const [a, b] = op.inputs.map((index) => values.get(index)!);
      return clamped(
        a!.map((v, i) => v + b![i]!),
        op.clamp,
        tensors[op.output]!,
      );
    }
    case "softmax":
      return softmax(values.get(op.input)!);
    case "mean":
      return undefined;
  }
}

/** Weights and bias as real numbers. */
function realOf(
  op: Conv2d | DepthwiseConv2d | FullyConnected,
  inputScale: number,
): { weights: Float32Array; bias: Float32Array } {
  const { weights, weightScales, bias } = op;
  const channels = bias.length;
  const each = weights.length / channels;
  const channelOf = (i: number): number =>
    op.kind === "depthwiseConv2d" ? i % channels : Math.floor(i / each);
  return {
    weights: Float32Array.from(weights, (w, i) => w * weightScales[channelOf(i)]!),
    bias: Float32Array.from(bias, (b, c) => b * inputScale * weightScales[c]!),
  };
}

function windowed(op: Conv2d | DepthwiseConv2d, tensors: readonly Tensor[], x: Float32Array): Float32Array {
  const before = tensors[op.input]!;
  const after = tensors[op.output]!;
  const { weights, bias } = realOf(op, before.scale);
  const { kernelTime, kernelBands, dilationTime, strideTime, strideBands, padBands } = op;
  const steps = Math.floor(x.length / sizeOf(before) / strideTime);
  const y = new Float32Array(steps * sizeOf(after));
  const depthwise = op.kind === "depthwiseConv2d";
  const multiplier = after.channels / before.channels;
  for (let step = 0; step < steps; step++) {
    const now = step * strideTime + strideTime - 1;
    for (let band = 0; band < after.bands; band++) {
      const to = (step * after.bands + band) * after.channels;
      y.set(bias, to);
      for (let t = 0; t < kernelTime; t++) {
        const then = now - (kernelTime - 1 - t) * dilationTime;
        if (then < 0) continue; // real zeros before the first step
        for (let k = 0; k < kernelBands; k++) {
          const at = band * strideBands + k - padBands;
          if (at < 0 || at >= before.bands) continue;
          const from = (then * before.bands + at) * before.channels;
          const tap = t * kernelBands + k;
          for (let o = 0; o < after.channels; o++) {
            if (depthwise) {
              y[to + o]! += weights[tap * after.channels + o]! * x[from + Math.floor(o / multiplier)]!;
              continue;
            }
            const row = (o * kernelTime * kernelBands + tap) * before.channels;
            for (let i = 0; i < before.channels; i++) y[to + o]! += weights[row + i]! * x[from + i]!;
          }
        }
      }
    }
  }
  return clamped(y, op.clamp, after);
}

function connected(op: FullyConnected, tensors: readonly Tensor[], x: Float32Array): Float32Array {
  const before = tensors[op.input]!;
  const inputs = sizeOf(before);
  const { weights, bias } = realOf(op, before.scale);
  const outputs = bias.length;
  const y = new Float32Array((x.length / inputs) * outputs);
  for (let i = 0; i < y.length; i++) {
    const from = Math.floor(i / outputs) * inputs;
    const row = (i % outputs) * inputs;
    let sum = bias[i % outputs]!;
    for (let k = 0; k < inputs; k++) sum += weights[row + k]! * x[from + k]!;
    y[i] = sum;
  }
  return clamped(y, op.clamp, tensors[op.output]!);
}

/** Of an operator's limits only a fused RELU is kept: the ends of int8 are rounding, not meaning. */
function clamped(y: Float32Array, { min }: { min: number }, { zeroPoint }: Tensor): Float32Array {
  return min === zeroPoint ? y.map((v) => Math.max(0, v)) : y;
}

function softmax(x: Float32Array): Float32Array {
  const most = Math.max(...x);
  const shares = x.map((v) => Math.exp(v - most));
  const sum = shares.reduce((total, v) => total + v, 0);
  return shares.map((v) => v / sum);
}
