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
  kernel(FORWARD, ({ x, weights }, backend, { dilation, taps }) => {
    const [batch, time, channels] = x!.shape as [number, number, number];
    const out = backend.makeOutput([batch, time, channels], "float32");
    const [xs, ws, ys] = [x!, weights!, out].map((t) => backend.typedArrayFromHeap(t)) as Triple;
    ys.fill(0);
    eachTap(batch, time, channels, dilation, taps, (j, from, to, length) => {
      for (let i = 0, c = 0; i < length; i++) {
        ys[to + i]! += ws[j + c]! * xs[from + i]!;
        if (++c === channels) c = 0;
      }
    });
    return out;
  });
  kernel(INPUT_GRADIENT, ({ dy, weights }, backend, { dilation, taps }) => {
    const [batch, time, channels] = dy!.shape as [number, number, number];
    const out = backend.makeOutput([batch, time, channels], "float32");
    const [dys, ws, dxs] = [dy!, weights!, out].map((t) => backend.typedArrayFromHeap(t)) as Triple;
    dxs.fill(0);
    eachTap(batch, time, channels, dilation, taps, (j, from, to, length) => {
      for (let i = 0, c = 0; i < length; i++) {
        dxs[from + i]! += ws[j + c]! * dys[to + i]!;
        if (++c === channels) c = 0;
      }
    });
    return out;
  });
  kernel(WEIGHT_GRADIENT, ({ dy, x }, backend, { dilation, taps }) => {
    const [batch, time, channels] = x!.shape as [number, number, number];
    const out = backend.makeOutput([taps, channels], "float32");
    const [dys, xs, dws] = [dy!, x!, out].map((t) => backend.typedArrayFromHeap(t)) as Triple;
    dws.fill(0);
    eachTap(batch, time, channels, dilation, taps, (j, from, to, length) => {
      for (let i = 0, c = 0; i < length; i++) {
        dws[j + c]! += dys[to + i]! * xs[from + i]!;
        if (++c === channels) c = 0;
      }
    });
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

/**
 * Walks the overlapping stretches of input and output for each tap. Offsets are
 * in values: `tapOffset` of the tap's weights, `from` into the input, `to` into the output.
 */
function eachTap(
  batch: number,
  time: number,
  channels: number,
  dilation: number,
  taps: number,
  visit: (tapOffset: number, from: number, to: number, length: number) => void,
): void {
  for (let tap = 0; tap < taps; tap++) {
    const delay = (taps - 1 - tap) * dilation;
    if (delay >= time) continue;
    for (let b = 0; b < batch; b++) {
      const start = b * time * channels;
      visit(tap * channels, start, start + delay * channels, (time - delay) * channels);
    }
  }
}
