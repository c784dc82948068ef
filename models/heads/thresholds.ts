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
  /** Of each word of the shipped bank to every command; empty where there is no bank. */
  readonly bank: readonly (readonly number[])[];
}

export interface ThresholdRule {
  /**
   * Limit = this many times the distance that takes of a command have to each
   * other; the most that a bank of strangers' words may reach, where there is one.
   */
  readonly reach: number;
  /**
   * That distance: this part the command's own mean, the rest the mean over all
   * commands, for a handful of takes says little about one command alone. 0 to 1.
   */
  readonly ownShare: number;
  /** Part of the bank's words that may pass as some command, 0 to 1. */
  readonly bankShare: number;
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

/** Single takes and a bank: everyday segments lower a limit no further than this part of it. */
const LEAST_OF_SINGLE_TAKES = 0.8;

/** The largest distance that is still accepted, and the least that everyday segments may lower it to. */
interface Limit {
  readonly limit: number;
  readonly least: number;
}

/** @returns the largest distance that is still accepted, per class. */
export function distanceThresholds(known: Distances, classes: number, rule: ThresholdRule): number[] {
  const perClass = Array.from({ length: classes }, (_, c) =>
    known.own.filter((distance, i) => known.classOf[i] === c && distance < COMPARABLE),
  );
  const limits =
    known.bank.length > 0 ? limitsByBank(known, perClass, rule) : limitsByTakes(known, perClass, rule);
  return withoutNegatives(limits, known, rule);
}

/** What the takes of each command differ by, as the rule weighs it; undefined for a single take. */
function unitsOf(
  perClass: readonly (readonly number[])[],
  { ownShare }: ThresholdRule,
): { units: readonly (number | undefined)[]; overall: number | undefined } {
  const means = perClass.filter((own) => own.length > 0).map(mean);
  const overall = means.length > 0 ? mean(means) : undefined;
  return {
    overall,
    units: perClass.map((own) =>
      overall === undefined || own.length === 0 ? undefined : ownShare * mean(own) + (1 - ownShare) * overall,
    ),
  };
}

function limitsByTakes(
  known: Distances,
  perClass: readonly (readonly number[])[],
  rule: ThresholdRule,
): Limit[] {
  return unitsOf(perClass, rule).units.map((unit, c) => {
    if (unit !== undefined) return { limit: rule.reach * unit, least: rule.leastReach * unit };
    const nearest = Math.min(
      DISTANCE_FAR,
      ...known.other.flatMap((row, i) => (known.classOf[i] === c ? row : [])),
    );
    const limit = nearest < DISTANCE_FAR ? nearest * SINGLE_TAKE_SHARE : UNKNOWN_LIMIT;
    return { limit, least: (limit * rule.leastReach) / rule.reach };
  });
}

/**
 * As far as the rule's share of strangers' words comes: what keeps those out keeps
 * out most of what nobody recorded. A command of one take counts in the unit of the
 * others; where all have one, there is no unit, and all reach equally far.
 */
function limitsByBank(
  { bank }: Distances,
  perClass: readonly (readonly number[])[],
  rule: ThresholdRule,
): Limit[] {
  const { units, overall } = unitsOf(perClass, rule);
  const filled = units.map((unit) => unit ?? overall ?? 1);
  const nearest = bank.map((row) => Math.min(...row.map((d, c) => d / filled[c]!))).sort((a, b) => a - b);
  const found = nearest[Math.floor(rule.bankShare * nearest.length)]!;
  const reach = overall === undefined ? found : Math.min(rule.reach, Math.max(rule.leastReach, found));
  const leastReach = overall === undefined ? found * LEAST_OF_SINGLE_TAKES : rule.leastReach;
  return filled.map((unit) => ({ limit: reach * unit, least: leastReach * unit }));
}

/** Lowers limits just below everyday segments until only the allowed number pass, dearest first. */
function withoutNegatives(limits: readonly Limit[], { negative }: Distances, rule: ThresholdRule): number[] {
  const result = limits.map(({ limit }) => limit);
  const passing = negative
    .filter(({ classIndex, distance }) => distance <= limits[classIndex]!.limit)
    // Those that lie far inside cost the most takes to keep out, so they are let through first.
    .sort((a, b) => a.distance / limits[a.classIndex]!.limit - b.distance / limits[b.classIndex]!.limit)
    .slice(rule.negativesAllowed);
  for (const { classIndex, distance } of passing) {
    if (distance > limits[classIndex]!.least)
      result[classIndex] = Math.min(result[classIndex]!, distance - 1);
  }
  return result;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}
