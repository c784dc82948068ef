/**
 * Takes of one person → their image. Both heads are tried by cross-validation
 * inside the takes and the better one is trained on all of them. The same takes,
 * options and seed give the same bytes.
 */
import { inputError } from "../../common/errors.ts";
import { createRandom, type Random } from "../../common/random.ts";
import { BACKGROUND_LABEL, OTHER_LABEL, type Signal, type Take } from "../../common/street.ts";
import { createEngine, type Engine } from "../../firmware-gen/engine/engine.ts";
import { FRAME } from "../../firmware-gen/image/build.ts";
import type { TemplateSettings } from "../../firmware-gen/image/settings.ts";
import { macsPerSecond } from "../../firmware-gen/network/network.ts";
import { readImage } from "../../firmware-gen/image/read.ts";
import { denseThresholds, type DenseRule, trainDense } from "../heads/dense.ts";
import { comparisonMacs, trainTemplateHead } from "../heads/template.ts";
import type { ThresholdRule } from "../heads/thresholds.ts";
import { replay } from "../features/replay.ts";
import { segmentsIn, framesOf } from "../features/segments.ts";
import { adviceFrom } from "./advice.ts";
import {
  type Fold,
  foldCount,
  type HeadTrial,
  type Judged,
  judgeFold,
  makeFolds,
  trialOf,
} from "./cross-validate.ts";
import { type Enrolment, enrol } from "./enrolment.ts";
import { type Everyday, everydayOf } from "./everyday.ts";
import { type HeadKind, imageOf, type TrainedHead } from "./model.ts";

export interface TrainProgress {
  readonly stage: "enrol" | "template" | "dense" | "image";
  /** 0 to 1 over the whole training, never falling. */
  readonly done: number;
}

export interface TrainOptions {
  /** One person's takes; rows of `_background` and `_other` are what must not be taken for a command. */
  readonly takes: readonly Take[];
  /** Only these; all if left out. */
  readonly commands?: readonly string[];
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
  readonly advice: readonly string[];
  readonly warnings: readonly string[];
  /** What was tried; empty where there were too few takes to try anything. */
  readonly heads: readonly HeadTrial[];
  readonly folds: number;
  readonly epochs: number;
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
const EPOCHS: Record<Signal, number> = { sound: 12, motion: 16 };
const DEFAULT_TARGET = 0.5;

/** Measured on three sets of sound and one of movement; see models/README.md. */
const TEMPLATE: Record<Signal, { readonly settings: TemplateSettings; readonly reach: number }> = {
  sound: {
    settings: {
      channels: 40,
      level: true,
      channel: false,
      euclid: true,
      spread: false,
      nearest: 2,
      bandQ8: 64,
    },
    reach: 1.55,
  },
  motion: {
    settings: {
      channels: 6,
      level: false,
      channel: false,
      euclid: true,
      spread: false,
      nearest: 2,
      bandQ8: 64,
    },
    reach: 1.55,
  },
};
const LEAST_REACH = 1.2;
const DENSE_RULE: DenseRule = { deviations: 1, lowest: 0.5, highest: 0.9 };

/**
 * @throws BeckonError `no-takes`, `mixed-signals`, `unknown-command`, `take-short` or `take-empty`, and the
 * signal's reason when cancelled.
 */
export async function train(options: TrainOptions): Promise<Trained> {
  const started = performance.now();
  const { seed = 1, onProgress, signal } = options;
  const engine = await createEngine();
  const enrolment = enrol(engine, chosen(options));
  const everyday = everydayOf(engine, options.takes, enrolment);
  const job: Job = {
    engine,
    enrolment,
    everyday,
    allowed: Math.floor((options.targetWrongPerHour ?? DEFAULT_TARGET) * everyday.hours),
    seed,
    random: createRandom(seed),
    ...(signal && { signal }),
  };
  onProgress?.({ stage: "enrol", done: 0.05 });

  const count = foldCount(enrolment, MOST_FOLDS);
  const folds = count >= 2 ? makeFolds(enrolment, count, job.random.fork("folds")) : [];
  const trials: { trial: HeadTrial; judged: readonly Judged[]; heldOut: HeldOut }[] = [];
  for (const kind of folds.length > 0 ? kindsFor(options.head) : []) {
    const report = (done: number): void =>
      onProgress?.({ stage: kind, done: kind === "template" ? 0.05 + 0.05 * done : 0.1 + 0.65 * done });
    trials.push(kind === "template" ? tryTemplate(job, folds, report) : await tryDense(job, folds, report));
  }
  const best = [...trials].sort((a, b) => a.trial.criterion - b.trial.criterion)[0];
  const kind = options.head ?? best?.trial.head ?? "template";
  const tried = trials.find(({ trial }) => trial.head === kind);
  const trained = await trainHead(job, kind, tried?.heldOut ?? [], (done) =>
    onProgress?.({ stage: kind, done: 0.75 + 0.2 * done }),
  );
  const image = imageOf(trained, enrolment);
  onProgress?.({ stage: "image", done: 1 });
  const { imageId, modelId, arenaBytes } = readImage(image);
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
      advice: [...enrolment.advice, ...adviceFrom(enrolment, folds, tried?.judged ?? [])],
      warnings: [...enrolment.warnings, ...warningsOn(enrolment, folds.length)],
      heads: trials.map(({ trial }) => trial),
      folds: folds.length,
      epochs: trials.some(({ trial }) => trial.head === "dense") ? EPOCHS[enrolment.signal] : 0,
    },
  };
}

