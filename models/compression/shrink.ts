/** What makes a float network smaller or its weights fewer: pruning of weights and channels, and clustering. */
import { type Architecture, type Dense, type FloatModel, parametersOf } from "../training/float-model.ts";

/**
 * Marks the smallest weights of each layer (Han et al. 2015).
 *
 * @param share of the weights that become 0, in [0, 1).
 * @returns 1 or 0 for each weight in the order of {@link parametersOf}, undefined for biases.
 */
export function pruningMasks(model: FloatModel, share: number): (Float32Array | undefined)[] {
  return parametersOf(model).map((values, i) => {
    if (i % 2 === 1) return undefined;
    const limit = Float32Array.from(values, Math.abs).sort()[Math.floor(values.length * share)] ?? 0;
    return Float32Array.from(values, (value) => (Math.abs(value) < limit ? 0 : 1));
  });
}

/**
 * Leaves out the channels whose weights are least together. A block adds to what came before it, so a channel
 * goes in all layers at once (Li et al. 2017, over a residual stream).
 *
 * @param keep channels that stay, at least 1.
 */
export function withoutChannels(model: FloatModel, keep: number): FloatModel {
  const { architecture, stem, blocks, head } = model;
  const { channels } = architecture;
  const weight = Array.from({ length: channels }, (_, c) => {
    let sum = columnNorm(stem, c) + rowNorm(head, c);
    for (const { pointwise } of blocks) sum += columnNorm(pointwise, c) + rowNorm(pointwise, c);
    return sum;
  });
  const kept = weight
    .map((_, c) => c)
    .sort((a, b) => weight[b]! - weight[a]!)
    .slice(0, keep)
    .sort((a, b) => a - b);
  const all = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
  const smaller: Architecture = { ...architecture, channels: kept.length };
  return {
    architecture: smaller,
    stem: part(stem, all(stem.inputs), kept),
    blocks: blocks.map(({ depthwise, pointwise }) => ({
      depthwise: {
        ...depthwise,
        channels: kept.length,
        weights: Float32Array.from(
          all(depthwise.taps).flatMap((tap) => kept.map((c) => depthwise.weights[tap * channels + c]!)),
        ),
        bias: Float32Array.from(kept, (c) => depthwise.bias[c]!),
      },
      pointwise: part(pointwise, kept, kept),
    })),
    head: part(head, kept, all(head.outputs)),
  };
}

/** Weights of each layer brought to `count` values by k-means (Lloyd), in place of what they were. */
export function clustered(values: Float32Array, count: number): Float32Array {
  const sorted = Float32Array.from(values).sort();
  let centres = Array.from(
    { length: count },
    (_, k) => sorted[Math.floor(((k + 0.5) * sorted.length) / count)]!,
  );
  const nearest = (value: number): number =>
    centres.reduce(
      (best, centre, k) => (Math.abs(value - centre) < Math.abs(value - centres[best]!) ? k : best),
      0,
    );
  for (let round = 0; round < CLUSTER_ROUNDS; round++) {
    const sums = centres.map(() => ({ sum: 0, count: 0 }));
    for (const value of values) {
      const own = sums[nearest(value)]!;
      own.sum += value;
      own.count++;
    }
    centres = centres.map((centre, k) => (sums[k]!.count > 0 ? sums[k]!.sum / sums[k]!.count : centre));
  }
  return Float32Array.from(values, (value) => centres[nearest(value)]!);
}

const CLUSTER_ROUNDS = 12;

/** All layers of a copy clustered; biases stay. */
export function clusteredModel(model: FloatModel, count: number): FloatModel {
  const copy = structuredClone(model);
  parametersOf(copy).forEach((values, i) => {
    if (i % 2 === 0) values.set(clustered(values, count));
  });
  return copy;
}

function part(layer: Dense, inputs: readonly number[], outputs: readonly number[]): Dense {
  return {
    inputs: inputs.length,
    outputs: outputs.length,
    weights: Float32Array.from(
      inputs.flatMap((i) => outputs.map((o) => layer.weights[i * layer.outputs + o]!)),
    ),
    bias: Float32Array.from(outputs, (o) => layer.bias[o]!),
  };
}

function columnNorm({ inputs, outputs, weights }: Dense, output: number): number {
  let sum = 0;
  for (let i = 0; i < inputs; i++) sum += Math.abs(weights[i * outputs + output]!);
  return sum;
}

function rowNorm({ outputs, weights }: Dense, input: number): number {
  let sum = 0;
  for (let o = 0; o < outputs; o++) sum += Math.abs(weights[input * outputs + o]!);
  return sum;
}
