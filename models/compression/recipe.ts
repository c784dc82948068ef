/** From examples to an int8 network, with whichever steps of compression are wanted on the way. */
import type { Network } from "../../firmware-gen/network/network.ts";
import { type Example, fit, type FitOptions } from "../training/fit.ts";
import { type FloatModel, parametersOf } from "../training/float-model.ts";
import { forward } from "./forward.ts";
import { activationScales, quantise } from "./quantise.ts";
import type { RangeRule } from "./range.ts";
import { clusteredModel, pruningMasks, withoutChannels } from "./shrink.ts";

/** In the order in which they are done; the network is trained on after each of those that change what it computes. */
export interface Recipe {
  /** Taught by a network of twice the channels besides the labels (Hinton et al. 2015). */
  readonly distil?: boolean;
  /** Trained on as long as the steps below train on, with nothing done: what they are to be compared with. */
  readonly longer?: boolean;
  /** Channels that stay. */
  readonly channels?: number;
  /** Share of the weights that become 0. */
  readonly prune?: number;
  /** Trained on with the rounding of the int8 network. */
  readonly aware?: boolean;
  /** Different weights that each layer keeps. */
  readonly cluster?: number;
  /** min-max if left out. */
  readonly ranges?: RangeRule;
}

/** Examples that quantisation takes its ranges from. */
const CALIBRATION = 128;
/** Softens what the teacher says, so that the student hears of likeness too. */
const TEMPERATURE = 2;
const TEACHER_WIDTH = 2;

/** @throws the signal's reason when cancelled. */
export async function cook(
  examples: readonly Example[],
  options: Omit<FitOptions, "start" | "masks" | "quantised" | "teacher">,
  { distil, longer, channels, prune, aware, cluster, ranges = "min-max" }: Recipe = {},
): Promise<Network> {
  const stride = Math.max(1, Math.floor(examples.length / CALIBRATION));
  const calibration = examples.filter((_, i) => i % stride === 0);
  const teacher = distil ? await teacherOf(examples, options) : undefined;
  let model = await fit(examples, { ...options, ...(teacher && { teacher }) });
  let masks: FitOptions["masks"];
  const trainOn = async (more: Partial<FitOptions> = {}): Promise<void> => {
    const { epochs = 20, rate = 0.02 } = options.settings ?? {};
    model = await fit(examples, {
      ...options,
      architecture: model.architecture,
      settings: { ...options.settings, epochs: Math.ceil(epochs / 2), rate: rate / 2 },
      start: model,
      ...(masks && { masks }),
      ...(teacher && { teacher }),
      ...more,
    });
  };
  if (longer) await trainOn();
  if (channels !== undefined) {
    model = withoutChannels(model, channels);
    await trainOn();
  }
  if (prune !== undefined) {
    masks = pruningMasks(model, prune);
    await trainOn();
  }
  if (aware) await trainOn({ quantised: activationScales(model, calibration, ranges) });
  if (cluster !== undefined) {
    const zeros = masks;
    model = clusteredModel(model, cluster);
    if (zeros) applyMasks(model, zeros);
  }
  return quantise(model, calibration, ranges);
}

function applyMasks(model: FloatModel, masks: NonNullable<FitOptions["masks"]>): void {
  parametersOf(model).forEach((values, i) => {
    const mask = masks[i];
    if (mask) values.forEach((value, j) => (values[j] = value * mask[j]!));
  });
}

async function teacherOf(
  examples: readonly Example[],
  options: Omit<FitOptions, "start">,
): Promise<(example: Example) => Float32Array> {
  const { architecture } = options;
  const wide = { ...architecture, channels: architecture.channels * TEACHER_WIDTH };
  const large = await fit(examples, { ...options, architecture: wide });
  const known = new Map<Example, Float32Array>();
  return (example) => {
    const said = known.get(example) ?? softened(forward(large, example.frames, example.segmentFrames));
    known.set(example, said);
    return said;
  };
}

function softened(logits: Float32Array): Float32Array {
  const most = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp((logit - most) / TEMPERATURE));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
