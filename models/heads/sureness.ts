/**
 * How sure a command must be before it makes an event, as a person moves it: whole steps around the
 * threshold that training chose. A higher step means fewer wrong activations and more misses.
 */
import { DISTANCE_FAR } from "../../firmware-gen/engine/engine.ts";

/** Softmax scores run from 0 to this. */
export const SURE = 32767;

/** Steps run from 0 to this. */
export const MOST_SURE = 10;
/** The step of the threshold that training chose. */
export const LEARNED_STEP = 3;

/** Template head: a step takes a tenth of the learned reach. The surest then reaches three tenths as far. */
const REACH_PER_STEP = 0.1;
/** Dense head: a step multiplies the odds by two, so that the steps stay apart near certainty. */
const ODDS_PER_STEP = 2;

/**
 * @param head of the image; its scores are 32767 − distance (template) or Q15 of a probability (dense).
 * @param learned the threshold that training chose, int16.
 * @param step whole, 0 to {@link MOST_SURE}.
 * @returns the lowest score that makes an event at this step, int16, never falling with the step.
 */
export function thresholdAt(head: "template" | "dense", learned: number, step: number): number {
  const steps = step - LEARNED_STEP;
  if (steps === 0) return learned;
  if (head === "template") {
    const reach = (DISTANCE_FAR - learned) * (1 - REACH_PER_STEP * steps);
    return Math.max(-32768, DISTANCE_FAR - Math.max(1, Math.round(reach)));
  }
  const share = Math.min(SURE - 1, Math.max(1, learned)) / SURE;
  const odds = (share / (1 - share)) * ODDS_PER_STEP ** steps;
  return Math.round((SURE * odds) / (1 + odds));
}

/** The step whose threshold is nearest to the present one. */
export function stepOf(head: "template" | "dense", learned: number, present: number): number {
  if (present === learned) return LEARNED_STEP;
  const steps = Array.from({ length: MOST_SURE + 1 }, (_, step) =>
    Math.abs(thresholdAt(head, learned, step) - present),
  );
  return steps.indexOf(Math.min(...steps));
}
