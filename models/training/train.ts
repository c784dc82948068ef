/**
 * Takes of one person → their image. Both heads are tried by cross-validation
 * inside the takes and the better one is trained on all of them. The same takes,
 * options and seed give the same bytes.
 */
import { inputError } from "../../common/errors.ts";
import { createRandom } from "../../common/random.ts";
import { BACKGROUND_LABEL, OTHER_LABEL, type Signal, type Take } from "../../common/street.ts";
import { createEngine } from "../../firmware-gen/engine/engine.ts";
import { FRAME } from "../../firmware-gen/image/build.ts";
import { readImage } from "../../firmware-gen/image/read.ts";
import { type ShippedBackbone, shippedBackbone } from "../../firmware-gen/image/shipped-backbones.ts";
import { macsPerSecond, type Network } from "../../firmware-gen/network/network.ts";
import type { Advice } from "../adviser/advice.ts";
import { advise } from "../adviser/adviser.ts";
import { misheard } from "../adviser/misheard.ts";
import { BACKBONE, loadBackbone } from "../backbone/backbone.ts";
import { bankWords } from "../backbone/bank.ts";
import { HEAD_SETTINGS } from "../heads/settings.ts";
import { comparisonMacs } from "../heads/template.ts";
import { type Confusion, confusionOf, type HeardTake, heardTakes } from "./confusion.ts";
import { foldCount, type HeadTrial, makeFolds } from "./cross-validate.ts";
import { type Enrolment, enrol } from "./enrolment.ts";
import { everydayOf } from "./everyday.ts";
import { type HeadKind, imageOf, type TrainedHead } from "./model.ts";
import { better, type Job, trainHead, type Tried, tryDense, tryEmbedding, tryTemplate } from "./trials.ts";

export interface TrainProgress {
  readonly stage: "enrol" | HeadKind | "image";
  /** 0 to 1 over the whole training, never falling. */
  readonly done: number;
}

export interface TrainOptions {
  /** One person's takes; rows of `_background` and `_other` are what must not be taken for a command. */
  readonly takes: readonly Take[];
  /** What was taken for a command and was none, as the person marked it, oldest first. */
  readonly mistakes?: readonly Take[];
  /** Only these; all if left out. */
  readonly commands?: readonly string[];
  /** Of those, the ones that last as long as their sound; sound only. */
  readonly held?: readonly string[];
  /** Wrong activations an hour that own everyday recordings may still show. */
  readonly targetWrongPerHour?: number;
  readonly seed?: number;
  /** Take this head instead of the better one. */
  readonly head?: HeadKind;
  readonly onProgress?: (progress: TrainProgress) => void;
  /** Stops with its reason. */
  readonly signal?: AbortSignal;
}

/** The object of `beckon train --json`. */
export interface TrainReport {
  readonly imageId: string;
  readonly modelId: string;
  readonly imageBytes: number;
  readonly arenaBytes: number;
  readonly head: HeadKind;
  /** The whole time, cross-validation included. */
  readonly trainSeconds: number;
  readonly advice: readonly Advice[];
  readonly warnings: readonly string[];
  /** What was tried; empty where there were too few takes to try anything. */
  readonly heads: readonly HeadTrial[];
  readonly folds: number;
  readonly epochs: number;
  /** By the head that was taken, over all folds; all zero where nothing was tried. */
  readonly confusion: Confusion;
  /** Each take as it was heard while it was left out; empty where nothing was tried. */
  readonly heard: readonly HeardTake[];
}

export interface Trained {
  readonly image: Uint8Array;
  readonly report: TrainReport;
  /** Multiplications a second of network and head while one command of middle length is spoken each second. */
  readonly macsPerSecond: number;
  /** What was learned from, for an evaluation that must make the same quiet and the same band. */
  readonly enrolment: Enrolment;
}

const MOST_FOLDS = 3;
const DEFAULT_TARGET = 0.5;

/**
 * @throws BeckonError `no-takes`, `mixed-signals`, `unknown-command`, `take-short` or `take-empty`, and the
 * signal's reason when cancelled.
 */
