/**
 * The float network in plain TypeScript, layer by layer, for calibration: it
 * shows every value that a tensor of the int8 network will have to hold.
 */
import { type Dense, type Depthwise, type FloatModel, FRAME_SCALE } from "../training/float-model.ts";

/** Called with each tensor's values, frame after frame; `block` counts from 0. */
export interface Watch {
  stem(values: Float32Array): void;
  depthwise(block: number, values: Float32Array): void;
  pointwise(block: number, values: Float32Array): void;
  sum(block: number, values: Float32Array): void;
  mean(values: Float32Array): void;
  logits(values: Float32Array): void;
}

/**
 * @param frames int8 frames, row-major; the segment is the last `segmentFrames` of them.
 * @returns one logit per class.
 */
export function forward(
  model: FloatModel,
  frames: Int8Array,
  segmentFrames: number,
  watch?: Partial<Watch>,
): Float32Array {
  let x = dense(
    model.stem,
    Float32Array.from(frames, (v) => v * FRAME_SCALE),
    true,
  );
  watch?.stem?.(x);
  model.blocks.forEach(({ depthwise, pointwise }, index) => {
    const mixed = convolve(depthwise, x);
    watch?.depthwise?.(index, mixed);
    const turned = dense(pointwise, mixed, true);
    watch?.pointwise?.(index, turned);
    const before = x;
    x = turned.map((v, i) => v + before[i]!);
    watch?.sum?.(index, x);
  });
  const { channels } = model.architecture;
  const mean = new Float32Array(channels);
  for (let i = x.length - segmentFrames * channels, c = 0; i < x.length; i++) {
    mean[c]! += x[i]! / segmentFrames;
    if (++c === channels) c = 0;
  }
  watch?.mean?.(mean);
  const logits = dense(model.head, mean, false);
  watch?.logits?.(logits);
  return logits;
}

function dense({ inputs, outputs, weights, bias }: Dense, x: Float32Array, relu: boolean): Float32Array {
  const rows = x.length / inputs;
  const y = new Float32Array(rows * outputs);
  for (let row = 0; row < rows; row++) {
    const to = row * outputs;
    for (let o = 0; o < outputs; o++) y[to + o] = bias[o]!;
    for (let i = 0; i < inputs; i++) {
      const value = x[row * inputs + i]!;
      if (value === 0) continue;
      const from = i * outputs;
      for (let o = 0; o < outputs; o++) y[to + o]! += value * weights[from + o]!;
    }
  }
  if (relu) for (let i = 0; i < y.length; i++) if (y[i]! < 0) y[i] = 0;
  return y;
}

function convolve({ channels, taps, dilation, weights, bias }: Depthwise, x: Float32Array): Float32Array {
  const y = new Float32Array(x.length);
  for (let i = 0, c = 0; i < y.length; i++) {
    y[i] = bias[c]!;
    if (++c === channels) c = 0;
  }
  for (let tap = 0; tap < taps; tap++) {
    const delay = (taps - 1 - tap) * dilation * channels;
    for (let to = delay, c = 0; to < y.length; to++) {
      y[to]! += weights[tap * channels + c]! * x[to - delay]!;
      if (++c === channels) c = 0;
    }
  }
  return y;
}
