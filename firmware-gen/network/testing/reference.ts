/**
 * The network's arithmetic a second time, from PROTOCOL.md part 1 alone: exact
 * whole numbers (BigInt), a whole recording at once instead of a stream, and
 * plain lists instead of rings. Slow on purpose; for tests.
 */
import { type Conv2d, type DepthwiseConv2d, inputsOf, type Network, type Op, strideOf } from "../network.ts";
import { type FixedMultiplier, addMultipliers, quantizeMultiplier, softmaxNumbers } from "../quantize.ts";

const TWO_31 = 1n << 31n;

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

function wrap(value: bigint): bigint {
  return BigInt.asIntN(32, value);
}

function high(a: bigint, b: bigint): bigint {
  if (a === -TWO_31 && b === -TWO_31) return TWO_31 - 1n;
  return floorDivide(a * b + (1n << 30n), TWO_31);
}

/** Nearest, halves away from zero. */
function right(value: bigint, bits: number): bigint {
  const unit = 1n << BigInt(bits);
  const magnitude = ((value < 0n ? -value : value) * 2n + unit) / (2n * unit);
  return value < 0n ? -magnitude : magnitude;
}

function scale(value: bigint, { multiplier, shift }: FixedMultiplier): bigint {
  const wide = wrap(value << BigInt(Math.max(shift, 0)));
  return right(high(wide, BigInt(multiplier)), Math.max(-shift, 0));
}

function clamp(value: bigint, low: number, top: number): number {
  return Math.max(low, Math.min(top, Number(value)));
}

/** History of every per-step tensor: one array of values per step. */
type History = (readonly number[])[][];

export interface ReferenceRun {
  /** One per step of the vector tensor. */
  readonly vectors: readonly (readonly number[])[];
  readonly scores: readonly number[] | null;
}

/** @param frames whole recording. The scores are those of a segment that holds all of it. */
export function runReference(network: Network, frames: readonly (readonly number[])[]): ReferenceRun {
  const history: History = network.tensors.map(() => []);
  history[network.input] = [...frames];
  for (const op of network.ops) {
    const inputs = inputsOf(op).map((index) => history[index] as (readonly number[])[]);
    const steps = op.kind === "mean" ? 1 : Math.floor((inputs[0] as unknown[]).length / strideOf(op));
    history[op.output] = Array.from({ length: steps }, (_, step) => runOp(network, op, inputs, step));
  }
  const scores = network.scores === null ? null : (history[network.scores]?.[0] ?? null);
  return { vectors: history[network.vector] as (readonly number[])[], scores };
}

function runOp(
  network: Network,
  op: Op,
  inputs: readonly (readonly (readonly number[])[])[],
  step: number,
): number[] {
  const zeroOf = (index: number): number => network.tensors[index]?.zeroPoint ?? 0;
  const scaleOf = (index: number): number => network.tensors[index]?.scale ?? 0;
  const first = inputs[0] as readonly (readonly number[])[];
  switch (op.kind) {
    case "conv2d":
    case "depthwiseConv2d":
      return convolve(network, op, first, (step + 1) * op.strideTime - 1);
    case "fullyConnected": {
      const values = first[step] as readonly number[];
      return Array.from(op.bias, (bias, out) => {
        let sum = BigInt(bias);
        values.forEach((value, i) => {
          sum += BigInt(value - zeroOf(op.input)) * BigInt(op.weights[out * values.length + i] ?? 0);
        });
        return finish(network, op, sum, out);
      });
    }
    case "add": {
      const [a, b] = op.inputs;
      const factors = addMultipliers(scaleOf(a), scaleOf(b), scaleOf(op.output));
      return (first[step] as readonly number[]).map((value, i) => {
        const other = inputs[1]?.[step]?.[i] ?? Number.NaN;
        const wideA = scale(BigInt(value - zeroOf(a)) << 20n, factors.a);
        const wideB = scale(BigInt(other - zeroOf(b)) << 20n, factors.b);
        return clamp(
          scale(wideA + wideB, factors.out) + BigInt(zeroOf(op.output)),
          op.clamp.min,
          op.clamp.max,
        );
      });
    }
    case "mean": {
      const factor = quantizeMultiplier(scaleOf(op.input) / scaleOf(op.output));
      const count = first.length;
      const fold = Math.min(Math.floor(Math.log2(count)), 31 + factor.shift);
      const multiplier = Number((BigInt(factor.multiplier) << BigInt(fold)) / BigInt(count));
      return (first[0] as readonly number[]).map((_, i) => {
        const sum = first.reduce((total, vector) => total + (vector[i] as number) - zeroOf(op.input), 0);
        const mean = scale(BigInt(sum), { multiplier, shift: factor.shift - fold });
        return clamp(mean + BigInt(zeroOf(op.output)), -128, 127);
      });
    }
    case "softmax":
      return softmax(
        first[step] as readonly number[],
        scaleOf(op.input),
        network.tensors[op.output]?.type === "int16",
      );
  }
}

