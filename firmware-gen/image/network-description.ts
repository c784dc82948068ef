/** What section NETW says, for people: layer by layer. */
import { NETWORK_HEADER_BYTES, NO_TENSOR, OP_BYTES, OP_CODE, TENSOR_BYTES } from "./format.ts";

export interface LayerDescription {
  readonly kind: keyof typeof OP_CODE;
  readonly stage: "step" | "segment";
  /** Frames between two runs; 0 once per segment. */
  readonly period: number;
  /** Output of one step. */
  readonly bands: number;
  readonly channels: number;
  readonly kernelTime: number;
  readonly kernelBands: number;
  readonly dilationTime: number;
  readonly strideBands: number;
  /** Weights without biases and multipliers. */
  readonly weights: number;
  /** Multiplications of one run. */
  readonly macs: number;
}

export interface NetworkDescription {
  readonly layers: readonly LayerDescription[];
  readonly weights: number;
  /** Multiplications of all per-step layers for one frame, on average. */
  readonly macsPerFrame: number;
  readonly vectorSize: number;
  readonly vectorPeriod: number;
  /** True where the network itself scores the classes. */
  readonly scores: boolean;
  /** Bytes of rings and intermediate values. */
  readonly workBytes: number;
  /** All that it takes of the arena: with the places in its rings. */
  readonly memoryBytes: number;
}

const KINDS = new Map(Object.entries(OP_CODE).map(([kind, code]) => [code, kind as keyof typeof OP_CODE]));

/** @param section NETW of an image that the runtime has accepted. */
export function describeNetwork(section: DataView): NetworkDescription {
  const tensors = section.getUint8(0);
  const shapeOf = (index: number): { bands: number; channels: number; period: number } => {
    const at = NETWORK_HEADER_BYTES + TENSOR_BYTES * index;
    return {
      bands: section.getUint16(at + 4, true),
      channels: section.getUint16(at + 6, true),
      period: section.getUint8(at + 10),
    };
  };
  const layers = Array.from({ length: section.getUint8(1) }, (_, index): LayerDescription => {
    const at = NETWORK_HEADER_BYTES + TENSOR_BYTES * tensors + OP_BYTES * index;
    const kind = KINDS.get(section.getUint8(at) as 1) ?? "add";
    const input = shapeOf(section.getUint8(at + 3));
    const output = shapeOf(section.getUint8(at + 5));
    const window = section.getUint8(at + 6) * section.getUint8(at + 7);
    const weights = weightsOf(kind, window, input, output);
    return {
      kind,
      stage: section.getUint8(at + 1) === 0 ? "step" : "segment",
      period: section.getUint8(at + 2),
      bands: output.bands,
      channels: output.channels,
      kernelTime: section.getUint8(at + 6),
      kernelBands: section.getUint8(at + 7),
      dilationTime: section.getUint8(at + 8),
      strideBands: section.getUint8(at + 9),
      weights,
      macs: kind === "fullyConnected" ? weights : weights * output.bands,
    };
  });
  const vector = shapeOf(section.getUint8(3));
  const steps = layers.filter((layer) => layer.stage === "step");
  return {
    layers,
    weights: layers.reduce((sum, layer) => sum + layer.weights, 0),
    macsPerFrame: steps.reduce((sum, layer) => sum + layer.macs / layer.period, 0),
    vectorSize: vector.bands * vector.channels,
    vectorPeriod: vector.period,
    scores: section.getUint8(4) !== NO_TENSOR,
    workBytes: section.getUint32(8, true),
    memoryBytes: section.getUint32(8, true) + 2 * tensors,
  };
}

interface Shape {
  readonly bands: number;
  readonly channels: number;
}

function weightsOf(kind: keyof typeof OP_CODE, window: number, input: Shape, output: Shape): number {
  switch (kind) {
    case "conv2d":
      return window * input.channels * output.channels;
    case "depthwiseConv2d":
      return window * output.channels;
    case "fullyConnected":
      return input.bands * input.channels * output.bands * output.channels;
    case "add":
    case "mean":
    case "softmax":
      return 0;
  }
}
