/** One head, trained on a part of the takes or on all, and how it does on what it has not seen. */
import type { Random } from "../../common/random.ts";
import type { Engine } from "../../firmware-gen/engine/engine.ts";
import type { ShippedBackbone } from "../../firmware-gen/image/shipped-backbones.ts";
import type { TemplateSettings } from "../../firmware-gen/image/settings.ts";
import type { Network } from "../../firmware-gen/network/network.ts";
import type { Recipe } from "../compression/recipe.ts";
import { BACKBONE, loadBackbone } from "../backbone/backbone.ts";
import { replay } from "../features/replay.ts";
import { segmentsIn } from "../features/segments.ts";
import { vectorsAt, vectorsOf } from "../features/vectors.ts";
import { denseThresholds, trainDense } from "../heads/dense.ts";
import {
  BANK_SHARE_PER_HOUR,
  DENSE_RULE,
  embeddingReach,
  FINE_BYTES,
  HEAD_SETTINGS,
  LEAST_REACH,
  OWN_SHARE,
} from "../heads/settings.ts";
import { trainHeld } from "../heads/held.ts";
import {
  type Others,
  type Sample,
  type TemplateHead,
  thresholdOf,
  trainTemplateHead,
} from "../heads/template.ts";
import type { ThresholdRule } from "../heads/thresholds.ts";
import { type Fold, type HeadTrial, type Judged, judgeFold, trialOf } from "./cross-validate.ts";
import type { Enrolment } from "./enrolment.ts";
import type { Everyday } from "./everyday.ts";
import { type HeadKind, imageOf, type TrainedHead } from "./model.ts";
import { everydaySegments, samplesOf } from "./samples.ts";

export interface Job {
  readonly engine: Engine;
  readonly enrolment: Enrolment;
  readonly everyday: Everyday;
  /** The backbone, where one hears the takes: the shipped one, or one that is being tried. */
  readonly backbone?: Network | ShippedBackbone;
  /** Words of strangers, as the takes' vectors are made. */
  readonly bank: readonly Int8Array[];
  readonly targetWrongPerHour: number;
  /** Everyday segments that may still pass. */
  readonly allowed: number;
  readonly seed: number;
  readonly random: Random;
  /** How a network of the person's own is compressed; min-max quantisation if left out. */
  readonly recipe?: Recipe;
  readonly signal?: AbortSignal;
}

/** A head as the cross-validation found it. */
export interface Tried {
  readonly trial: HeadTrial;
  readonly judged: readonly Judged[];
  readonly heldOut: HeldOut;
  /** Template head: the reach that did best. */
  readonly reach?: number;
}

/** Per class, the scores that takes got for it while they were held out. */
type HeldOut = readonly (readonly number[])[];

/** Templates over the frames: cross-validation says how far they may reach. */
export function tryTemplate(job: Job, folds: readonly Fold[], report: (done: number) => void): Tried {
  const { reaches } = HEAD_SETTINGS[job.enrolment.signal];
  const tried = reaches.map((reach, r): Tried => {
    job.signal?.throwIfAborted();
    report((r + 1) / reaches.length);
    const judged = folds.map((fold) =>
      judgeFold(job.engine, imageOf(templateOf(job, fold.training, reach), fold.training), fold),
    );
    return { trial: trialOf("template", null, folds, judged), judged, heldOut: [], reach };
  });
  return better(tried);
}

/** Templates over the backbone: the shipped bank says how far they may reach. */
export function tryEmbedding(job: Job, folds: readonly Fold[], report: (done: number) => void): Tried {
  const judged = folds.map((fold, f) => {
    job.signal?.throwIfAborted();
    report((f + 1) / folds.length);
    return judgeFold(job.engine, imageOf(embeddingOf(job, fold.training), fold.training), fold);
  });
  return { trial: trialOf("embedding", null, folds, judged), judged, heldOut: [] };
}

/** The lowest criterion; of equal ones the first. */
export function better(tried: readonly Tried[]): Tried {
  return tried.reduce((best, one) => (one.trial.criterion < best.trial.criterion ? one : best));
}

export async function tryDense(
  job: Job,
  folds: readonly Fold[],
  report: (done: number) => void,
): Promise<Tried> {
  const perFold: { network: Network; scores: number[][] }[] = [];
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
  return {
    trial: trialOf("dense", HEAD_SETTINGS[job.enrolment.signal].epochs, folds, judged),
    judged,
    heldOut,
  };
}

