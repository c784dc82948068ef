/**
 * The backbone: the shipped, shared part of a sound network. It turns each pair
 * of log-mel frames into one vector in which the same word by the same person
 * lies close and other words lie far, whatever the room; a head reads the
 * vectors. How it was trained, from what and how good it is: README.md here.
 *
 * The weights file is written by training/export.py: layers in order, weights in
 * the order of the Network type, base64, little-endian.
 */
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Clamp, Network, Op, Tensor } from "../../firmware-gen/network/network.ts";

export const BACKBONE_SIZES = ["full", "small"] as const;
export type BackboneSize = (typeof BACKBONE_SIZES)[number];
/** The one that personal models are trained over. */
export const BACKBONE: BackboneSize = "full";

/** Scale of a front end frame as the backbone was trained on it. */
const FRAME_SCALE = 1 / 32;
const BANDS = 40;
const WHOLE: Clamp = { min: -128, max: 127 };

const quantisation = { scale: z.number().positive(), zeroPoint: z.int().min(-128).max(127) };
const windowed = z.strictObject({
  kind: z.enum(["conv", "depthwise"]),
  input: z.int(),
  inputs: z.int(),
  outputs: z.int(),
  kernel: z.tuple([z.int(), z.int()]),
  stride: z.tuple([z.int(), z.int()]),
  dilation: z.int(),
  pad: z.int(),
  relu: z.boolean(),
  ...quantisation,
  weights: z.string(),
  weightScales: z.string(),
  bias: z.string(),
});
const add = z.strictObject({ kind: z.literal("add"), inputs: z.tuple([z.int(), z.int()]), ...quantisation });
const file = z.strictObject({
  size: z.enum(BACKBONE_SIZES),
  weights: z.int(),
  macsPerSecond: z.number(),
  layers: z.array(z.discriminatedUnion("kind", [windowed, add])),
  check: z.strictObject({ frames: z.string(), answer: z.string() }),
});

export interface Backbone {
  /** Per-step operators only: its `vector` is what a head reads, `scores` is null. */
  readonly network: Network;
  /** A few int8 frames and what the float network answered, for a test. */
  readonly check: { readonly frames: Int8Array; readonly answer: Float32Array };
}

/** Reads the shipped weights of one size. */
export function loadBackbone(size: BackboneSize): Backbone {
  const path = new URL(`./${size}.json`, import.meta.url);
  const { layers, check } = file.parse(JSON.parse(readFileSync(path, "utf8")));
  const tensors: Tensor[] = [
    { name: "frame", bands: BANDS, channels: 1, type: "int8", scale: FRAME_SCALE, zeroPoint: 0 },
  ];
  const ops: Op[] = [];
  for (const [index, layer] of layers.entries()) {
    const output = index + 1;
    const { scale, zeroPoint } = layer;
    if (layer.kind === "add") {
      const { bands, channels } = tensors[layer.inputs[0]]!;
      tensors.push({ name: `sum ${output}`, bands, channels, type: "int8", scale, zeroPoint });
      ops.push({ kind: "add", inputs: layer.inputs, output, clamp: WHOLE });
      continue;
    }
    const [kernelTime, kernelBands] = layer.kernel;
    const [strideTime, strideBands] = layer.stride;
    const before = tensors[layer.input]!;
    const bands = Math.floor((before.bands + 2 * layer.pad - kernelBands) / strideBands) + 1;
    const name = `${layer.kind} ${output}`;
    tensors.push({ name, bands, channels: layer.outputs, type: "int8", scale, zeroPoint });
    ops.push({
      kind: layer.kind === "conv" ? "conv2d" : "depthwiseConv2d",
      input: layer.input,
      output,
      weights: new Int8Array(bytesOf(layer.weights)),
      weightScales: new Float64Array(bytesOf(layer.weightScales)),
      bias: new Int32Array(bytesOf(layer.bias)),
      clamp: layer.relu ? { min: zeroPoint, max: 127 } : WHOLE,
      kernelTime,
      kernelBands,
      dilationTime: layer.dilation,
      strideTime,
      strideBands,
      padBands: layer.pad,
    });
  }
  return {
    network: { tensors, ops, input: 0, vector: tensors.length - 1, scores: null },
    check: {
      frames: new Int8Array(bytesOf(check.frames)),
      answer: new Float32Array(bytesOf(check.answer)),
    },
  };
}

/** A copy of its own, because Node's small buffers lie at any offset in a shared one. */
function bytesOf(base64: string): ArrayBuffer {
  return Uint8Array.from(Buffer.from(base64, "base64")).buffer;
}
