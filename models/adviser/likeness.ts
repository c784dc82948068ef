/**
 * Which takes and commands are like each other, from the runtime's own distances alone. Everything is a
 * ratio of distances, so it follows whatever the head compares.
 *
 * The limits were set on the developers' recordings of 12 people, three and five takes of three to ten
 * commands (p16, whose takes hold clicks, left out); shares are given where each stands.
 */
import { DISTANCE_FAR } from "../../firmware-gen/engine/engine.ts";
import type { Distances } from "../heads/thresholds.ts";

/** With fewer takes of a command nothing is said about it. */
export const LEAST_TAKES = 3;

export interface Unsteady {
  readonly command: number;
  /** Its takes differ so many times as much as those of the middle command. */
  readonly times: number;
  /** The two takes that differ most. */
  readonly takes: readonly [number, number];
}

export interface Alike {
  readonly commands: readonly [number, number];
  /** Distance to the other command by distance to the own: 1 is no difference. */
  readonly times: number;
  /** Takes of both that are nearer to the other command than to their own. */
  readonly nearer: number;
  readonly of: number;
  /** One of each, those that are nearest to each other. */
  readonly takes: readonly [number, number];
}

export interface OddTake {
  readonly take: number;
  /** As far from its command's other takes as so many times the usual. */
  readonly times: number;
  /** The command that it is like instead, or null. */
  readonly other: number | null;
}

/** Takes and commands by their index. */
export interface Likeness {
  readonly unsteady: readonly Unsteady[];
  readonly alike: readonly Alike[];
  readonly odd: readonly OddTake[];
  /** Usual distance of a take to the nearest other one of its command; 1 at least. */
  readonly usual: number;
}

/** Takes of three or five different words: 9 in 10 lie beyond both; of commands 1 in 100 with three takes, none with five. */
const UNSTEADY = { usual: 1.3, foreign: 0.85 };
/** Of one and the same word recorded as two commands all lie below; of pairs of different words 6 in 1,000. */
const ALIKE_BELOW = 1.1;
/** Takes of other words: 6 in 10 lie beyond both; of the command's own 1 in 100. */
const ODD = { usual: 1.54, foreign: 0.93 };
/** With one command there is nothing else to measure by. */
const ODD_ALONE = 1.8;
/** A take is another command where it is as near to that as takes of one command are, and its own are so much farther. */
const OTHER_WORD = { usual: 1.3, farther: 1.3 };
/** What is not comparable at all counts as so many times. */
const MOST_TIMES = 10;

/**
 * @param nearest distances to the nearest one take of each command (settings with `nearest: 1`).
 * @param between distance of take i to take j at i × count + j.
 * @param classes number of commands.
 */
export function likenessOf(nearest: Distances, between: Uint16Array, classes: number): Likeness {
  const { own, other, classOf } = nearest;
  const count = classOf.length;
  const takesOf = Array.from({ length: classes }, (_, c) =>
    classOf.flatMap((of, i) => (of === c ? [i] : [])),
  );
  const known = takesOf.flatMap((takes, c) => (takes.length >= LEAST_TAKES ? [c] : []));
  const ownOf = takesOf.map((takes) => mean(takes.map((i) => own[i]!).filter(comparable)));
  const usual = Math.max(1, middle(known.map((c) => ownOf[c]!).filter((distance) => distance > 0)));
  const foreignOf = takesOf.map((takes) => middle(takes.flatMap((i) => other[i]!.filter(comparable))));
  const distance = (i: number, j: number): number => between[i * count + j]!;

  const found = pairs(known).flatMap(([a, b]): Alike[] => {
    const both = [...takesOf[a]!, ...takesOf[b]!];
    const across = both.map((i) => other[i]![classOf[i] === a ? b : a]!);
    const reached = across.filter(comparable);
    const times = mean(reached) / Math.max(1, mean(both.map((i) => own[i]!).filter(comparable)));
    if (2 * reached.length < both.length || times >= ALIKE_BELOW) return [];
    const nearer = both.filter((i, at) => across[at]! < own[i]!).length;
    return [
      {
        commands: [a, b],
        times,
        nearer,
        of: both.length,
        takes: extreme(takesOf[a]!, takesOf[b]!, (i, j) => -distance(i, j)),
      },
    ];
  });
  // Once the nearest pair is settled the others look different: of each command only its nearest is told.
  const nearestOf = (c: number): number =>
    Math.min(...found.filter(({ commands }) => commands.includes(c)).map(({ times }) => times));
  const alike = found.filter(({ commands, times }) => commands.every((c) => times <= nearestOf(c)));
  const isAlike = (a: number, b: number): boolean =>
    found.some(({ commands: [x, y] }) => (x === a && y === b) || (x === b && y === a));

  const odd = known.flatMap((c) =>
    takesOf[c]!.flatMap((take): OddTake[] => {
      const times = Math.min(MOST_TIMES, own[take]! / usual);
      const [at, farness] = least(other[take]!);
      if (
        farness <= OTHER_WORD.usual * usual &&
        own[take]! >= OTHER_WORD.farther * farness &&
        !isAlike(c, at)
      ) {
        return [{ take, times, other: at }];
      }
      const foreign = foreignOf[c]!;
      const isOdd =
        known.length === 1 || foreign === 0
          ? own[take]! >= ODD_ALONE * oneOut(takesOf[c]!, take, own)
          : own[take]! >= ODD.usual * usual && own[take]! >= ODD.foreign * foreign;
      return isOdd ? [{ take, times, other: null }] : [];
    }),
  );
  const unsteady = known.flatMap((c): Unsteady[] => {
    const takes = takesOf[c]!;
    // One odd take is that take's fault, not the command's.
    const oddHere = odd.filter(({ take }) => classOf[take] === c).length;
    if (oddHere > 0 && 2 * oddHere < takes.length) return [];
    const times = (takes.some((i) => comparable(own[i]!)) ? ownOf[c]! : DISTANCE_FAR) / usual;
    if (known.length < 2 || times < UNSTEADY.usual || times * usual < UNSTEADY.foreign * foreignOf[c]!)
      return [];
    return [{ command: c, times: Math.min(MOST_TIMES, times), takes: extreme(takes, takes, distance) }];
  });
  const steady = new Set(unsteady.map(({ command }) => command));
  return { unsteady, alike, odd: odd.filter(({ take }) => !steady.has(classOf[take]!)), usual };
}

function comparable(distance: number): boolean {
  return distance < DISTANCE_FAR / 2;
}

function pairs(values: readonly number[]): [number, number][] {
  return values.flatMap((a, i) => values.slice(i + 1).map((b): [number, number] => [a, b]));
}

/** The two different takes, one of each list, for which `value` is greatest. */
function extreme(
  from: readonly number[],
  to: readonly number[],
  value: (i: number, j: number) => number,
): [number, number] {
  let best: [number, number] = [from[0]!, to.find((j) => j !== from[0]) ?? from[0]!];
  for (const i of from) for (const j of to) if (i !== j && value(i, j) > value(...best)) best = [i, j];
  return best;
}

/** Mean of the others' own distances. */
function oneOut(takes: readonly number[], take: number, own: readonly number[]): number {
  return Math.max(
    1,
    mean(
      takes
        .filter((i) => i !== take)
        .map((i) => own[i]!)
        .filter(comparable),
    ),
  );
}

function least(values: readonly number[]): [at: number, value: number] {
  const value = Math.min(...values);
  return [values.indexOf(value), value];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** The middle one, of an even number the lower; 0 of nothing. */
function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[(values.length - 1) >> 1] ?? 0;
}
