/**
 * Hours of ordinary life, counted again from the scores that were kept. Pure: the same decision as
 * `decision.c` makes, so that another threshold needs no other soak.
 */
import { rateUpperBound } from "./intervals.ts";

/** A segment that could have become an event of `label` at the lowest threshold that is offered. */
export interface Candidate {
  readonly label: string;
  /** Of its command, in the unit of the head. */
  readonly score: number;
  /** How far it led every other class. */
  readonly lead: number;
  /** Milliseconds on the clock of its run. */
  readonly decidedMs: number;
}

/** What decides, beside the scores. */
export interface Rule {
  /** By label; a command that is not here makes no event. */
  readonly thresholds: ReadonlyMap<string, number>;
  readonly margin: number;
  readonly refractoryMs: number;
}

/**
 * The candidates that become events, as the runtime would let them.
 *
 * @param candidates of one run, in the order in which they were decided.
 */
export function eventsOf<C extends Candidate>(candidates: readonly C[], rule: Rule): C[] {
  let blockedUntilMs = -Infinity;
  return candidates.filter(({ label, score, lead, decidedMs }) => {
    const threshold = rule.thresholds.get(label);
    if (threshold === undefined || score < threshold || lead < rule.margin || decidedMs < blockedUntilMs)
      return false;
    blockedUntilMs = decidedMs + rule.refractoryMs;
    return true;
  });
}

/** `over`: more were seen than the limit allows. `unproved`: too few hours to say. `proved`: the upper bound is below the limit. */
export type Standing = "proved" | "unproved" | "over";

/**
 * @param wrong wrong activations seen in `hours`.
 * @param limit of wrong activations an hour, above 0.
 */
export function standingOf(wrong: number, hours: number, limit: number): Standing {
  const bound = rateUpperBound(wrong, hours);
  if (bound === null) return "unproved";
  if (bound < limit) return "proved";
  return wrong / hours > limit ? "over" : "unproved";
}

/** What would bring a command under its limit. */
export type SoakAdvice =
  | { readonly kind: "none" }
  /** So many more hours without another wrong activation. */
  | { readonly kind: "listen"; readonly hours: number }
  /** Surer, and then so many more hours; 0 where that is enough. */
  | { readonly kind: "surer"; readonly step: number; readonly hours: number }
  /** No step is sure enough. */
  | { readonly kind: "otherWord" };

/**
 * @param wrong wrong activations by step of sureness, the present one at `step`.
 * @param hours in which there was something to hear.
 */
export function adviceOf(wrong: readonly number[], step: number, hours: number, limit: number): SoakAdvice {
  const standing = standingOf(wrong[step]!, hours, limit);
  if (standing === "proved") return { kind: "none" };
  if (standing === "unproved") return { kind: "listen", hours: missing(wrong[step]!, hours, limit) };
  const surer = wrong.findIndex((count, other) => other > step && standingOf(count, hours, limit) !== "over");
  if (surer < 0) return { kind: "otherWord" };
  return { kind: "surer", step: surer, hours: missing(wrong[surer]!, hours, limit) };
}

/** Hours until the bound falls to the limit if nothing more goes wrong, 0 where it is there. */
function missing(wrong: number, hours: number, limit: number): number {
  return Math.max(0, rateUpperBound(wrong, 1)! / limit - hours);
}