interface Job {
  readonly engine: Engine;
  readonly enrolment: Enrolment;
  readonly everyday: Everyday;
  /** Everyday segments that may still pass. */
  readonly allowed: number;
  readonly seed: number;
  readonly random: Random;
  readonly signal?: AbortSignal;
}

/** Per class, the scores that takes got for it while they were held out. */
type HeldOut = readonly (readonly number[])[];

function chosen({ takes, commands }: TrainOptions): Take[] {
  if (commands === undefined) return [...takes];
  for (const command of commands) {
    if (takes.some(({ label }) => label === command)) continue;
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
  return takes.filter(({ label }) => commands.includes(label));
}

function kindsFor(head: HeadKind | undefined): HeadKind[] {
  return head === undefined ? ["template", "dense"] : [head];
}

function tryTemplate(job: Job, folds: readonly Fold[], report: (done: number) => void) {
  const judged = folds.map((fold, i) => {
    job.signal?.throwIfAborted();
    const image = imageOf(templateOf(job, fold.training), fold.training);
    report((i + 1) / folds.length);
    return judgeFold(job.engine, image, fold);
  });
  return { trial: trialOf("template", null, folds, judged), judged, heldOut: [] };
}

async function tryDense(job: Job, folds: readonly Fold[], report: (done: number) => void) {
  const perFold: { network: Awaited<ReturnType<typeof networkOf>>; scores: number[][] }[] = [];
  for (const [i, fold] of folds.entries()) {
    const network = await networkOf(job, fold.training, (done) => report((i + done) / folds.length));
    perFold.push({ network, scores: heldOutScores(job.engine, network, fold) });
  }
  const classes = job.enrolment.labels.length;
  const scoresOf = (keep: (fold: number) => boolean): number[][] =>
    Array.from({ length: classes }, (_, c) =>
      perFold.flatMap(({ scores }, f) => (keep(f) ? scores[c]! : [])),
    );
  // Each fold is judged with thresholds that the other folds' takes gave.
  const judged = folds.map((fold, f) => {
    const thresholds = denseThresholds(
      scoresOf((other) => other !== f),
      DENSE_RULE,
    );
    const image = imageOf({ kind: "dense", network: perFold[f]!.network, thresholds }, fold.training);
    return judgeFold(job.engine, image, fold);
  });
  const heldOut = scoresOf(() => true);
  return { trial: trialOf("dense", EPOCHS[job.enrolment.signal], folds, judged), judged, heldOut };
}

/** Per class, the score of each take left out: the best of the segments that touch it. */
function heldOutScores(
  engine: Engine,
  network: Awaited<ReturnType<typeof networkOf>>,
  fold: Fold,
): number[][] {
  const { labels } = fold.training;
  const thresholds = labels.map(() => 0);
  const { events, segments } = replay(
    engine,
    imageOf({ kind: "dense", network, thresholds }, fold.training),
    fold.stream,
  );
  return labels.map((label, c) =>
    fold.takes.flatMap((take) => {
      if (take.label !== label) return [];
      const scores = segments.flatMap(({ scores: row }, i) => {
        const event = events[i];
        const touches = event && event.startMs < take.place.endMs && event.endMs > take.place.startMs;
        return touches ? [row[c]!] : [];
      });
      return scores.length > 0 ? [Math.max(...scores)] : [];
    }),
  );
}

async function trainHead(
  job: Job,
  kind: HeadKind,
  heldOut: HeldOut,
  report: (done: number) => void,
): Promise<TrainedHead> {
  if (kind === "template") return templateOf(job, job.enrolment, job.everyday);
  const network = await networkOf(job, job.enrolment, report, job.everyday);
  const own = job.enrolment.labels.map((_, c) => heldOut[c] ?? []);
  return { kind, network, thresholds: denseThresholds(own, DENSE_RULE) };
}

function templateOf(job: Job, enrolment: Enrolment, everyday?: Everyday): TrainedHead {
  const { settings, reach } = TEMPLATE[enrolment.signal];
  const rule: ThresholdRule = { reach, leastReach: LEAST_REACH, negativesAllowed: job.allowed };
  const samples = enrolment.takes.map(({ classIndex, frames }) => ({ classIndex, vectors: frames }));
  const others = (everyday?.features ?? []).flatMap((features) =>
    segmentsIn(job.engine, features, enrolment.gate).map(({ start, frames }) =>
      framesOf(features, start, frames),
    ),
  );
  const head = trainTemplateHead(job.engine, samples, enrolment.labels.length, settings, rule, others);
  return { kind: "template", head };
}

function networkOf(job: Job, enrolment: Enrolment, report: (done: number) => void, everyday?: Everyday) {
  const epochs = EPOCHS[enrolment.signal];
  return trainDense(job.engine, enrolment, {
    seed: job.seed,
    random: job.random.fork(`examples of ${enrolment.takes.length}`),
    everyday: everyday?.features ?? [],
    settings: { epochs },
    onProgress: ({ epoch }) => report(epoch / epochs),
    ...(job.signal && { signal: job.signal }),
  });
}

function macsOf(trained: TrainedHead, { signal, takes }: Enrolment): number {
  const { values, milliseconds } = FRAME[signal];
  if (trained.kind === "dense") return macsPerSecond(trained.network, 1000 / milliseconds);
  const lengths = takes.map(({ frames }) => frames.length / values).sort((a, b) => a - b);
  return comparisonMacs(trained.head, lengths[lengths.length >> 1]!);
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
      "One command has a single take, so the heads could not be compared: the template head was taken, and its limits are a guess.",
    );
  }
  return warnings;
}
