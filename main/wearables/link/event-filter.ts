/**
 * Which EVENTs become events: each once, in order, none late, and no command stays held
 * that the device does not list. Pure.
 */
import type { Phase } from "../../../common/street.ts";
import { ageMs, EVENT_STALE_MS, type Freshness } from "./freshness.ts";
import type { MessageOf } from "./messages.ts";

export interface FilterState {
  /** Number of the newest event taken; undefined before the first. */
  readonly newest: number | undefined;
  /** Classes whose `start` was taken and whose `end` was not, oldest first. */
  readonly held: readonly number[];
}

export const emptyFilter: FilterState = { newest: undefined, held: [] };

export type Verdict = "taken" | "duplicate" | "stale" | "unpaired";

const phases: readonly Phase[] = ["tap", "start", "end"];

/**
 * Judges one EVENT. Numbers count modulo 256; one that is not newer than the newest taken is
 * a duplicate, even if it was never taken: a `start` overtaken by its `end` must not hold a key.
 *
 * @returns the state after it, and its phase if it was taken. An `end` is taken however old it
 *   is, since letting go late is right and not letting go is wrong.
 */
export function judgeEvent(
  state: FilterState,
  message: MessageOf<"event">,
  freshness: Freshness,
  nowMs: number,
): { readonly state: FilterState; readonly verdict: Verdict; readonly phase: Phase } {
  const phase = phases[message.phase] ?? "tap";
  const result = (verdict: Verdict, next: FilterState) => ({ state: next, verdict, phase });
  if (state.newest !== undefined) {
    const step = (message.event - state.newest) & 0xff;
    if (step === 0 || step > 127) return result("duplicate", state);
  }
  const seen = { ...state, newest: message.event };
  const isHeld = state.held.includes(message.command);
  if (phase === "end") {
    if (!isHeld) return result("unpaired", seen);
    return result("taken", { ...seen, held: state.held.filter((command) => command !== message.command) });
  }
  const age = Math.max(ageMs(freshness, message.decidedMs, nowMs), message.ageMs);
  if (age > EVENT_STALE_MS) return result("stale", seen);
  if (phase === "tap") return result("taken", seen);
  if (isHeld) return result("unpaired", seen);
  return result("taken", { ...seen, held: [...state.held, message.command] });
}

/**
 * After a heartbeat: what is held here but not on the device has ended, its `end` lost.
 *
 * @param listed the heartbeat's held commands.
 */
export function reconcileHeld(
  state: FilterState,
  listed: readonly number[],
): { readonly state: FilterState; readonly released: readonly number[] } {
  const released = state.held.filter((command) => !listed.includes(command));
  if (released.length === 0) return { state, released };
  return { state: { ...state, held: state.held.filter((command) => listed.includes(command)) }, released };
}