/** Per class, the score of each take left out: the best of the segments that touch it. */
function heldOutScores(engine: Engine, network: Network, fold: Fold): number[][] {
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

export async function trainHead(
  job: Job,
  kind: HeadKind,
  tried: Tried | undefined,
  report: (done: number) => void,
): Promise<TrainedHead> {
  if (kind === "embedding") return embeddingOf(job, job.enrolment, job.everyday);
  if (kind === "template") {
    return templateOf(
      job,
      job.enrolment,
      tried?.reach ?? HEAD_SETTINGS[job.enrolment.signal].reaches[0],
      job.everyday,
    );
  }
  const network = await networkOf(job, job.enrolment, report, job.everyday);
  const own = job.enrolment.labels.map((_, c) => tried?.heldOut[c] ?? []);
  return { kind, network, thresholds: denseThresholds(own, DENSE_RULE) };
}

function templateOf(job: Job, enrolment: Enrolment, reach: number, everyday?: Everyday): TrainedHead {
  const { template } = HEAD_SETTINGS[enrolment.signal];
  const rule: ThresholdRule = {
    reach,
    leastReach: LEAST_REACH,
    ownShare: OWN_SHARE.template,
    bankShare: 0,
    negativesAllowed: job.allowed,
  };
  const samples = samplesOf(enrolment);
  const segments = everyday === undefined ? [] : everydaySegments(job.engine, enrolment, everyday);
  const head = comparing(job, enrolment, samples, template, 1, rule, {
    everyday: segments.map(({ vectors }) => vectors),
    bank: [],
    mistakes: enrolment.mistakes.map(({ frames }) => [frames]),
  });
  return { kind: "template", head };
}

/** The template head of an enrolment of one sample for each take, whose held commands are judged by their beginnings alone. */
function comparing(
  { engine }: Job,
  enrolment: Enrolment,
  samples: readonly Sample[],
  settings: TemplateSettings,
  period: number,
  rule: ThresholdRule,
  others: Others,
): TemplateHead {
  const { labels, held } = enrolment;
  const classes = labels.length;
  const once = samples.filter(({ classIndex }) => !held.has(classIndex));
  const head: TemplateHead =
    once.length > 0
      ? trainTemplateHead(engine, once, classes, settings, rule, others)
      : {
          settings: { ...settings, room: false },
          templates: [],
          thresholds: labels.map(() => 0),
          counters: 0,
        };
  if (held.size === 0) return head;
  const sounds = {
    takes: samples.filter(({ classIndex }) => held.has(classIndex)),
    commands: once.map(({ phases }) => phases[0]!),
    everyday: [...others.everyday, ...others.mistakes.map((phases) => phases[0]!)],
    bank: others.bank,
  };
  const { hold, templates, limits, unsteady } = trainHeld(
    engine,
    sounds,
    head.settings,
    period,
    enrolment.gate.maxFrames,
  );
  return {
    ...head,
    hold,
    unsteady,
    templates: [...head.templates, ...templates],
    thresholds: head.thresholds.map((threshold, c) =>
      held.has(c) ? thresholdOf(limits.get(c) ?? 0) : threshold,
    ),
  };
}

function embeddingOf(job: Job, enrolment: Enrolment, everyday?: Everyday): TrainedHead {
  const { embedding } = HEAD_SETTINGS[enrolment.signal];
  const { backbone } = job;
  if (embedding === undefined || backbone === undefined) throw new TypeError("no backbone hears this signal");
  // As the whole enrolment asks for, so that a part of it is judged as the whole will be. The few vectors
  // of a held sound's beginning stand no rounding: it would be heard some 40 ms later.
  const { takes, held } = job.enrolment;
  const bytes = takes.flatMap(({ phases }) => phases!).reduce((sum, { length }) => sum + length, 0);
  const coarse = held.size === 0 && bytes > FINE_BYTES;
  const settings = { ...embedding, coarse };
  const rule: ThresholdRule = {
    reach: embeddingReach(enrolment.takes.length / enrolment.labels.length, coarse),
    leastReach: LEAST_REACH,
    ownShare: OWN_SHARE.embedding,
    bankShare: BANK_SHARE_PER_HOUR * job.targetWrongPerHour,
    negativesAllowed: job.allowed,
  };
  const samples = enrolment.takes.map(({ classIndex, phases }) => ({ classIndex, phases: phases! }));
  const { network } = loadBackbone(BACKBONE);
  const { period } = job.engine.loadNetwork(network);
  const others = (everyday?.features ?? []).flatMap((features) => {
    const vectors = vectorsOf(job.engine, network, features);
    return segmentsIn(job.engine, features, enrolment.gate)
      .map((segment) => vectorsAt(vectors, segment))
      .filter(({ length }) => length > 0);
  });
  const head = comparing(job, enrolment, samples, settings, period, rule, {
    everyday: others,
    bank: job.bank,
    mistakes: enrolment.mistakes.flatMap(({ phases }) =>
      phases?.every(({ length }) => length > 0) ? [phases] : [],
    ),
  });
  return { kind: "embedding", head, backbone };
}

function networkOf(job: Job, enrolment: Enrolment, report: (done: number) => void, everyday?: Everyday) {
  const epochs = HEAD_SETTINGS[enrolment.signal].epochs;
  return trainDense(job.engine, enrolment, {
    seed: job.seed,
    random: job.random.fork(`examples of ${enrolment.takes.length}`),
    everyday: everyday?.features ?? [],
    settings: { epochs },
    ...(job.recipe && { recipe: job.recipe }),
    onProgress: ({ epoch }) => report(epoch / epochs),
    ...(job.signal && { signal: job.signal }),
  });
}
