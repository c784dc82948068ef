/**
 * Trains the float network on segments: Adam on the cross-entropy with smoothed
 * labels, the rate falling along half a cosine. Seeded: the same examples,
 * settings and seed give the same weights.
 */
import type * as tf from "@tensorflow/tfjs";
import { createRandom, type Random } from "../../common/random.ts";
import { causalDepthwise } from "./causal-depthwise.ts";
import {
  type Architecture,
  createFloatModel,
  type FloatModel,
  FRAME_SCALE,
  parametersOf,
} from "./float-model.ts";
import { fakeQuantise, NO_ROUNDING, type Rounding, type Scale } from "./rounding.ts";
import { startTfjs, type Tf } from "./tfjs.ts";

/** A segment with the frames before it. */
export interface Example {
  /** Int8 frames, row-major; the segment is the last `segmentFrames` of them. */
  readonly frames: Int8Array;
  readonly segmentFrames: number;
  /** Index of the class. */
  readonly classIndex: number;
}

export interface FitSettings {
  readonly epochs: number;
  /** Examples drawn per epoch, the same number from every class. */
  readonly examplesPerEpoch: number;
  readonly batch: number;
  readonly rate: number;
  /** Share of the label given to the other classes. */
  readonly smoothing: number;
}

export const DEFAULT_FIT: FitSettings = {
  epochs: 20,
  examplesPerEpoch: 256,
  batch: 16,
  rate: 0.02,
  smoothing: 0.05,
};

export interface FitProgress {
  readonly epoch: number;
  readonly epochs: number;
  /** Mean loss of the epoch, nats. */
  readonly loss: number;
}

export interface FitOptions {
  readonly architecture: Architecture;
  readonly classes: number;
  readonly seed: number;
  readonly settings?: Partial<FitSettings>;
  /** Goes on from these weights, which stay as they are; the seed's own if left out. */
  readonly start?: FloatModel;
  /** 1 or 0 for each weight, in the order of {@link parametersOf}: what is 0 stays 0. */
  readonly masks?: readonly (Float32Array | undefined)[];
  /** Of each activation, as {@link fakeQuantise} takes them: the loss is that of the int8 network. */
  readonly quantised?: readonly Scale[];
  /** Shares of the classes that a larger network gives an example, together 1; half of the label. */
  readonly teacher?: (example: Example) => Float32Array;
  readonly onProgress?: (progress: FitProgress) => void;
  /** Training ends with the signal's reason at the next batch. */
  readonly signal?: AbortSignal;
}

/**
 * @param examples at least one per class, of any length; longer ones cost more time.
 * @throws the signal's reason when cancelled.
 */
export async function fit(examples: readonly Example[], options: FitOptions): Promise<FloatModel> {
  const tf = await startTfjs();
  const settings = { ...DEFAULT_FIT, ...options.settings };
  const random = createRandom(options.seed).fork("fit");
  const model = createFloatModel(options.architecture, options.classes, random.fork("weights"));
  if (options.start) {
    const known = parametersOf(options.start);
    parametersOf(model).forEach((values, i) => values.set(known[i]!));
  }
  const variables = toVariables(tf, model);
  const masks = parametersOf(model).map((_, i) => {
    const mask = options.masks?.[i];
    return mask && tf.tensor(mask, variables[i]!.shape);
  });
  const network: Running = {
    parameters: () => variables.map((variable, i) => (masks[i] ? variable.mul(masks[i]!) : variable)),
    rounding: options.quantised ? fakeQuantise(tf, options.quantised) : NO_ROUNDING,
  };
  const optimizer = new FallingAdam(tf, settings.rate);
  const draw = drawer(examples, options.classes, random.fork("order"));
  const batches = Math.ceil(settings.examplesPerEpoch / settings.batch);
  try {
    for (let epoch = 0; epoch < settings.epochs; epoch++) {
      let total = 0;
      const chosen = Array.from({ length: batches * settings.batch }, draw);
      for (const [index, batch] of batched(chosen, settings.batch, random).entries()) {
        options.signal?.throwIfAborted();
        const done = (epoch * batches + index) / (settings.epochs * batches);
        optimizer.setRate(settings.rate * 0.5 * (1 + Math.cos(Math.PI * done)));
        total += step(tf, optimizer, variables, network, batch, options, settings.smoothing);
        if (index % 4 === 3) await new Promise(setImmediate); // lets a cancel message in
      }
      options.onProgress?.({ epoch: epoch + 1, epochs: settings.epochs, loss: total / batches });
    }
    readBack(model, variables, options.masks);
    return model;
  } finally {
    optimizer.dispose();
    for (const tensor of [...variables, ...masks]) tensor?.dispose();
  }
}

interface Running {
  /** In the order of {@link parametersOf}, as the loss sees them. */
  parameters(): readonly tf.Tensor[];
  readonly rounding: Rounding;
}

