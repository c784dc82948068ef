/** Writes a {@link Network} as the sections NETW and WGHT (PROTOCOL.md part 1). */
import type { Add, Mean, Network, Op, Softmax } from "../network/network.ts";
import { planNetwork } from "../network/plan.ts";
import { ADD_LEFT_SHIFT, addMultipliers, quantizeMultiplier, softmaxNumbers } from "../network/quantize.ts";
import { ByteWriter } from "./bytes.ts";
import { NO_TENSOR, OP_CODE, STAGE, TENSOR_TYPE } from "./format.ts";

export interface NetworkSections {
  readonly network: Uint8Array;
  readonly weights: Uint8Array;
}

/** @throws BeckonError as {@link planNetwork}. */
export function writeNetwork(network: Network): NetworkSections {
  const plan = planNetwork(network);
  const program = new ByteWriter();
  const weights = new ByteWriter();
  program.u8(network.tensors.length).u8(network.ops.length).u8(network.input).u8(network.vector);
  program
    .u8(network.scores ?? NO_TENSOR)
    .align(4)
    .u32(plan.workBytes);
  network.tensors.forEach((tensor, index) => {
    const planned = plan.tensors[index];
    if (!planned) return;
    program.u32(planned.offset).u16(tensor.bands).u16(tensor.channels).u16(planned.depth);
    program.u8(planned.period).u8(TENSOR_TYPE[tensor.type]).i16(tensor.zeroPoint).u16(0);
  });
  network.ops.forEach((op, index) => {
    const planned = plan.ops[index];
    if (planned) writeOp(program, weights, network, op, STAGE[planned.stage], planned.period);
  });
  return { network: program.done(), weights: weights.done() };
}

function writeOp(
  program: ByteWriter,
  weights: ByteWriter,
  network: Network,
  op: Op,
  stage: number,
  period: number,
): void {
  const [first, second] = op.kind === "add" ? op.inputs : [op.input, NO_TENSOR];
  program.u8(OP_CODE[op.kind]).u8(stage).u8(period).u8(first).u8(second).u8(op.output);
  const windowed = op.kind === "conv2d" || op.kind === "depthwiseConv2d";
  if (windowed)
    program.u8(op.kernelTime).u8(op.kernelBands).u8(op.dilationTime).u8(op.strideBands).u8(op.padBands);
  else program.u8(1).u8(1).u8(1).u8(1).u8(0);
  const clamp = "clamp" in op ? op.clamp : { min: -128, max: 127 };
  program.i8(clamp.min).i8(clamp.max).align(4);
  const at = weights.length;
  if ("weights" in op) weights.raw(op.weights).align(4);
  program.u32(at).u32(weights.length).u32(0);
  writeNumbers(weights, network, op);
}

function writeNumbers(weights: ByteWriter, network: Network, op: Op): void {
  switch (op.kind) {
    case "conv2d":
    case "depthwiseConv2d":
    case "fullyConnected": {
      const ratio = scaleOf(network, op.input) / scaleOf(network, op.output);
      const factors = Array.from(op.weightScales, (scale) => quantizeMultiplier(ratio * scale));
      for (const value of op.bias) weights.i32(value);
      for (const factor of factors) weights.i32(factor.multiplier);
      for (const factor of factors) weights.i8(factor.shift);
      weights.align(4);
      return;
    }
    case "add":
      return writeAdd(weights, network, op);
    case "mean":
      return writeMean(weights, network, op);
    case "softmax":
      return writeSoftmax(weights, network, op);
  }
}

function writeAdd(weights: ByteWriter, network: Network, op: Add): void {
  const [a, b] = op.inputs;
  const factors = addMultipliers(scaleOf(network, a), scaleOf(network, b), scaleOf(network, op.output));
  weights.i32(ADD_LEFT_SHIFT);
  for (const factor of [factors.a, factors.b, factors.out]) weights.i32(factor.multiplier).i32(factor.shift);
}

function writeMean(weights: ByteWriter, network: Network, op: Mean): void {
  const factor = quantizeMultiplier(scaleOf(network, op.input) / scaleOf(network, op.output));
  weights.i32(factor.multiplier).i32(factor.shift);
}

function writeSoftmax(weights: ByteWriter, network: Network, op: Softmax): void {
  const numbers = softmaxNumbers(scaleOf(network, op.input));
  weights.i32(numbers.multiplier).i32(numbers.leftShift).i32(numbers.diffMin);
}

function scaleOf(network: Network, index: number): number {
  return network.tensors[index]?.scale ?? Number.NaN; // planNetwork has checked the index
}
