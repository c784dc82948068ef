/**
 * Lays a {@link Network} out for the runtime: which operator runs when, how many
 * steps of each tensor are kept, and where each lies in the work memory.
 * What the runtime would refuse is refused here first, by name.
 */
import { type BeckonError, inputError } from "../../common/errors.ts";
import { inputsOf, type Network, type Op, sizeOf, strideOf, type Tensor } from "./network.ts";

/** Limits of the image format (PROTOCOL.md, section NETW). */
export const TENSORS_MAX = 200;
export const OPS_MAX = 200;
export const TAPS_MAX = 65535;
export const SOFTMAX_MAX = 128;

export interface PlannedTensor {
  /** Frames between two steps of this tensor; 0 in the segment stage. */
  readonly period: number;
  /** Steps kept. */
  readonly depth: number;
  /** Byte offset in the work memory, even. */
  readonly offset: number;
}

export interface PlannedOp {
  readonly stage: "step" | "segment";
  /** Frames between two runs; 0 in the segment stage. */
  readonly period: number;
}

export interface Plan {
  readonly tensors: readonly PlannedTensor[];
  readonly ops: readonly PlannedOp[];
  readonly workBytes: number;
}

/** @throws BeckonError `network-invalid` that names the operator, counted from 1, and what is wrong with it. */
export function planNetwork(network: Network): Plan {
  const { tensors, ops } = network;
  if (tensors.length > TENSORS_MAX || ops.length > OPS_MAX) {
    throw invalid(
      "network",
      `has ${tensors.length} tensors and ${ops.length} operators; the runtime takes ${OPS_MAX}.`,
    );
  }
  tensors.forEach((tensor, index) => checkTensor(tensor, index));
  tensorAt(network, network.vector, "vector");

  const period: (number | undefined)[] = tensors.map(() => undefined);
  const depth = tensors.map(() => 1);
  const lastRead = tensors.map(() => -1);
  const madeBy = tensors.map(() => -1);
  tensorAt(network, network.input, "input");
  period[network.input] = 1;

  const planned = ops.map((op, index): PlannedOp => {
    const name = `operator ${index + 1} (${op.kind})`;
    const before = inputsOf(op).map((input) => {
      tensorAt(network, input, name);
      const value = period[input];
      if (value === undefined) throw invalid(name, `reads tensor ${input} before anything wrote it.`);
      lastRead[input] = index;
      return value;
    });
    const own = op.kind === "mean" ? 0 : (before[0] ?? 1) * strideOf(op);
    if (before.some((value) => value !== before[0]))
      throw invalid(name, "joins tensors of different step lengths.");
    if (own > 255) throw invalid(name, "makes fewer than one step in 255 frames.");
    if (op.kind === "mean" && (op.input !== network.vector || before[0] === 0)) {
      throw invalid(name, "must read the network's vector.");
    }
    tensorAt(network, op.output, name);
    if (period[op.output] !== undefined)
      throw invalid(name, `writes tensor ${op.output}, which is written already.`);
    period[op.output] = own;
    madeBy[op.output] = index;
    checkShape(network, op, name, own === 0);
    if (op.kind === "conv2d" || op.kind === "depthwiseConv2d") {
      depth[op.input] = Math.max(depth[op.input] ?? 1, (op.kernelTime - 1) * op.dilationTime + 1);
    }
    return { stage: own === 0 ? "segment" : "step", period: own };
  });

  if (!period[network.vector]) throw invalid("network", "the vector is not made by a per-step operator.");
  checkOrder(planned);
  checkScores(network, period);
  const lifetime = tensors.map((_, index): Lifetime => {
    const kept = (depth[index] ?? 1) > 1;
    const stepsEnd = planned.filter((op) => op.stage === "step").length;
    const last =
      index === network.vector ? Math.max(stepsEnd, lastRead[index] ?? -1) : (lastRead[index] ?? -1);
    const end = index === network.scores ? ops.length : Math.max(last, madeBy[index] ?? -1);
    return kept ? { from: -1, to: ops.length } : { from: madeBy[index] ?? -1, to: end };
  });
  const used = tensors.map((_, index) => period[index] !== undefined);
  const places = place(tensors, depth, lifetime, used);
  return {
    tensors: tensors.map((_, index) => ({
      period: period[index] ?? 1,
      depth: depth[index] ?? 1,
      offset: places.offsets[index] ?? 0,
    })),
    ops: planned,
    workBytes: places.workBytes,
  };
}

/** First and last operator during which a tensor must stay whole; −1 is before the first. */
interface Lifetime {
  readonly from: number;
  readonly to: number;
}

/** First fit, larger tensors first, so that small ones fill the gaps. */
function place(
  tensors: readonly Tensor[],
  depth: readonly number[],
  lifetime: readonly Lifetime[],
  used: readonly boolean[],
): { offsets: number[]; workBytes: number } {
  const bytes = tensors.map((tensor, index) => {
    const raw = sizeOf(tensor) * (depth[index] ?? 1) * (tensor.type === "int16" ? 2 : 1);
    return (raw + 1) & ~1;
  });
  const order = tensors.map((_, index) => index).sort((a, b) => (bytes[b] ?? 0) - (bytes[a] ?? 0) || a - b);
  const offsets = tensors.map(() => 0);
  const placed: number[] = [];
  let workBytes = 0;
  for (const index of order) {
    if (!used[index]) continue;
    const size = bytes[index] ?? 0;
    const own = lifetime[index] ?? { from: 0, to: 0 };
    const taken = placed
      .filter((other) => overlaps(own, lifetime[other] ?? own))
      .map((other) => ({ from: offsets[other] ?? 0, to: (offsets[other] ?? 0) + (bytes[other] ?? 0) }))
      .sort((a, b) => a.from - b.from);
    let at = 0;
    for (const gap of taken) {
      if (at + size <= gap.from) break;
      at = Math.max(at, gap.to);
    }
    offsets[index] = at;
    workBytes = Math.max(workBytes, at + size);
    placed.push(index);
  }
  return { offsets, workBytes };
}