/** Logits of one batch, shape [batch, classes]. `mask` has shape [batch, time, 1]. */
function logits(
  { parameters, rounding }: Running,
  architecture: Architecture,
  x: tf.Tensor3D,
  mask: tf.Tensor3D,
): tf.Tensor2D {
  const [batch, time] = x.shape;
  const flat = batch * time;
  const { channels, dilations } = architecture;
  const all = parameters();
  let at = 0;
  let place = 0;
  const weights = (): tf.Tensor2D => rounding.weights(all[at++] as tf.Tensor2D);
  const bias = (): tf.Tensor => all[at++]!;
  const rounded = <T extends tf.Tensor>(values: T): T => rounding.activation(values, place++);
  let y = rounded(
    x
      .reshape<tf.Tensor2D>([flat, architecture.inputs])
      .matMul<tf.Tensor2D>(weights())
      .add<tf.Tensor2D>(bias())
      .relu<tf.Tensor2D>(),
  );
  for (const dilation of dilations) {
    const frames = y.reshape<tf.Tensor3D>([batch, time, channels]);
    const mixed = rounded(
      causalDepthwise(frames, weights(), dilation)
        .reshape<tf.Tensor2D>([flat, channels])
        .add<tf.Tensor2D>(bias()),
    );
    const turned = rounded(mixed.matMul<tf.Tensor2D>(weights()).add<tf.Tensor2D>(bias()).relu<tf.Tensor2D>());
    y = rounded(y.add<tf.Tensor2D>(turned));
  }
  // The mask holds 1 / frames at the segment's frames, so the sum is their mean.
  const mean = rounded(y.reshape<tf.Tensor3D>([batch, time, channels]).mul(mask).sum<tf.Tensor2D>(1));
  return rounded(mean.matMul<tf.Tensor2D>(weights()).add<tf.Tensor2D>(bias()));
}

function step(
  tf: Tf,
  optimizer: FallingAdam,
  variables: readonly tf.Variable[],
  network: Running,
  chosen: readonly Example[],
  { architecture, classes, teacher }: FitOptions,
  smoothing: number,
): number {
  const { inputs } = architecture;
  const time = Math.max(...chosen.map(({ frames }) => frames.length / inputs));
  const xs = new Float32Array(chosen.length * time * inputs);
  const masks = new Float32Array(chosen.length * time);
  const labels = new Float32Array(chosen.length * classes).fill(smoothing / classes);
  chosen.forEach((example, row) => {
    const { frames, segmentFrames, classIndex } = example;
    const start = row * time * inputs;
    for (let i = 0; i < frames.length; i++) xs[start + i] = frames[i]! * FRAME_SCALE;
    const end = row * time + frames.length / inputs;
    masks.fill(1 / segmentFrames, end - segmentFrames, end);
    labels[row * classes + classIndex]! += 1 - smoothing;
    teacher?.(example).forEach((share, c) => {
      labels[row * classes + c] = (labels[row * classes + c]! + share) / 2;
    });
  });
  return tf.tidy(() => {
    const x = tf.tensor3d(xs, [chosen.length, time, inputs]);
    const mask = tf.tensor3d(masks, [chosen.length, time, 1]);
    const wanted = tf.tensor2d(labels, [chosen.length, classes]);
    const loss = optimizer.adam.minimize(
      () => tf.losses.softmaxCrossEntropy(wanted, logits(network, architecture, x, mask)) as tf.Scalar,
      true,
      variables as tf.Variable[],
    );
    return loss!.dataSync()[0]!;
  });
}

/** Draws class after class, and inside a class every example once before any comes again. */
function drawer(examples: readonly Example[], classes: number, random: Random): () => Example {
  const pools = Array.from({ length: classes }, (_, c) => examples.filter((e) => e.classIndex === c)).filter(
    (pool) => pool.length > 0,
  );
  const queues = pools.map(() => [] as Example[]);
  let turn = 0;
  return () => {
    const index = turn++ % pools.length;
    const queue = queues[index]!;
    if (queue.length === 0) queue.push(...shuffled(pools[index]!, random));
    return queue.pop()!;
  };
}

/** Examples of like length together, for each batch is padded to its longest; the batches in random order. */
function batched(examples: readonly Example[], size: number, random: Random): Example[][] {
  const sorted = [...examples].sort((a, b) => a.frames.length - b.frames.length);
  const count = sorted.length / size;
  return shuffled(
    Array.from({ length: count }, (_, i) => sorted.slice(i * size, (i + 1) * size)),
    random,
  );
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}

function toVariables(tf: Tf, model: FloatModel): tf.Variable[] {
  const { stem, blocks, head } = model;
  const shapes: number[][] = [[stem.inputs, stem.outputs], [stem.outputs]];
  for (const { depthwise, pointwise } of blocks) {
    shapes.push([depthwise.taps, depthwise.channels], [depthwise.channels]);
    shapes.push([pointwise.inputs, pointwise.outputs], [pointwise.outputs]);
  }
  shapes.push([head.inputs, head.outputs], [head.outputs]);
  return parametersOf(model).map((values, i) => tf.variable(tf.tensor(values, shapes[i]!)));
}

function readBack(model: FloatModel, variables: readonly tf.Variable[], masks: FitOptions["masks"]): void {
  parametersOf(model).forEach((values, i) => {
    values.set(variables[i]!.dataSync() as Float32Array);
    const mask = masks?.[i];
    if (mask) values.forEach((value, j) => (values[j] = value * mask[j]!));
  });
}

/** Adam whose rate may change between steps; TensorFlow.js keeps the field but offers no setter. */
class FallingAdam {
  readonly adam: tf.AdamOptimizer;

  constructor(tf: Tf, rate: number) {
    this.adam = tf.train.adam(rate, 0.9, 0.99);
  }

  setRate(rate: number): void {
    (this.adam as unknown as { learningRate: number }).learningRate = rate;
  }

  dispose(): void {
    this.adam.dispose();
  }
}
