/**
 * Causal depthwise 1-D convolution for TensorFlow.js, with its gradients:
 *
 *   y[b, t, c] = sum over j of w[j, c] · x[b, t − (k − 1 − j)·dilation, c]
 *
 * with zeros before the first frame, so y[t] never depends on a later frame and
 * the streaming operator of the runtime computes the same. Both gradients are
 * checked against numeric ones in the test.
 */
import * as tf from "@tensorflow/tfjs";

const FORWARD = "BeckonCausalDepthwise";
const INPUT_GRADIENT = "BeckonCausalDepthwiseInputGradient";
const WEIGHT_GRADIENT = "BeckonCausalDepthwiseWeightGradient";

interface Attributes {
  readonly dilation: number;
  /** Number of taps; only the weight gradient cannot see it in an operand. */
  readonly taps: number;
}

/** The part of the WebAssembly backend that lets a kernel read and write its heap without a copy. */
interface HeapBackend {
  makeOutput(shape: number[], dtype: "float32"): tf.TensorInfo;
  disposeData(dataId: tf.DataId): boolean;
  typedArrayFromHeap(info: tf.TensorInfo): Float32Array;
}

/**
 * @param x frames, shape [batch, time, channels]
 * @param weights shape [taps, channels], the last tap meets the newest frame
 * @param dilation frames between two taps, ≥ 1
 * @returns shape of x
 */
export function causalDepthwise(x: tf.Tensor3D, weights: tf.Tensor2D, dilation: number): tf.Tensor3D {
  return run(FORWARD, { x, weights }, { dilation, taps: weights.shape[0] });
}

/** Makes the three kernels and the gradient known to TensorFlow.js. Call once per thread. */
export function registerCausalDepthwise(): void {
  const native = tf.getKernel("DepthwiseConv2dNative", "wasm");
  // The backend's own kernel is quick and dilates, if only forwards; [time] is its height, and its width is 1.
  const convolve = (
    x: tf.TensorInfo,
    filter: tf.TensorInfo,
    backend: HeapBackend,
    pad: [number, number],
    dilation: number,
  ) => {
    const [batch, time, channels] = x.shape as [number, number, number];
    const out = native.kernelFunc({
      inputs: {
        x: { ...infoOf(x), shape: [batch, time, 1, channels] },
        filter: { ...infoOf(filter), shape: [filter.shape[0]!, 1, channels, 1] },
      },
      backend,
      attrs: { strides: [1, 1], pad: [[0, 0], pad, [0, 0], [0, 0]], dilations: [dilation, 1] },
    } as unknown as Parameters<tf.KernelFunc>[0]) as tf.TensorInfo;
    return { ...infoOf(out), shape: [batch, time, channels] };
  };
  kernel(FORWARD, ({ x, weights }, backend, { dilation, taps }) =>
    convolve(x!, weights!, backend, [(taps - 1) * dilation, 0], dilation),
  );
  kernel(INPUT_GRADIENT, ({ dy, weights }, backend, { dilation, taps }) => {
    // dx[t] = sum of w[j] · dy[t + (k − 1 − j)·dilation]: the taps backwards over later frames.
    const channels = weights!.shape[1]!;
    const backwards = backend.makeOutput([taps, channels], "float32");
    const [from, to] = [weights!, backwards].map((t) => backend.typedArrayFromHeap(t)) as [
      Float32Array,
      Float32Array,
    ];
    for (let tap = 0; tap < taps; tap++) {
      to.set(from.subarray(tap * channels, (tap + 1) * channels), (taps - 1 - tap) * channels);
    }
    const out = convolve(dy!, backwards, backend, [0, (taps - 1) * dilation], dilation);
    backend.disposeData(backwards.dataId);
    return out;
  });
  kernel(WEIGHT_GRADIENT, ({ dy, x }, backend, { dilation, taps }) => {
    const [batch, time, channels] = x!.shape as [number, number, number];
    const out = backend.makeOutput([taps, channels], "float32");
    const [dys, xs, dws] = [dy!, x!, out].map((t) => backend.typedArrayFromHeap(t)) as Triple;
    dws.fill(0);
    // Frame after frame, so that all operands stay in the processor's cache.
    for (let b = 0; b < batch; b++) {
      for (let t = 0; t < time; t++) {
        const to = (b * time + t) * channels;
        const first = Math.max(0, taps - 1 - Math.floor(t / dilation)); // earlier taps meet the zeros before the start
        for (let tap = first; tap < taps; tap++) {
          const from = to - (taps - 1 - tap) * dilation * channels;
          const weight = tap * channels;
          for (let c = 0; c < channels; c++) dws[weight + c]! += dys[to + c]! * xs[from + c]!;
        }
      }
    }
    return out;
  });
  tf.registerGradient({
    kernelName: FORWARD,
    inputsToSave: ["x", "weights"],
    gradFunc: (dy, saved, attributes) => {
      const [x, weights] = saved as [tf.Tensor3D, tf.Tensor2D];
      const { dilation, taps } = attributes as unknown as Attributes;
      return {
        x: () => run(INPUT_GRADIENT, { dy: dy as tf.Tensor3D, weights }, { dilation, taps }),
        weights: () => run<tf.Tensor2D>(WEIGHT_GRADIENT, { dy: dy as tf.Tensor3D, x }, { dilation, taps }),
      };
    },
  });
}

function infoOf({ dataId, shape, dtype }: tf.TensorInfo): tf.TensorInfo {
  return { dataId, shape, dtype };
}

type Triple = [Float32Array, Float32Array, Float32Array];
type Compute = (inputs: tf.NamedTensorInfoMap, backend: HeapBackend, attributes: Attributes) => tf.TensorInfo;

function kernel(kernelName: string, compute: Compute): void {
  tf.registerKernel({
    kernelName,
    backendName: "wasm",
    kernelFunc: ({ inputs, backend, attrs }) =>
      compute(
        inputs as tf.NamedTensorInfoMap,
        backend as unknown as HeapBackend,
        attrs as unknown as Attributes,
      ),
  });
}

function run<T extends tf.Tensor = tf.Tensor3D>(
  name: string,
  inputs: tf.NamedTensorMap,
  attributes: Attributes,
): T {
  return tf.engine().runKernel(name, inputs, { ...attributes }) as T;
}
