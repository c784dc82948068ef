/** The dense head: a small network of the person's own, trained here, compressed to int8. */
import type { Random } from "../../common/random.ts";
import type { Engine } from "../../firmware-gen/engine/engine.ts";
import type { Network } from "../../firmware-gen/network/network.ts";
import { cook, type Recipe } from "../compression/recipe.ts";
import type { Features } from "../features/segments.ts";
import type { Enrolment } from "../training/enrolment.ts";
import { makeExamples, NO_COMMAND } from "../training/examples.ts";
import type { FitProgress, FitSettings } from "../training/fit.ts";
import { contextFrames, MOTION_ARCHITECTURE, SOUND_ARCHITECTURE } from "../training/float-model.ts";
import { SURE } from "./sureness.ts";

export interface DenseOptions {
  readonly seed: number;
  readonly random: Random;
  readonly everyday: readonly Features[];
  readonly settings?: Partial<FitSettings>;
  /** How it is compressed. */
  readonly recipe?: Recipe;
  readonly onProgress?: (progress: FitProgress) => void;
  readonly signal?: AbortSignal;
}

export async function trainDense(
  engine: Engine,
  enrolment: Enrolment,
  options: DenseOptions,
): Promise<Network> {
  const architecture = enrolment.signal === "sound" ? SOUND_ARCHITECTURE : MOTION_ARCHITECTURE;
  const classes = enrolment.labels.length + NO_COMMAND.length;
  const examples = makeExamples(
    engine,
    enrolment,
    contextFrames(architecture),
    options.everyday,
    options.random,
  );
  return cook(
    examples,
    {
      architecture,
      classes,
      seed: options.seed,
      ...(options.settings && { settings: options.settings }),
      ...(options.onProgress && { onProgress: options.onProgress }),
      ...(options.signal && { signal: options.signal }),
    },
    options.recipe,
  );
}

export interface DenseRule {
  /** Threshold = mean score of held-out takes − this many standard deviations… */
  readonly deviations: number;
  /** …within these bounds, as probabilities. */
  readonly lowest: number;
  readonly highest: number;
}

/**
 * Thresholds from scores that takes got while they were held out of training.
 * @param own per class, the score of its own class for each held-out take.
 */
export function denseThresholds(own: readonly (readonly number[])[], rule: DenseRule): number[] {
  const all = own.flat();
  return own.map((scores) => {
    const known = scores.length >= 3 ? scores : all;
    if (known.length === 0) return Math.round(rule.highest * SURE);
    const mean = known.reduce((sum, s) => sum + s, 0) / known.length;
    const deviation = Math.sqrt(known.reduce((sum, s) => sum + (s - mean) ** 2, 0) / known.length);
    const wanted = (mean - rule.deviations * deviation) / SURE;
    return Math.round(Math.max(rule.lowest, Math.min(rule.highest, wanted)) * SURE);
  });
}