function overlaps(a: Lifetime, b: Lifetime): boolean {
  return a.from <= b.to && b.from <= a.to;
}

function checkTensor(tensor: Tensor, index: number): void {
  const name = `tensor ${index} (${tensor.name})`;
  const [low, high] = tensor.type === "int8" ? [-128, 127] : [-32768, 32767];
  if (!whole(tensor.bands, 1, 1024) || !whole(tensor.channels, 1, 4096)) {
    throw invalid(name, `has the shape ${tensor.bands} × ${tensor.channels}.`);
  }
  if (!(tensor.scale > 0) || !Number.isFinite(tensor.scale))
    throw invalid(name, `has the scale ${tensor.scale}.`);
  if (!whole(tensor.zeroPoint, low, high)) throw invalid(name, `has the zero point ${tensor.zeroPoint}.`);
}

function checkShape(network: Network, op: Op, name: string, perSegment: boolean): void {
  const out = tensorAt(network, op.output, name);
  const ins = inputsOf(op).map((index) => tensorAt(network, index, name));
  const input = ins[0] as Tensor;
  if (ins.some((tensor) => tensor.type !== "int8")) throw invalid(name, "reads a tensor that is not int8.");
  if (out.type !== "int8" && op.kind !== "softmax") throw invalid(name, "writes a tensor that is not int8.");
  switch (op.kind) {
    case "conv2d":
    case "depthwiseConv2d": {
      if (perSegment) throw invalid(name, "is a convolution after the mean.");
      const depthwise = op.kind === "depthwiseConv2d";
      const window = op.kernelTime * op.kernelBands;
      const taps = depthwise ? window : window * input.channels;
      const expected = depthwise ? window * out.channels : taps * out.channels;
      const whole255 = [op.kernelTime, op.kernelBands, op.dilationTime, op.strideTime, op.strideBands];
      if (!whole255.every((value) => whole(value, 1, 255)) || !whole(op.padBands, 0, 255)) {
        throw invalid(name, "has a kernel, stride, dilation or padding outside 1 to 255.");
      }
      if (depthwise && out.channels % input.channels !== 0)
        throw invalid(name, "has channels that do not divide.");
      if ((out.bands - 1) * op.strideBands - op.padBands >= input.bands) {
        throw invalid(name, `makes ${out.bands} bands, more than its input holds.`);
      }
      checkWeights(op, out.channels, expected, taps, name);
      return;
    }
    case "fullyConnected":
      checkWeights(op, sizeOf(out), sizeOf(input) * sizeOf(out), sizeOf(input), name);
      return;
    case "add":
      for (const tensor of [...ins, out]) {
        if (tensor.bands !== input.bands || tensor.channels !== input.channels) {
          throw invalid(name, "adds tensors of different shapes.");
        }
      }
      return;
    case "mean":
      if (sizeOf(out) !== sizeOf(input)) throw invalid(name, "changes the number of values.");
      return;
    case "softmax": {
      const scale = out.type === "int8" ? 1 / 256 : 1 / 65536;
      const zeroPoint = out.type === "int8" ? -128 : -32768;
      if (sizeOf(out) !== sizeOf(input) || sizeOf(out) > SOFTMAX_MAX)
        throw invalid(name, "has a wrong number of values.");
      if (out.scale !== scale || out.zeroPoint !== zeroPoint)
        throw invalid(name, "has an output scale that is not its own.");
      return;
    }
  }
}

interface WeightsOf {
  readonly weights: Int8Array;
  readonly weightScales: Float64Array;
  readonly bias: Int32Array;
}

function checkWeights(op: WeightsOf, outputs: number, weights: number, taps: number, name: string): void {
  if (taps > TAPS_MAX) throw invalid(name, `sums ${taps} products; the runtime takes ${TAPS_MAX}.`);
  if (op.weights.length !== weights)
    throw invalid(name, `has ${op.weights.length} weights instead of ${weights}.`);
  if (op.bias.length !== outputs || op.weightScales.length !== outputs) {
    throw invalid(
      name,
      `has ${op.bias.length} biases and ${op.weightScales.length} scales for ${outputs} outputs.`,
    );
  }
}

function checkOrder(ops: readonly PlannedOp[]): void {
  const firstSegment = ops.findIndex((op) => op.stage === "segment");
  if (firstSegment >= 0 && ops.slice(firstSegment).some((op) => op.stage === "step")) {
    throw invalid("network", "has a per-step operator after the mean.");
  }
}

function checkScores(network: Network, period: readonly (number | undefined)[]): void {
  if (network.scores === null) return;
  const tensor = tensorAt(network, network.scores, "scores");
  if (tensor.type !== "int16" || period[network.scores] !== 0) {
    throw invalid("network", "scores must come from an int16 softmax after the mean.");
  }
}

function tensorAt(network: Network, index: number, reader: string): Tensor {
  const tensor = network.tensors[index];
  if (!tensor) throw invalid(reader, `names tensor ${index}, which does not exist.`);
  return tensor;
}

function whole(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && value >= low && value <= high;
}

function invalid(thing: string, problem: string): BeckonError {
  return inputError(
    "network-invalid",
    thing,
    problem,
    "Build the network anew; see PROTOCOL.md, section NETW.",
  );
}
