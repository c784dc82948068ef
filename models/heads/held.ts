/**
 * Commands that last as long as their sound: a hum, a hiss, a whistle. They are judged by their
 * first tenths of a second, so what must be kept out are beginnings: of strangers' words, of the
 * person's other commands and of everyday sound. How much of a beginning is needed differs from
 * sound to sound; the least that keeps those out is taken, for it is what the person waits.
 */
import { DISTANCE_FAR, type Engine } from "../../firmware-gen/engine/engine.ts";
import type { Template } from "../../firmware-gen/image/build.ts";
import type { HoldSettings, TemplateSettings } from "../../firmware-gen/image/settings.ts";
import { asStored, meanOfNearest } from "./template.ts";

/** What held commands are learned from; every sequence starts where its segment does, frames × settings.channels. */
export interface HeldSounds {
  /** Takes of the held commands, each as it may come to lie in the stream (features/vectors.ts). */
  readonly takes: readonly { readonly classIndex: number; readonly phases: readonly Int8Array[] }[];
  /** Takes of the other commands, none of which may begin it. */
  readonly commands: readonly Int8Array[];
  /** Everyday segments and what was marked as wrong: now and then one is the command itself. */
  readonly everyday: readonly Int8Array[];
  /** Strangers' words, none of which may come near. */
  readonly bank: readonly Int8Array[];
}

export interface HeldHead {
  readonly hold: HoldSettings;
  readonly templates: readonly Template[];
  /** By class: largest distance that is still accepted. */
  readonly limits: ReadonlyMap<number, number>;
  /** Classes that begin too much like something else: much of them will be missed. */
  readonly unsteady: readonly number[];
}

/** Frames a beginning may have, the shortest first; whole vectors of every front end. */
const BEGINNINGS = [4, 6, 8, 12, 16, 20] as const;
/** Frames of quiet that end a hold: a gap of one or two is breath. */
const QUIET_FRAMES = 3;
/**
 * A limit lies at most so many times as far as a command's takes from each other, and a beginning is
 * long enough where all else lets it lie at least so far: of the takes' mean distance, and of the worst.
 */
const REACH = { most: { mean: 2, worst: 1.4 }, enough: { mean: 1.5, worst: 1.2 } } as const;
/** Everyday sound lowers no limit below this. */
const LEAST_REACH = 1.2;
/** Of the way to the nearest word of the bank. With all of it, 10 of 12 voices were set off by talk, 3 to 20 times an hour. */
const BANK_PART = 0.8;
/** Later it may sound so many times as different from the other takes as they ever do. */
const SLACK = 2;

/**
 * @param period frames from one vector to the next.
 * @param longest frames of the longest segment that the gate lets through; a beginning is no longer.
 */
export function trainHeld(
  engine: Engine,
  sounds: HeldSounds,
  settings: TemplateSettings,
  period: number,
  longest: number,
): HeldHead {
  const tried = BEGINNINGS.filter((frames) => frames <= longest).map((frames) =>
    tryBeginning(engine, sounds, settings, frames, period),
  );
  const reachOf = ({ reaches }: Tried): number => Math.min(...reaches);
  const furthest = tried.reduce((best, one) => (reachOf(one) > reachOf(best) ? one : best));
  const { frames, slack, limits, templates, reaches } = tried.find((one) => reachOf(one) >= 1) ?? furthest;
  const unsteady = [...limits.keys()].filter((_, i) => reaches[i]! < 1);
  return { hold: { frames, quietFrames: QUIET_FRAMES, slack }, limits, templates, unsteady };
}

interface Tried {
  readonly frames: number;
  readonly limits: ReadonlyMap<number, number>;
  readonly templates: readonly Template[];
  readonly slack: number;
  /** Of each held command, how far its limit reaches; 1 is enough. */
  readonly reaches: readonly number[];
}

function tryBeginning(
  engine: Engine,
  { takes, commands, everyday, bank }: HeldSounds,
  settings: TemplateSettings,
  frames: number,
  period: number,
): Tried {
  const size = (frames / period) * settings.channels;
  const cut = (vectors: Int8Array, at: number): Int8Array =>
    engine.prepare(vectors.subarray(at * size, (at + 1) * size), settings);
  // The beginning, and what follows it: later the sound is compared with how it went on.
  const pieces = takes.flatMap(({ classIndex, phases }, take) =>
    phases.flatMap((vectors) => {
      const whole = Math.floor(vectors.length / size);
      const places = new Set([0, whole >> 2, whole >> 1, (3 * whole) >> 2].filter((place) => place < whole));
      return [...places].map((place) => ({ classIndex, take, place, data: cut(vectors, place) }));
    }),
  );
  const templates = pieces.map(({ data }) => asStored(data, settings));
  const beginnings = (list: readonly Int8Array[]): Int8Array[] =>
    list.filter(({ length }) => length >= size).map((vectors) => cut(vectors, 0));
  const classes = [...new Set(takes.map(({ classIndex }) => classIndex))];

  /** Of each sequence, its distance to a class as the runtime judges it, the pieces of one take left out. */
  const toClass = (
    sequences: readonly Int8Array[],
    wanted: number,
    without?: (i: number) => number,
  ): number[] => {
    if (sequences.length === 0) return [];
    const rows = engine.distances(sequences, templates, settings);
    return sequences.map((_, i) =>
      meanOfNearest(
        pieces.flatMap(({ classIndex, take }, j) =>
          classIndex === wanted && take !== without?.(i)
            ? // Each piece by itself, for so they stand in the image: what lies near two pieces of one take is near twice.
              [{ take: j, distance: rows[i * templates.length + j]! }]
            : [],
        ),
        settings.nearest,
      ),
    );
  };
  const strangers = beginnings(bank);
  const near = beginnings(everyday);
  const other = beginnings(commands);

  const limits = new Map<number, number>();
  let slack = 0;
  const reaches = classes.map((wanted) => {
    const own = pieces.filter(({ classIndex }) => classIndex === wanted);
    const among = toClass(
      own.map(({ data }) => data),
      wanted,
      (i) => own[i]!.take,
    );
    const differ = among.filter((_, i) => own[i]!.place === 0);
    // A single take says nothing of how takes differ, and all else must keep strangers out.
    const alone = differ.every((distance) => distance === DISTANCE_FAR);
    const foreign = takes.filter(({ classIndex }) => classIndex !== wanted).flatMap(({ phases }) => phases);
    const foreignest = Math.min(DISTANCE_FAR, ...toClass([...other, ...beginnings(foreign)], wanted));
    const stranger = Math.min(DISTANCE_FAR, ...toClass(strangers, wanted));
    const [usual, worst] = alone ? [0, 0] : [mean(differ), Math.max(...differ)];
    const nearest = Math.max(LEAST_REACH * usual, Math.min(DISTANCE_FAR, ...toClass(near, wanted)) - 1);
    const most = alone ? DISTANCE_FAR : Math.max(REACH.most.mean * usual, REACH.most.worst * worst);
    const limit = Math.max(1, Math.min(most, BANK_PART * stranger, nearest, foreignest - 1));
    limits.set(wanted, Math.round(limit));
    const later = alone ? limit : Math.max(limit, ...among);
    slack = Math.max(slack, Math.min(DISTANCE_FAR, Math.round(SLACK * later - limit)));
    return alone ? 1 : limit / Math.max(REACH.enough.mean * usual, REACH.enough.worst * worst);
  });
  return {
    frames,
    limits,
    slack,
    reaches,
    templates: pieces.map(({ classIndex }, j) => ({ classIndex, data: templates[j]!, spreadQ8: 256 })),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
