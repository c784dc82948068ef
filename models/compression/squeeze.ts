/** Pruning and clustering of a network that is int8 already, without training. */
import type { Network, Op } from "../../firmware-gen/network/network.ts";
import type { Squeeze } from "./recipes.ts";
import { clustered } from "./shrink.ts";

/** @returns the same network with fewer different weights, or more zeros; activations keep their scales. */
export function squeezed(network: Network, { prune, cluster }: Squeeze): Network {
  return {
    ...network,
    ops: network.ops.map((op): Op => {
      if (!("weights" in op)) return op;
      const zeroed = prune === undefined ? op.weights : withZeros(op, prune);
      return { ...op, weights: cluster === undefined ? zeroed : inClusters(zeroed, cluster) };
    }),
  };
}

type Weighted = Extract<Op, { readonly weights: Int8Array }>;

/** The smallest of the layer, by their real size: each output channel has a scale of its own. */
function withZeros(op: Weighted, share: number): Int8Array {
  const { weights, weightScales } = op;
  const channels = weightScales.length;
  const each = weights.length / channels;
  const sizes = Float32Array.from(weights, (w, i) => {
    const channel = op.kind === "depthwiseConv2d" ? i % channels : Math.floor(i / each);
    return Math.abs(w * weightScales[channel]!);
  });
  const limit = Float32Array.from(sizes).sort()[Math.floor(sizes.length * share)] ?? 0;
  return weights.map((w, i) => (sizes[i]! < limit ? 0 : w));
}

/** Zeros stay zeros. */
function inClusters(weights: Int8Array, count: number): Int8Array {
  const rounded = clustered(Float32Array.from(weights), count);
  return weights.map((w, i) => (w === 0 ? 0 : Math.round(rounded[i]!)));
}
