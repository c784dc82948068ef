/**
 * TensorFlow.js on its WebAssembly backend, the only one that is quick enough
 * in Node without a native library (it has SIMD there, no threads).
 *
 * Two things are put right before use, because the backend as it comes is
 * either slow or has no gradient:
 *  - BatchMatMul with a transposed operand runs a scalar loop; transposing first
 *    and then calling the original kernel is several times faster;
 *  - depthwise convolution has no gradient on this backend and refuses dilation;
 *    ours is in causal-depthwise.ts.
 */
import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { machineError } from "../../common/errors.ts";
import { registerCausalDepthwise } from "./causal-depthwise.ts";

export type Tf = typeof tf;

let ready: Promise<Tf> | undefined;

/** Starts the backend once in this thread. @throws machineError where WebAssembly cannot be started. */
export function startTfjs(): Promise<Tf> {
  ready ??= start();
  return ready;
}

async function start(): Promise<Tf> {
  const dist = dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm"));
  setWasmPaths(dist + sep);
  tf.enableProdMode();
  if (!(await tf.setBackend("wasm"))) {
    throw machineError(
      "tfjs-backend",
      "TensorFlow.js",
      "its WebAssembly backend did not start on this machine.",
      "Use the Node that comes with Beckon (npx beckon does so by itself), or train with the template head.",
    );
  }
  await tf.ready();
  transposeBeforeMatMul();
  registerCausalDepthwise();
  return tf;
}

function transposeBeforeMatMul(): void {
  const original = tf.getKernel("BatchMatMul", "wasm");
  const transpose = tf.getKernel("Transpose", "wasm");
  tf.unregisterKernel("BatchMatMul", "wasm");
  tf.registerKernel({
    ...original,
    kernelFunc: ({ inputs, backend, attrs }) => {
      const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
      const made: tf.TensorInfo[] = [];
      const straight = (x: tf.TensorInfo, transposed: boolean): tf.TensorInfo => {
        if (!transposed) return x;
        const rank = x.shape.length;
        const perm = [...Array(rank - 2).keys(), rank - 1, rank - 2];
        const out = transpose.kernelFunc({ inputs: { x }, backend, attrs: { perm } }) as tf.TensorInfo;
        made.push(out);
        return out;
      };
      const { a, b } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
      const result = original.kernelFunc({
        inputs: { a: straight(a, transposeA), b: straight(b, transposeB) },
        backend,
        attrs: { transposeA: false, transposeB: false },
      });
      for (const x of made) (backend as tf.KernelBackend).disposeData(x.dataId);
      return result;
    },
  });
}
