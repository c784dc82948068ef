/** What is decided before and while Beckon is live, without anything that runs: what may act, and what is told of what did not. */
import { type BeckonError, inputError, machineError } from "../../../common/errors.ts";
import { actionIn, type WrittenAction } from "../../contract/command-action.ts";
import {
  actionsOfModes,
  type JournalEntry,
  type LiveView,
  type StandingName,
} from "../../contract/values.ts";
import type { Refusal, Standing } from "../../mapping/mapping.ts";
import { type Profile, readProfile } from "../../mapping/profile.ts";
import type { WholePerson } from "../../vault/rows.ts";

/** Nobody is live. */
export const OFF: LiveView = {
  state: "off",
  personId: null,
  modelId: null,
  proved: false,
  loudspeaker: false,
  held: [],
  undo: "no",
  dozing: null,
  mode: null,
  last: null,
  fault: null,
};

/** What the journal says of an event that did nothing; what is not here is not worth a line. */
export const OUTCOMES: Partial<Record<Refusal, JournalEntry["outcome"]>> = {
  unmapped: "notMapped",
  notYetProved: "heldBack",
  overLimit: "overLimit",
  needsSecondSignal: "heldBack",
  stale: "failed",
  nothingToUndo: "nothingToUndo",
};

/**
 * What each command with an action may do.
 *
 * @param said by the soak; what is missing is unproved.
 * @throws BeckonError where none could do anything because of what the soak says, or for want of consent.
 */
export function trustIn(
  labels: readonly string[],
  said: Readonly<Record<string, StandingName>>,
  consent: boolean,
): Map<string, Standing> {
  const trust = new Map<string, Standing>();
  for (const label of labels) {
    const standing = said[label] ?? "unproved";
    trust.set(label, standing === "unproved" && !consent ? "withheld" : standing);
  }
  const standings = [...trust.values()];
  if (standings.some((standing) => standing === "proved" || standing === "unproved")) return trust;
  if (standings.includes("over")) {
    const thing = labels
      .filter((label) => trust.get(label) === "over")
      .map((label) => `"${label}"`)
      .join(", ");
    const problem = "acted by mistake more often than the limit allows.";
    throw inputError("over-limit", thing, problem, "Make it surer, or choose another word.");
  }
  const remedy = "Say that you know it, or listen to more of ordinary life first.";
  throw inputError("not-proved", "The commands", "are not proved yet.", remedy);
}

/** What a command does in a mode, 0 the first; null where that is nothing. */
export function actionOf({ profile }: WholePerson, mode: number, command: string): WrittenAction | null {
  return actionIn(actionsOfModes(profile), mode, command) ?? null;
}

export function profileOf({ profile: { name, actions, modes = [] } }: WholePerson): Profile {
  if (Object.keys(actions).length === 0) {
    const problem = "do nothing yet.";
    throw inputError("no-actions", "The commands", problem, "Choose what at least one of them does.");
  }
  const more = modes.map((mode) => ({ name: mode.name, commands: mode.actions }));
  const text = JSON.stringify({ version: 1, name, commands: actions, modes: more });
  return readProfile(Buffer.from(text), "this profile");
}

export function wearableLost(): BeckonError {
  const remedy = "Check cable and power; then go on by hand.";
  return machineError("wearable-lost", "The wearable", "was lost; everything was let go.", remedy);
}

export function microphoneLost(): BeckonError {
  const remedy = "Plug it in again or choose another; then go on by hand.";
  return machineError("microphone-lost", "The microphone", "was lost; everything was let go.", remedy);
}
