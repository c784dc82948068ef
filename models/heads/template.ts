/**
 * The template head: the person's own takes, compared by the runtime's time
 * warping. Nothing is learned but how near is near enough.
 */
import { DISTANCE_FAR, type Engine } from "../../firmware-gen/engine/engine.ts";
import type { Template } from "../../firmware-gen/image/build.ts";
import type { HoldSettings, TemplateSettings } from "../../firmware-gen/image/settings.ts";
import { CLASSES_MAX } from "../../firmware-gen/image/format.ts";
import { type Distances, distanceThresholds, type ThresholdRule } from "./thresholds.ts";

/** A take's segment as vectors: frames, or what a streaming network makes of them. */
export interface Sample {
  readonly classIndex: number;
  /** frames × settings.channels. */
  readonly vectors: Int8Array;
}

/** Segments that are no command, as vectors. */
export interface Others {
  /** Of the person's everyday recordings. */
  readonly everyday: readonly Int8Array[];
  /** Words of the shipped bank. */
  readonly bank: readonly Int8Array[];
  /** Taken for a command and none, as the person marked it, oldest first. */
  readonly mistakes: readonly Int8Array[];
}

const NO_OTHERS: Others = { everyday: [], bank: [], mistakes: [] };

export interface TemplateHead {
  readonly settings: TemplateSettings;
  readonly templates: readonly Template[];
  /** Per class, as the image stores it: lowest score, 32767 − largest distance. */
  readonly thresholds: readonly number[];
  /** Classes after the commands, of one template each, that stand for sound or movement marked as wrong. */
  readonly counters: number;
  /** Where some of the commands are held. */
  readonly hold?: HoldSettings;
  /** Held commands that begin too much like something else (held.ts). */
  readonly unsteady?: readonly number[];
}

/** Spread of a template that has no other of its class to compare with, Q8: distances stay as they are. */
const NO_SPREAD = 256;

/** A mistake farther from every command than this many times its limit is refused anyway, and costs only bytes. */
const COUNTER_REACH = 1.2;
/** The newest; each costs about as much as a take. */
const MOST_COUNTERS = 8;

/**
 * A room that covers what lies under it brings a take from a quiet place near again, and strangers' words
 * with it. How much nearer differs from voice to voice: with both covered to 10 dB under a word's mean,
 * such a part of the bank may pass, or the person's model leaves rooms aside.
 */
const COVERED_TO = -30;
const MOST_COVERED = 0.005;

/**
 * @param classes number of classes; each has at least one sample.
 * @param others what the limits must keep out, and what must be refused beside them.
 */
export function trainTemplateHead(
  engine: Engine,
  samples: readonly Sample[],
  classes: number,
  settings: TemplateSettings,
  rule: ThresholdRule,
  others: Others = NO_OTHERS,
): TemplateHead {
  const known = leaveOneOut(engine, samples, classes, settings, others);
  const limits = distanceThresholds(known, classes, rule);
  const room = settings.room && withstandsRoom(engine, known, limits, settings, others.bank);
  const counters = others.mistakes
    .filter((_, i) => {
      const { classIndex, distance } = known.mistakes[i]!;
      return distance <= limits[classIndex]! * COUNTER_REACH;
    })
    .slice(-Math.min(MOST_COUNTERS, CLASSES_MAX - classes));
  return {
    settings: { ...settings, room },
    counters: counters.length,
    templates: [
      ...known.prepared.map((data, i) => ({
        classIndex: samples[i]!.classIndex,
        data,
        spreadQ8: known.spreads[i]!,
      })),
      // A class each: the runtime averages the two nearest of one class, and two mistakes need not be alike.
      ...counters.map((vectors, i) => ({
        classIndex: classes + i,
        data: engine.prepare(vectors, settings),
        spreadQ8: NO_SPREAD,
      })),
    ],
    thresholds: limits.map(thresholdOf),
  };
}

/** As the image stores a limit. */
export function thresholdOf(limit: number): number {
  return DISTANCE_FAR - Math.max(0, Math.min(DISTANCE_FAR - 1, Math.round(limit)));
}

/** Whether limits that were set in quiet still keep strangers out where noise covers a part of all words. */
function withstandsRoom(
  engine: Engine,
  own: Known,
  limits: readonly number[],
  settings: TemplateSettings,
  bank: readonly Int8Array[],
): boolean {
  const { channels, direction } = settings;
  const covered = (vectors: Int8Array): Int8Array =>
    vectors.map((value, i) => (i % channels < direction ? value : Math.max(value, COVERED_TO)));
  const words = bank.map((vectors) => covered(engine.prepare(vectors, settings)));
  const takes = { ...own, prepared: own.prepared.map(covered) };
  const passing = toClasses(engine, words, takes, limits.length, settings).filter((distances) =>
    distances.some((distance, c) => distance <= limits[c]!),
  );
  return passing.length <= MOST_COVERED * words.length;
}

/** The takes as an image holds them. */
interface Known {
  readonly prepared: readonly Int8Array[];
  readonly spreads: readonly number[];
  readonly classOf: readonly number[];
}

