/**
 * What each step of compression costs and gives: every person's takes by cross-validation within
 * themselves, judged by the int8 runtime, beside what the network then weighs.
 */
import { deflateRawSync } from "node:zlib";
import { createRandom } from "../../common/random.ts";
import type { Take } from "../../common/street.ts";
import { createEngine, type Engine } from "../../firmware-gen/engine/engine.ts";
import { FRAME } from "../../firmware-gen/image/build.ts";
import { writeNetwork } from "../../firmware-gen/image/network-section.ts";
import { macsPerSecond, type Network } from "../../firmware-gen/network/network.ts";
import { BACKBONE, loadBackbone } from "../backbone/backbone.ts";
import { bankWords } from "../backbone/bank.ts";
import { trainDense } from "../heads/dense.ts";
import { HEAD_SETTINGS } from "../heads/settings.ts";
import { foldCount, type HeadTrial, makeFolds } from "../training/cross-validate.ts";
import { enrol } from "../training/enrolment.ts";
import { everydayOf } from "../training/everyday.ts";
import { type Job, tryDense, tryEmbedding } from "../training/trials.ts";
import type { Recipe } from "./recipe.ts";
import { RECIPES, SQUEEZES } from "./recipes.ts";
import { squeezed } from "./squeeze.ts";

/** What a network weighs. */
export interface Weight {
  /** In an image: operators, scales, weights and biases. */
  readonly bytes: number;
  /** The same through deflate: what fewer different weights could save, were an image packed. */
  readonly packedBytes: number;
  /** Multiplications a second; the runtime multiplies by zeros too. */
  readonly macsPerSecond: number;
}

export interface Compared {
  readonly step: string;
  /** One per person, in their order. */
  readonly trials: readonly HeadTrial[];
  /** Of the first person's network. */
  readonly weight: Weight;
}

export interface CompareOptions {
  readonly seed?: number;
  readonly onProgress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

const MOST_FOLDS = 3;

/**
 * @param people takes of each person, all of one signal; whoever has a single take of a command is left out.
 * @returns for movement the steps on a network of the person's own, for sound those on the shipped backbone.
 * @throws BeckonError as training does, and the signal's reason when cancelled.
 */
export async function compareRecipes(
  people: readonly (readonly Take[])[],
  { seed = 1, onProgress, signal }: CompareOptions = {},
): Promise<Compared[]> {
  const engine = await createEngine();
  const motion = people[0]?.[0]?.samples.signal === "motion";
  const steps = Object.entries(motion ? RECIPES : SQUEEZES);
  const found: Compared[] = [];
  for (const [s, [step, what]] of steps.entries()) {
    const trials: HeadTrial[] = [];
    let weight: Weight | undefined;
    for (const [p, takes] of people.entries()) {
      signal?.throwIfAborted();
      onProgress?.((s + p / people.length) / steps.length);
      const judged = motion
        ? await judgeOwn(engine, takes, what as Recipe, seed, signal)
        : judgeBackbone(engine, takes, squeezed(loadBackbone(BACKBONE).network, what), seed, signal);
      if (judged === undefined) continue;
      trials.push(judged.trial);
      weight ??= judged.weight;
    }
    if (weight !== undefined) found.push({ step, trials, weight });
  }
  onProgress?.(1);
  return found;
}

interface JudgedStep {
  readonly trial: HeadTrial;
  readonly weight: Weight;
}

async function judgeOwn(
  engine: Engine,
  takes: readonly Take[],
  recipe: Recipe,
  seed: number,
  signal: AbortSignal | undefined,
): Promise<JudgedStep | undefined> {
  const enrolment = enrol(engine, takes);
  const count = foldCount(enrolment, MOST_FOLDS);
  if (count < 2) return undefined;
  const random = createRandom(seed);
  const everyday = everydayOf(engine, takes, enrolment);
  const stop = signal && { signal };
  const job: Job = { engine, enrolment, everyday, bank: [], ...NO_TARGET, seed, random, recipe, ...stop };
  const { trial } = await tryDense(job, makeFolds(enrolment, count, random.fork("folds")), () => {});
  const network = await trainDense(engine, enrolment, {
    seed,
    random: random.fork("weight"),
    everyday: [],
    settings: { epochs: HEAD_SETTINGS[enrolment.signal].epochs },
    recipe,
    ...stop,
  });
  return { trial, weight: weigh(network, 1000 / FRAME[enrolment.signal].milliseconds) };
}

function judgeBackbone(
  engine: Engine,
  takes: readonly Take[],
  network: Network,
  seed: number,
  signal: AbortSignal | undefined,
): JudgedStep | undefined {
  const enrolment = enrol(engine, takes, { backbone: network });
  const count = foldCount(enrolment, MOST_FOLDS);
  if (count < 2) return undefined;
  const random = createRandom(seed);
  const everyday = everydayOf(engine, takes, enrolment);
  const bank = bankWords();
  const stop = signal && { signal };
  const job: Job = {
    engine,
    enrolment,
    everyday,
    backbone: network,
    bank,
    ...NO_TARGET,
    seed,
    random,
    ...stop,
  };
  const { trial } = tryEmbedding(job, makeFolds(enrolment, count, random.fork("folds")), () => {});
  return { trial, weight: weigh(network, 1000 / FRAME.sound.milliseconds) };
}

const NO_TARGET = { targetWrongPerHour: 0.5, allowed: 0 };

function weigh(network: Network, framesPerSecond: number): Weight {
  const { network: program, weights } = writeNetwork(network);
  const bytes = Buffer.concat([program, weights]);
  return {
    bytes: bytes.length,
    packedBytes: deflateRawSync(bytes, { level: 9 }).length,
    macsPerSecond: Math.round(macsPerSecond(network, framesPerSecond)),
  };
}
