/**
 * The one network type: an int8 graph that runs over a stream of frames.
 *
 * A tensor here is what one step (one frame, or every n-th where an operator
 * strides in time) leaves behind: bands × channels values, channel last. Time is
 * no dimension: an operator with a kernel in time reads the last steps of its
 * input, which the runtime keeps in a ring; before the first step the ring
 * holds real zeros, like causal zero padding.
 *
 * Everything up to `vector` runs per step. A MEAN takes all vectors of a closed
 * segment; it and what hangs on it run once per segment and end in `scores`.
 */

/** What the runtime keeps of one step of one operator. */
export interface Tensor {
  readonly name: string;
  readonly bands: number;
  readonly channels: number;
  readonly type: "int8" | "int16";
  /** Real value of one step; real = scale × (stored − zeroPoint). */
  readonly scale: number;
  readonly zeroPoint: number;
}

/** Lowest and highest stored value of an operator's output; a fused RELU is `min = zeroPoint`. */
export interface Clamp {
  readonly min: number;
  readonly max: number;
}

interface Weighted {
  readonly input: number;
  readonly output: number;
  /** Symmetric int8 (zero point 0); layout at each operator. */
  readonly weights: Int8Array;
  /** Scale per output channel, length = output channels. */
  readonly weightScales: Float64Array;
  /** In units of input scale × weight scale, length = output channels. */
  readonly bias: Int32Array;
  readonly clamp: Clamp;
}

interface Windowed extends Weighted {
  readonly kernelTime: number;
  readonly kernelBands: number;
  /** Steps of the input between taps in time; 1 is dense. */
  readonly dilationTime: number;
  /** 2 = one output step for every two input steps. */
  readonly strideTime: number;
  readonly strideBands: number;
  /** Bands of real zero below the first one; above the last one as many as the output's size asks for. */
  readonly padBands: number;
}

/** CONV_2D over (time, bands); weights [output channel][time, oldest first][band][input channel]. */
export interface Conv2d extends Windowed {
  readonly kind: "conv2d";
}

/** DEPTHWISE_CONV_2D; weights [time, oldest first][band][output channel]; output channel c reads input channel floor(c / multiplier). */
export interface DepthwiseConv2d extends Windowed {
  readonly kind: "depthwiseConv2d";
}

/** FULLY_CONNECTED over all values of one step; weights [output][input]. */
export interface FullyConnected extends Weighted {
  readonly kind: "fullyConnected";
}

/** ADD of two tensors of one shape. */
export interface Add {
  readonly kind: "add";
  readonly inputs: readonly [number, number];
  readonly output: number;
  readonly clamp: Clamp;
}

/** MEAN over the vectors of a segment; the input is the network's `vector`. */
export interface Mean {
  readonly kind: "mean";
  readonly input: number;
  readonly output: number;
}

/** SOFTMAX over all values; an int8 output has scale 1/256 and zero point −128, an int16 one 1/65536 and −32768. */
export interface Softmax {
  readonly kind: "softmax";
  readonly input: number;
  readonly output: number;
}

export type Op = Conv2d | DepthwiseConv2d | FullyConnected | Add | Mean | Softmax;

export interface Network {
  readonly tensors: readonly Tensor[];
  /** In an order in which every input is made before it is read. */
  readonly ops: readonly Op[];
  /** Tensor that takes the front end's frame: bands × channels = the frame's values. */
  readonly input: number;
  /** Tensor whose value per step goes into the sequence ring; may be `input` itself. */
  readonly vector: number;
  /** int16 softmax of one value per class, or null where another head reads the vectors. */
  readonly scores: number | null;
}

/** Values of one step of a tensor. */
export function sizeOf(tensor: Tensor): number {
  return tensor.bands * tensor.channels;
}

/** Indices of the tensors an operator reads. */
export function inputsOf(op: Op): readonly number[] {
  return op.kind === "add" ? op.inputs : [op.input];
}

/** Multiplications per second of signal of all per-step operators, with `framesPerSecond` frames. */
export function macsPerSecond(network: Network, framesPerSecond: number): number {
  const period = new Map<number, number>([[network.input, 1]]);
  let total = 0;
  for (const op of network.ops) {
    const before = period.get(inputsOf(op)[0] ?? -1);
    if (before === undefined || op.kind === "mean") continue; // per segment, not per step
    const own = before * strideOf(op);
    period.set(op.output, own);
    total += (macsOf(op, network) * framesPerSecond) / own;
  }
  return total;
}

/** Steps of the input that make one step of the output. */
export function strideOf(op: Op): number {
  return op.kind === "conv2d" || op.kind === "depthwiseConv2d" ? op.strideTime : 1;
}

/** Multiplications of weights in one run of an operator. */
export function macsOf(op: Op, network: Network): number {
  switch (op.kind) {
    case "conv2d":
      return op.weights.length * (network.tensors[op.output]?.bands ?? 0);
    case "depthwiseConv2d":
      return op.weights.length * (network.tensors[op.output]?.bands ?? 0);
    case "fullyConnected":
      return op.weights.length;
    case "add":
    case "mean":
    case "softmax":
      return 0;
  }
}
