/** Seeded networks of every operator and odd shapes, for tests and conformance vectors. */
import type { Random } from "../../../common/random.ts";
import type { Network, Op, Tensor } from "../network.ts";

export interface RandomNetworkOptions {
  /** Values of a frame. */
  readonly frameValues: number;
  /** Classes of the dense head; 0 leaves the segment stage away. */
  readonly classes: number;
  /** Convolutions after each other. */
  readonly blocks: number;
  /** Most channels of a block. */
  readonly channels: number;
}

export function randomNetwork(random: Random, options: RandomNetworkOptions): Network {
  const tensors: Tensor[] = [];
  const ops: Op[] = [];
  const tensor = (bands: number, channels: number, more: Partial<Tensor> = {}): number => {
    const scale = random.between(0.01, 0.2);
    const zeroPoint = random.integer(256) - 128;
    tensors.push({ name: `t${tensors.length}`, bands, channels, type: "int8", scale, zeroPoint, ...more });
    return tensors.length - 1;
  };
  const of = (index: number): Tensor => tensors[index] as Tensor;
  const weighted = (count: number, outputs: number, taps: number) => ({
    weights: Int8Array.from({ length: count }, () => random.integer(255) - 127),
    weightScales: Float64Array.from(
      { length: outputs },
      () => random.between(0.2, 2) / (70 * Math.sqrt(taps)),
    ),
    bias: Int32Array.from({ length: outputs }, () => random.integer(4001) - 2000),
  });

  const wide = random.next() < 0.5;
  const input = wide ? tensor(options.frameValues, 1) : tensor(1, options.frameValues);
  let last = input;
  for (let block = 0; block < options.blocks; block++) {
    last = random.next() < 0.5 ? convolution(last) : residual(last);
  }
  const half = Math.ceil(options.channels / 2);
  const vector = fullyConnected(last, half + random.integer(half));
  let scores: number | null = null;
  if (options.classes > 0) {
    const mean = tensor(1, of(vector).channels);
    ops.push({ kind: "mean", input: vector, output: mean });
    const logits = fullyConnected(mean, options.classes);
    scores = tensor(1, options.classes, { type: "int16", scale: 1 / 65536, zeroPoint: -32768 });
    ops.push({ kind: "softmax", input: logits, output: scores });
  }
  return { tensors, ops, input, vector, scores };

  function fullyConnected(from: number, outputs: number): number {
    const taps = of(from).bands * of(from).channels;
    const output = tensor(1, outputs);
    ops.push({
      kind: "fullyConnected",
      input: from,
      output,
      ...weighted(taps * outputs, outputs, taps),
      clamp: { min: -128, max: 127 },
    });
    return output;
  }

  function convolution(from: number): number {
    const { bands, channels } = of(from);
    const depthwise = random.next() < 0.5;
    const kernelBands = 1 + random.integer(Math.min(5, bands));
    const strideBands = 1 + random.integer(2);
    const padBands = random.integer(kernelBands);
    const outBands = Math.max(1, Math.floor((bands + padBands - 1) / strideBands));
    const multiplier = channels > options.channels ? 1 : 1 + random.integer(2);
    const outputs = depthwise ? channels * multiplier : 1 + random.integer(options.channels);
    const kernelTime = 1 + random.integer(4);
    const output = tensor(outBands, outputs);
    const taps = kernelTime * kernelBands * (depthwise ? 1 : channels);
    const relu = random.next() < 0.5;
    ops.push({
      kind: depthwise ? "depthwiseConv2d" : "conv2d",
      input: from,
      output,
      ...weighted(taps * outputs, outputs, taps),
      clamp: { min: relu ? of(output).zeroPoint : -128, max: 127 },
      kernelTime,
      kernelBands,
      dilationTime: 1 + random.integer(2),
      strideTime: random.next() < 0.2 ? 2 : 1,
      strideBands,
      padBands,
    });
    return output;
  }

  /** A causal depthwise convolution in time beside a straight way. */
  function residual(from: number): number {
    const { bands, channels } = of(from);
    const branch = tensor(bands, channels);
    const kernelTime = 2 + random.integer(4);
    ops.push({
      kind: "depthwiseConv2d",
      input: from,
      output: branch,
      ...weighted(kernelTime * channels, channels, kernelTime),
      clamp: { min: -128, max: 127 },
      kernelTime,
      kernelBands: 1,
      dilationTime: 1 + random.integer(3),
      strideTime: 1,
      strideBands: 1,
      padBands: 0,
    });
    const output = tensor(bands, channels);
    ops.push({ kind: "add", inputs: [from, branch], output, clamp: { min: -128, max: 127 } });
    return output;
  }
}