/** Of each prepared segment, its distance to each class. */
function toClasses(
  engine: Engine,
  segments: readonly Int8Array[],
  { prepared, spreads, classOf }: Known,
  classes: number,
  settings: TemplateSettings,
): number[][] {
  const rows = engine.distances(segments, prepared, settings);
  const members = Array.from({ length: classes }, (_, c) =>
    classOf.flatMap((of, j) => (of === c ? [j] : [])),
  );
  return segments.map((_, i) =>
    members.map((own) =>
      meanOfNearest(
        own.map((j) => scale(rows[i * prepared.length + j]!, spreads[j]!)),
        settings.nearest,
      ),
    ),
  );
}

/** Distances as the runtime would judge them if the take at hand were not among the templates. */
export function leaveOneOut(
  engine: Engine,
  samples: readonly Sample[],
  classes: number,
  settings: TemplateSettings,
  others: Others = NO_OTHERS,
): Distances &
  Known & {
    /** Per mistake: nearest command and distance. */
    readonly mistakes: readonly { readonly classIndex: number; readonly distance: number }[];
  } {
  const prepared = samples.map(({ vectors }) => engine.prepare(vectors, settings));
  const count = samples.length;
  const raw = engine.distances(prepared, prepared, settings);
  const spreads = samples.map((_, i) => (settings.spread ? spreadOf(raw, samples, i) : NO_SPREAD));
  const scaled = Float64Array.from(raw, (d, at) => scale(d, spreads[at % count]!));
  const classOf = samples.map(({ classIndex }) => classIndex);
  /** Per segment that is no take, its distance to each class. */
  const strangers = (segments: readonly Int8Array[]): number[][] => {
    const heard = segments.map((vectors) => engine.prepare(vectors, settings));
    return toClasses(engine, heard, { prepared, spreads, classOf }, classes, settings);
  };
  return {
    prepared,
    spreads,
    own: samples.map((_, i) => nearestTo(scaled, i, samples, samples[i]!.classIndex, settings.nearest)),
    other: samples.map((sample, i) =>
      Array.from({ length: classes }, (_, c) =>
        c === sample.classIndex ? DISTANCE_FAR : nearestTo(scaled, i, samples, c, settings.nearest),
      ),
    ),
    classOf,
    negative: others.everyday.length === 0 ? [] : strangers(others.everyday).map(nearestOf),
    bank: others.bank.length === 0 ? [] : strangers(others.bank),
    mistakes: others.mistakes.length === 0 ? [] : strangers(others.mistakes).map(nearestOf),
  };
}

/** Multiplications of one segment's comparison with all templates: cells of the warping band × values of a vector. */
export function comparisonMacs({ settings, templates }: TemplateHead, frames: number): number {
  const { channels, bandQ8 } = settings;
  return templates.reduce((sum, { data }) => {
    const own = data.length / channels;
    if (Math.max(own, frames) > 2 * Math.min(own, frames)) return sum; // never compared
    const band = 2 * Math.max(2, (Math.max(own, frames) * bandQ8) >> 8) + 1;
    return sum + frames * Math.min(own, band) * channels;
  }, 0);
}

/** Mean distance of a template to the others of its class. */
function spreadOf(raw: Uint16Array, samples: readonly Sample[], index: number): number {
  const own = samples.flatMap(({ classIndex }, j) => {
    const distance = raw[index * samples.length + j]!;
    return j !== index && classIndex === samples[index]!.classIndex && distance < DISTANCE_FAR
      ? [distance]
      : [];
  });
  if (own.length === 0) return NO_SPREAD;
  return Math.max(1, Math.min(65535, Math.round(own.reduce((sum, d) => sum + d, 0) / own.length)));
}

/** As the runtime does it: Q8 division by the template's spread, saturating. */
function scale(distance: number, spreadQ8: number): number {
  return distance >= DISTANCE_FAR
    ? DISTANCE_FAR
    : Math.min(DISTANCE_FAR, Math.floor((distance * 256) / spreadQ8));
}

/** The runtime's distance of a class: mean of the nearest one or two templates, the sample itself left out. */
function nearestTo(
  scaled: Float64Array,
  index: number,
  samples: readonly Sample[],
  classIndex: number,
  nearest: number,
): number {
  const row = samples.flatMap((sample, j) =>
    j !== index && sample.classIndex === classIndex ? [scaled[index * samples.length + j]!] : [],
  );
  return meanOfNearest(row, nearest);
}

/** The runtime's distance of a class from those of its templates; DISTANCE_FAR where there are none. */
export function meanOfNearest(distances: number[], nearest: number): number {
  if (distances.length === 0) return DISTANCE_FAR;
  distances.sort((a, b) => a - b);
  return nearest === 2 && distances.length > 1 && distances[1]! < DISTANCE_FAR
    ? Math.floor((distances[0]! + distances[1]!) / 2)
    : distances[0]!;
}

function nearestOf(row: readonly number[]): { classIndex: number; distance: number } {
  const distance = Math.min(...row);
  return { classIndex: row.indexOf(distance), distance };
}
