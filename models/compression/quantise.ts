/**
 * Post-training quantisation: FloatModel → Network. Weights are symmetric int8
 * with one scale per output channel; each activation has one scale, taken from
 * the values it had on calibration examples (Jacob et al. 2018; the scheme and
 * rounding are TensorFlow Lite's, which the runtime computes).
 */
import type { Network, Op, Tensor } from "../../firmware-gen/network/network.ts";
import type { Example } from "../training/fit.ts";
import type { Scale } from "../training/rounding.ts";
import { type Dense, type FloatModel, FRAME_SCALE } from "../training/float-model.ts";
import { forward } from "./forward.ts";
import { rangeOf, type RangeRule } from "./range.ts";

/**
 * @param calibration examples like those the device will meet; about a hundred are enough. At least one.
 * @returns a network whose scores are one int16 softmax value per class.
 */
export function quantise(
  model: FloatModel,
  calibration: readonly Pick<Example, "frames" | "segmentFrames">[],
  rule: RangeRule = "min-max",
): Network {
  const scales = activationScales(model, calibration, rule);
  let place = 0;
  const next = (): Scale => scales[place++]!;
  const tensors: Tensor[] = [];
  const ops: Op[] = [];
  const tensor = (
    name: string,
    channels: number,
    quantisation: Scale,
    type: Tensor["type"] = "int8",
  ): number => tensors.push({ name, bands: 1, channels, type, ...quantisation }) - 1;
  const { channels } = model.architecture;

  const input =
    tensors.push({
      name: "frame",
      bands: model.architecture.inputs,
      channels: 1,
      type: "int8",
      scale: FRAME_SCALE,
      zeroPoint: 0,
    }) - 1;
  let x = tensor("stem", channels, next());
  ops.push(fullyConnected(model.stem, input, x, tensors, true));
  model.blocks.forEach(({ depthwise, pointwise }, b) => {
    const mixed = tensor(`depthwise ${b + 1}`, channels, next());
    ops.push({
      kind: "depthwiseConv2d",
      input: x,
      output: mixed,
      ...quantiseWeights(depthwise.weights, depthwise.bias, "last", tensors[x]!.scale),
      clamp: FULL,
      kernelTime: depthwise.taps,
      kernelBands: 1,
      dilationTime: depthwise.dilation,
      strideTime: 1,
      strideBands: 1,
      padBands: 0,
    });
    const turned = tensor(`pointwise ${b + 1}`, channels, next());
    ops.push(fullyConnected(pointwise, mixed, turned, tensors, true));
    const sum = tensor(`sum ${b + 1}`, channels, next());
    ops.push({ kind: "add", inputs: [x, turned], output: sum, clamp: FULL });
    x = sum;
  });
  const mean = tensor("mean", channels, next());
  ops.push({ kind: "mean", input: x, output: mean });
  const logits = tensor("logits", model.head.outputs, next());
  ops.push(fullyConnected(model.head, mean, logits, tensors, false));
  const scores = tensor("scores", model.head.outputs, { scale: 1 / 65536, zeroPoint: -32768 }, "int16");
  ops.push({ kind: "softmax", input: logits, output: scores });
  return { tensors, ops, input, vector: x, scores };
}

const FULL = { min: -128, max: 127 };

function fullyConnected(
  layer: Dense,
  input: number,
  output: number,
  tensors: readonly Tensor[],
  relu: boolean,
): Op {
  const { inputs, outputs } = layer;
  const rows = new Float32Array(inputs * outputs); // the runtime wants one row per output
  for (let i = 0; i < inputs; i++)
    for (let o = 0; o < outputs; o++) rows[o * inputs + i] = layer.weights[i * outputs + o]!;
  return {
    kind: "fullyConnected",
    input,
    output,
    ...quantiseWeights(rows, layer.bias, "first", tensors[input]!.scale),
    clamp: relu ? { min: tensors[output]!.zeroPoint, max: 127 } : FULL,
  };
}

/** @param channelAxis where the output channel stands in the weights' layout. */
function quantiseWeights(
  weights: Float32Array,
  bias: Float32Array,
  channelAxis: "first" | "last",
  inputScale: number,
): { weights: Int8Array; weightScales: Float64Array; bias: Int32Array } {
  const channels = bias.length;
  const perChannel = weights.length / channels;
  const channelOf =
    channelAxis === "first" ? (i: number) => Math.floor(i / perChannel) : (i: number) => i % channels;
  const largest = new Float64Array(channels);
  weights.forEach((w, i) => {
    largest[channelOf(i)] = Math.max(largest[channelOf(i)]!, Math.abs(w));
  });
  // A channel of zeros needs some scale above zero; its bias must still fit 32 bits.
  const weightScales = largest.map((l, c) =>
    Math.max(l / 127, Math.abs(bias[c]!) / (inputScale * 2 ** 30), 1e-9),
  );
  return {
    weights: Int8Array.from(weights, (w, i) =>
      Math.max(-127, Math.min(127, Math.round(w / weightScales[channelOf(i)]!))),
    ),
    weightScales,
    bias: Int32Array.from(bias, (b, c) => Math.round(b / (inputScale * weightScales[c]!))),
  };
}

/** One for each activation: stem; of each block depthwise, pointwise and sum; mean; logits. */
export function activationScales(
  model: FloatModel,
  calibration: readonly Pick<Example, "frames" | "segmentFrames">[],
  rule: RangeRule,
): Scale[] {
  if (calibration.length === 0) throw new RangeError("Quantisation needs calibration examples");
  const blocks = model.blocks.length;
  const seen = Array.from({ length: 3 * blocks + 3 }, () => [] as Float32Array[]);
  for (const { frames, segmentFrames } of calibration) {
    forward(model, frames, segmentFrames, {
      stem: (v) => seen[0]!.push(v),
      depthwise: (b, v) => seen[1 + 3 * b]!.push(v),
      pointwise: (b, v) => seen[2 + 3 * b]!.push(v),
      sum: (b, v) => seen[3 + 3 * b]!.push(v),
      mean: (v) => seen[3 * blocks + 1]!.push(v),
      logits: (v) => seen[3 * blocks + 2]!.push(v),
    });
  }
  return seen.map((values) => rangeOf(values, rule));
}
