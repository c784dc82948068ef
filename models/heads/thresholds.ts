/**
 * How near is near enough: one limit per command, from the enrolment alone.
 * Telling a person's own commands apart is easy; refusing everything else is
 * what these limits are for.
 */
import { DISTANCE_FAR } from "../../firmware-gen/engine/engine.ts";

export interface Distances {
  /** Of each take to the other takes of its command, as the runtime would judge it; DISTANCE_FAR if it is the only one. */
  readonly own: readonly number[];
  /** Of each take to every other command; DISTANCE_FAR at its own. */
  readonly other: readonly (readonly number[])[];
  readonly classOf: readonly number[];
  /** Everyday segments: nearest command and distance. */
  readonly negative: readonly { readonly classIndex: number; readonly distance: number }[];
}

export interface ThresholdRule {
  /**
   * Limit = this many times the distance that takes of a command have to each
   * other: half way between the command's own mean and the mean over all
   * commands, for a handful of takes says little about one command alone.
   */
  readonly reach: number;
  /** No everyday segment lowers a limit below this many times that distance: it may be the command itself, said by chance. */
  readonly leastReach: number;
  /** Everyday segments that may still be let through, all commands together. */
  readonly negativesAllowed: number;
}

/** A single take has no distance of its own: the limit is this part of the way to the nearest other command. */
const SINGLE_TAKE_SHARE = 0.7;
/** And without any other command, this: about what takes of one word differ by, in the runtime's unit. */
const UNKNOWN_LIMIT = 1500;

/**
 * Takes of very different lengths are not compared at all. The mean of such a
 * non-distance and a real one is neither, and would open the command to everything.
 */
const COMPARABLE = DISTANCE_FAR / 2;

/** @returns the largest distance that is still accepted, per class. */
export function distanceThresholds(known: Distances, classes: number, rule: ThresholdRule): number[] {
  const perClass = Array.from({ length: classes }, (_, c) =>
    known.own.filter((distance, i) => known.classOf[i] === c && distance < COMPARABLE),
  );
  const overall = mean(perClass.filter((own) => own.length > 0).map(mean));
  const limits = perClass.map((own, c) => {
    if (own.length > 0) return (rule.reach * (mean(own) + overall)) / 2;
    const nearest = Math.min(
      DISTANCE_FAR,
      ...known.other.flatMap((row, i) => (known.classOf[i] === c ? row : [])),
    );
    return nearest < DISTANCE_FAR ? nearest * SINGLE_TAKE_SHARE : UNKNOWN_LIMIT;
  });
  return withoutNegatives(limits, known, rule);
}

/** Lowers limits just below everyday segments until only the allowed number pass, dearest first. */
function withoutNegatives(limits: readonly number[], { negative }: Distances, rule: ThresholdRule): number[] {
  const result = [...limits];
  const passing = negative
    .filter(({ classIndex, distance }) => distance <= limits[classIndex]!)
    // Those that lie far inside cost the most takes to keep out, so they are let through first.
    .sort((a, b) => a.distance / limits[a.classIndex]! - b.distance / limits[b.classIndex]!)
    .slice(rule.negativesAllowed);
  for (const { classIndex, distance } of passing) {
    const least = (limits[classIndex]! * rule.leastReach) / rule.reach;
    if (distance > least) result[classIndex] = Math.min(result[classIndex]!, distance - 1);
  }
  return result;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / Math.max(1, values.length);
}
