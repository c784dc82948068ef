/**
 * The template head: the person's own takes, compared by the runtime's time
 * warping. Nothing is learned but how near is near enough.
 */
import { DISTANCE_FAR, type Engine } from "../../firmware-gen/engine/engine.ts";
import type { Template } from "../../firmware-gen/image/build.ts";
import type { HoldSettings, TemplateSettings } from "../../firmware-gen/image/settings.ts";
import { toCoarse } from "../../firmware-gen/image/coarse.ts";
import { CLASSES_MAX } from "../../firmware-gen/image/format.ts";
import { type Distances, distanceThresholds, type ThresholdRule } from "./thresholds.ts";

/** A take's segment as vectors: frames, or what a streaming network makes of them. */
export interface Sample {
  readonly classIndex: number;
  /** Each frames × settings.channels: as the take may come to lie in the stream. */
  readonly phases: readonly Int8Array[];
}

/** Segments that are no command, as vectors. */
export interface Others {
  /** Of the person's everyday recordings. */
  readonly everyday: readonly Int8Array[];
  /** Words of the shipped bank. */
  readonly bank: readonly Int8Array[];
  /** Taken for a command and none, as the person marked it, oldest first; as {@link Sample.phases}. */
  readonly mistakes: readonly (readonly Int8Array[])[];
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
      ...known.templates.map((data, i) => ({
        classIndex: known.classOf[i]!,
        data,
        spreadQ8: known.spreads[i]!,
        again: known.takeOf[i] === known.takeOf[i - 1],
      })),
      // A class each: the runtime averages the two nearest of one class, and two mistakes need not be alike.
      ...counters.flatMap((phases, i) =>
        phases.map((vectors, phase) => ({
          classIndex: classes + i,
          data: asStored(engine.prepare(vectors, settings), settings),
          spreadQ8: NO_SPREAD,
          again: phase > 0,
        })),
      ),
    ],
    thresholds: limits.map(thresholdOf),
  };
}

/** A prepared take as an image holds it. */
export function asStored(prepared: Int8Array, settings: TemplateSettings): Int8Array {
  return settings.coarse ? toCoarse(prepared, settings) : prepared;
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
  const takes = { ...own, templates: own.templates.map(covered) };
  const passing = toClasses(engine, words, takes, limits.length, settings).filter((distances) =>
    distances.some((distance, c) => distance <= limits[c]!),
  );
  return passing.length <= MOST_COVERED * words.length;
}

/** The takes as an image holds them: of each as many templates as it has phases. */
interface Known {
  readonly templates: readonly Int8Array[];
  readonly spreads: readonly number[];
  /** Of each template. */
  readonly classOf: readonly number[];
  readonly takeOf: readonly number[];
}

/** Of each prepared segment, its distance to each class. */
function toClasses(
  engine: Engine,
  segments: readonly Int8Array[],
  { templates, spreads, classOf, takeOf }: Known,
  classes: number,
  settings: TemplateSettings,
): number[][] {
  const rows = engine.distances(segments, templates, settings);
  const members = Array.from({ length: classes }, (_, c) =>
    classOf.flatMap((of, j) => (of === c ? [j] : [])),
  );
  return segments.map((_, i) =>
    members.map((own) =>
      meanOfNearest(
        own.map((j) => ({
          take: takeOf[j]!,
          distance: scale(rows[i * templates.length + j]!, spreads[j]!),
        })),
        settings.nearest,
      ),
    ),
  );
}

/**
 * Distances as the runtime would judge them if the take at hand were not among the templates:
 * a row for each phase of each take.
 */
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
  const prepare = (vectors: Int8Array): Int8Array => engine.prepare(vectors, settings);
  const heard = samples.flatMap(({ phases }) => phases.map(prepare));
  const templates = heard.map((prepared) => asStored(prepared, settings));
  const classOf = samples.flatMap(({ classIndex, phases }) => phases.map(() => classIndex));
  const takeOf = samples.flatMap(({ phases }, take) => phases.map(() => take));
  const raw = engine.distances(heard, templates, settings);
  /** Of one row, the distances to the other takes of a class. */
  const among = (distances: ArrayLike<number>, i: number, c: number): Found[] =>
    templates.flatMap((_, j) =>
      classOf[j] === c && takeOf[j] !== takeOf[i]
        ? [{ take: takeOf[j]!, distance: distances[i * templates.length + j]! }]
        : [],
    );
  const spreads = templates.map((_, i) =>
    settings.spread ? spreadOf(among(raw, i, classOf[i]!)) : NO_SPREAD,
  );
  const scaled = Float64Array.from(raw, (d, at) => scale(d, spreads[at % templates.length]!));
  const known = { templates, spreads, classOf, takeOf };
  /** Per segment that is no take, its distance to each class. */
  const strangers = (segments: readonly Int8Array[]): number[][] =>
    toClasses(engine, segments.map(prepare), known, classes, settings);
  return {
    ...known,
    own: heard.map((_, i) => meanOfNearest(among(scaled, i, classOf[i]!), settings.nearest)),
    other: heard.map((_, i) =>
      Array.from({ length: classes }, (_, c) =>
        c === classOf[i] ? DISTANCE_FAR : meanOfNearest(among(scaled, i, c), settings.nearest),
      ),
    ),
    negative: others.everyday.length === 0 ? [] : strangers(others.everyday).map(nearestOf),
    bank: others.bank.length === 0 ? [] : strangers(others.bank),
    mistakes: strangers(others.mistakes.flatMap((phases) => phases.slice(0, 1))).map(nearestOf),
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

/** Mean distance of a template to the other takes of its class. */
function spreadOf(others: readonly Found[]): number {
  const own = others.flatMap(({ distance }) => (distance < DISTANCE_FAR ? [distance] : []));
  if (own.length === 0) return NO_SPREAD;
  return Math.max(1, Math.min(65535, Math.round(own.reduce((sum, d) => sum + d, 0) / own.length)));
}

/** As the runtime does it: Q8 division by the template's spread, saturating. */
function scale(distance: number, spreadQ8: number): number {
  return distance >= DISTANCE_FAR
    ? DISTANCE_FAR
    : Math.min(DISTANCE_FAR, Math.floor((distance * 256) / spreadQ8));
}

/** Distance to one template, and of which take that is. */
export interface Found {
  readonly take: number;
  readonly distance: number;
}

/** The runtime's distance of a class from those of its templates, of one take the nearest; DISTANCE_FAR where there are none. */
export function meanOfNearest(found: readonly Found[], nearest: number): number {
  const perTake = new Map<number, number>();
  for (const { take, distance } of found)
    perTake.set(take, Math.min(distance, perTake.get(take) ?? DISTANCE_FAR));
  const [first = DISTANCE_FAR, second = DISTANCE_FAR] = [...perTake.values()].sort((a, b) => a - b);
  return nearest === 2 && second < DISTANCE_FAR ? Math.floor((first + second) / 2) : first;
}

function nearestOf(row: readonly number[]): { classIndex: number; distance: number } {
  const distance = Math.min(...row);
  return { classIndex: row.indexOf(distance), distance };
}