function finish(
  network: Network,
  op: Conv2d | DepthwiseConv2d | (Op & { kind: "fullyConnected" }),
  sum: bigint,
  channel: number,
): number {
  const ratio = (network.tensors[op.input]?.scale ?? 0) / (network.tensors[op.output]?.scale ?? 1);
  const scaled = scale(wrap(sum), quantizeMultiplier(ratio * (op.weightScales[channel] ?? 0)));
  return clamp(scaled + BigInt(network.tensors[op.output]?.zeroPoint ?? 0), op.clamp.min, op.clamp.max);
}

function convolve(
  network: Network,
  op: Conv2d | DepthwiseConv2d,
  input: readonly (readonly number[])[],
  newest: number,
): number[] {
  const from = network.tensors[op.input];
  const to = network.tensors[op.output];
  if (!from || !to) throw new RangeError("A tensor is missing.");
  const out: number[] = [];
  for (let band = 0; band < to.bands; band++) {
    for (let channel = 0; channel < to.channels; channel++) {
      let sum = BigInt(op.bias[channel] ?? 0);
      for (let t = 0; t < op.kernelTime; t++) {
        const step = input[newest - (op.kernelTime - 1 - t) * op.dilationTime];
        for (let k = 0; k < op.kernelBands && step; k++) {
          const at = band * op.strideBands - op.padBands + k;
          if (at < 0 || at >= from.bands) continue;
          const tap = t * op.kernelBands + k;
          const only = Math.floor(channel / (to.channels / from.channels));
          const channels = op.kind === "conv2d" ? Array.from({ length: from.channels }, (_, c) => c) : [only];
          for (const c of channels) {
            const weight =
              op.kind === "conv2d"
                ? op.weights[(channel * op.kernelTime * op.kernelBands + tap) * from.channels + c]
                : op.weights[tap * to.channels + channel];
            sum += BigInt((step[at * from.channels + c] ?? 0) - from.zeroPoint) * BigInt(weight ?? 0);
          }
        }
      }
      out.push(finish(network, op, sum, channel));
    }
  }
  return out;
}

/** Nearest to exact: what a softmax in real numbers would store. */
export function exactSoftmax(values: readonly number[], stepSize: number): number[] {
  const largest = Math.max(...values);
  const powers = values.map((value) => Math.exp((value - largest) * stepSize));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** gemmlowp's fixed-point softmax in whole numbers; every product is `high`, every sum wraps nowhere. */
function softmax(values: readonly number[], stepSize: number, wide: boolean): number[] {
  const { multiplier, leftShift, diffMin } = softmaxNumbers(stepSize);
  const largest = Math.max(...values);
  const powers = values.map((value) => {
    const diff = value - largest;
    return diff < diffMin ? null : expNegative(high(BigInt(diff) << BigInt(leftShift), BigInt(multiplier)));
  });
  const sum = powers.reduce<bigint>((total, power) => total + (power === null ? 0n : right(power, 12)), 0n);
  const headroom = 32 - sum.toString(2).length;
  const reciprocal = oneOverOnePlus((sum << BigInt(headroom)) - TWO_31);
  const bits = wide ? 16 : 8;
  const low = -(2 ** (bits - 1));
  return powers.map((power) =>
    power === null
      ? low
      : clamp(right(high(reciprocal, power), 12 - headroom + 31 - bits) + BigInt(low), low, -low - 1),
  );
}

function expNegative(a: bigint): bigint {
  if (a === 0n) return TWO_31 - 1n;
  const quarter = 1n << 24n;
  const quarters = floorDivide(-a - 1n, quarter); // whole quarters beyond the first
  const inside = a + quarters * quarter; // [−1/4, 0)
  const x = (inside << 5n) + (1n << 28n);
  const x2 = high(x, x);
  const x3 = high(x2, x);
  const x4 = high(x2, x2);
  const tail = right(high(right(x4, 2) + x3, 715827883n) + x2, 1);
  let result = 1895147668n + high(1895147668n, x + tail);
  for (let i = 0; i < 7; i++) {
    const factor = BigInt(Math.round(Math.exp(-(2 ** (i - 2))) * 2 ** 31));
    if ((quarters >> BigInt(i)) & 1n) result = high(result, factor);
  }
  return result;
}

function oneOverOnePlus(a: bigint): bigint {
  const half = (a + TWO_31) / 2n;
  let x = 1515870810n + high(half, -1010580540n);
  for (let i = 0; i < 3; i++) x += high(x, (1n << 29n) - high(half, x)) << 2n;
  const doubled = x << 1n;
  return doubled > TWO_31 - 1n ? TWO_31 - 1n : doubled;
}