export async function train(options: TrainOptions): Promise<Trained> {
  const started = performance.now();
  const { seed = 1, onProgress, signal } = options;
  const engine = await createEngine();
  const takes = chosen(options);
  const heard = options.head === undefined || options.head === "embedding" ? heardBy(takes) : undefined;
  const { mistakes, held = [] } = options;
  for (const label of held) checkKnown(label, takes);
  const enrolment = enrol(engine, takes, { backbone: heard?.network, mistakes, held });
  if (held.length > 0 && options.head === "dense") {
    throw inputError(
      "head-unknown",
      "the head “dense”",
      "it cannot tell when a held sound begins.",
      "Leave the head out, or take embedding or template.",
    );
  }
  const everyday = everydayOf(engine, options.takes, enrolment);
  const target = options.targetWrongPerHour ?? DEFAULT_TARGET;
  const job: Job = {
    engine,
    enrolment,
    everyday,
    ...(heard && { backbone: heard.shipped }),
    bank: heard ? bankWords() : [],
    targetWrongPerHour: target,
    allowed: Math.floor(target * everyday.hours),
    seed,
    random: createRandom(seed),
    ...(signal && { signal }),
  };
  onProgress?.({ stage: "enrol", done: 0.05 });

  const count = foldCount(enrolment, MOST_FOLDS);
  const folds = count >= 2 ? makeFolds(enrolment, count, job.random.fork("folds")) : [];
  const trials: Tried[] = [];
  const kinds = kindsFor(options.head, enrolment.signal);
  for (const [k, kind] of folds.length > 0 ? kinds.entries() : []) {
    const report = (done: number): void =>
      onProgress?.({ stage: kind, done: 0.05 + (0.7 * (k + done)) / kinds.length });
    trials.push(await TRY[kind](job, folds, report));
  }
  const tried = trials.length > 0 ? headOf(trials) : undefined;
  const kind = tried?.trial.head ?? kinds[0];
  const trained = await trainHead(job, kind, tried, (done) =>
    onProgress?.({ stage: kind, done: 0.75 + 0.2 * done }),
  );
  const image = imageOf(trained, enrolment);
  onProgress?.({ stage: "image", done: 1 });
  const { imageId, modelId, arenaBytes } = readImage(image);
  const advice = advise(engine, enrolment, everyday);
  const confusion = confusionOf(enrolment.labels, folds, tried?.judged ?? []);
  return {
    image,
    enrolment,
    macsPerSecond: Math.round(macsOf(trained, enrolment)),
    report: {
      imageId,
      modelId,
      imageBytes: image.length,
      arenaBytes,
      head: kind,
      trainSeconds: (performance.now() - started) / 1000,
      advice: [...advice, ...misheard(confusion, advice)],
      warnings: [
        ...enrolment.warnings,
        ...warningsOn(enrolment, folds.length),
        ...warningsOnHeld(trained, enrolment),
      ],
      heads: trials.map(({ trial }) => trial),
      folds: folds.length,
      confusion,
      heard: heardTakes(folds, tried?.judged ?? []),
      epochs: trials.some(({ trial }) => trial.head === "dense") ? HEAD_SETTINGS[enrolment.signal].epochs : 0,
    },
  };
}

function chosen({ takes, commands }: TrainOptions): Take[] {
  if (commands === undefined) return [...takes];
  for (const command of commands) checkKnown(command, takes);
  return takes.filter(({ label }) => commands.includes(label));
}

function checkKnown(command: string, takes: readonly Take[]): void {
  if (takes.some(({ label }) => label === command)) return;
  const known = [...new Set(takes.map(({ label }) => label))].filter(
    (l) => l !== BACKGROUND_LABEL && l !== OTHER_LABEL,
  );
  throw inputError(
    "unknown-command",
    `“${command}”`,
    "there is no take with this label.",
    `The labels are ${known.map((l) => `“${l}”`).join(", ")}.`,
  );
}

/**
 * A network learned from a few takes looks better on pieces of the person's own takes than it is in daily life: in
 * everyday movement it acted by mistake 1 to 30 times as often as templates, in each of four sets (DECISIONS.md).
 */
const CLEARLY_BETTER = 0.7;

/** The head that did best; the network only where it did clearly better than what it is compared with. */
function headOf(trials: readonly Tried[]): Tried {
  const [first, ...others] = trials;
  const most = first!.trial.criterion * CLEARLY_BETTER;
  return better([first!, ...others.filter(({ trial }) => trial.criterion < most)]);
}

const TRY = { embedding: tryEmbedding, template: tryTemplate, dense: tryDense };

/**
 * The heads that are tried against each other; the first where nothing can be tried. For sound that is one: takes
 * alone cannot show what the bank does, how well a head refuses strangers.
 * @throws BeckonError `head-unknown` for movement and the embedding head.
 */
function kindsFor(head: HeadKind | undefined, signal: Signal): readonly [HeadKind, ...HeadKind[]] {
  if (head === "embedding" && signal === "motion") {
    throw inputError(
      "head-unknown",
      "the head “embedding”",
      "it listens to sound, and these takes are movement.",
      "Leave the head out, or take template or dense.",
    );
  }
  if (head !== undefined) return [head];
  return signal === "sound" ? ["embedding"] : ["template", "dense"];
}

/** The shipped backbone, if the takes are sound. */
function heardBy(takes: readonly Take[]): { shipped: ShippedBackbone; network: Network } | undefined {
  if (takes[0]?.samples.signal !== "sound") return undefined;
  return { shipped: shippedBackbone(BACKBONE), network: loadBackbone(BACKBONE).network };
}

function macsOf(trained: TrainedHead, { signal, takes }: Enrolment): number {
  const { values, milliseconds } = FRAME[signal];
  if (trained.kind === "dense") return macsPerSecond(trained.network, 1000 / milliseconds);
  const lengths = takes.map(({ frames }) => frames.length / values).sort((a, b) => a - b);
  const middle = lengths[lengths.length >> 1]!;
  if (trained.kind === "template") return comparisonMacs(trained.head, middle);
  const { network } = loadBackbone(BACKBONE);
  return macsPerSecond(network, 1000 / milliseconds) + comparisonMacs(trained.head, middle >> 1);
}

function warningsOnHeld(trained: TrainedHead, { labels }: Enrolment): string[] {
  const unsteady = trained.kind === "dense" ? [] : (trained.head.unsteady ?? []);
  return unsteady.map(
    (c) =>
      `“${labels[c]}” begins like other sounds, so it will often be missed as a held one. Choose a steady sound, such as a hum, a hiss or a whistle.`,
  );
}

function warningsOn({ labels }: Enrolment, folds: number): string[] {
  const warnings: string[] = [];
  if (labels.length === 1) {
    warnings.push(
      `There is only one command, “${labels[0]}”: nothing shows Beckon what it should not be taken for. Add a second one.`,
    );
  }
  if (folds === 0) {
    warnings.push(
      "One command has a single take, so nothing could be tried out: how sure it must be is a guess.",
    );
  }
  return warnings;
}
