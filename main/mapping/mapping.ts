/**
 * The mapping: events + state + time → actions (DESIGN §1).
 *
 * Pure: no clock, no timer, no I/O. The caller passes the time in (ms on one
 * monotonic clock), performs the actions in order, and sends a `tick` at
 * {@link nextTickMs}. Before a tick it reads what the wearable has already
 * sent: a message that waits in a buffer is no silence.
 *
 * Always true (DESIGN §11.2, §11.3):
 * - asleep, stale, duplicated, replayed, of another link, unmapped → no action;
 * - an unproved command does harmless actions only, one over its limit nothing;
 *   a grave action is never done on one event, and a second signal does not
 *   exist yet, so it is refused;
 * - a command may put the person's commands to sleep; then only the same command acts, and wakes them;
 * - a command may lead to the next mode, in which others do something else; what is down goes up first, and
 *   whoever arms begins in the first mode;
 * - an end lets go whatever else is wrong: only a wrong link can stop it;
 * - a new link starts asleep with nothing down: somebody arms it again.
 */
import type { DeviceEvent } from "../../common/street.ts";
import type { Action, Cause } from "../contract/action.ts";
import {
  createHoldState,
  type HoldInput,
  type HoldState,
  isHeld,
  nextDeadlineMs,
  type ReleaseReason,
  stepHold,
} from "../contract/hold-guard.ts";
import type { Input } from "../contract/key-codes.ts";
import { actionIn, type CommandAction, harmOf } from "../contract/command-action.ts";
import type { Profile } from "./profile.ts";
import { undoOf, worksAnywhere } from "./undo.ts";

/** The wearable resends for 150 ms (PROTOCOL.md); the rest is the way from there to here. */
export const STALE_AFTER_MS = 250;
/**
 * The last line of defence. That a wearable is quiet is judged by its session, after 220 ms, where it can be told from a
 * process of ours that did not get to read; it comes here as `releaseAll`. Should it not come, all is let go after this.
 */
export const WEARABLE_SILENCE_MS = 1000;

/** What a soak says of one command. `withheld`: unproved, and nobody agreed to try it. */
export type Standing = "proved" | "unproved" | "withheld" | "over";

/**
 * `proved`: somebody vouches for every command. `consented`: a model of the first day whose person or
 * carer agreed to try it. Else each command as its soak says; one that is not named is withheld.
 */
export type Trust = "proved" | "consented" | ReadonlyMap<string, Standing>;

export type MappingInput =
  /** A wearable answered with this link number; a new number means that it started again. */
  | { readonly kind: "link"; readonly link: number }
  | { readonly kind: "wake"; readonly trust: Trust }
  | { readonly kind: "sleep" }
  /** `ageMs`: since the decision, as far as this side can tell. `replayed`: from a recording or REPLAY. */
  | {
      readonly kind: "event";
      readonly link: number;
      readonly event: DeviceEvent;
      readonly ageMs: number;
      readonly replayed: boolean;
    }
  /** `held`: the commands that the wearable lists as going on; what is missing is let go. */
  | { readonly kind: "heartbeat"; readonly link: number; readonly held: readonly string[] }
  | { readonly kind: "releaseAll" }
  /** The person takes back by hand what was done last. */
  | { readonly kind: "undo" }
  /** By hand: what a command put to sleep acts again. */
  | { readonly kind: "rouse" }
  | { readonly kind: "tick" };

export type Refusal =
  | "asleep"
  | "dozing"
  | "wrongLink"
  | "replayed"
  | "duplicate"
  | "stale"
  | "unmapped"
  | "notYetProved"
  | "overLimit"
  | "needsSecondSignal"
  | "nothingToUndo";

export interface MappedAction {
  readonly action: Action;
  /** Missing when nobody's command but the guard or the app asked for it. */
  readonly cause?: Cause;
  /** Why something goes up, where no command asked for it. */
  readonly reason?: ReleaseReason;
}

export interface MappingState {
  readonly profile: Profile;
  /** Undefined while asleep. */
  readonly trust: Trust | undefined;
  readonly link: number | undefined;
  /** Of the newest event of this link. */
  readonly sequence: number | undefined;
  /** The commands that hold something down. */
  readonly holds: HoldState;
  /** A command put all to sleep; the one that wakes is that one. */
  readonly dozing: string | undefined;
  /** Which of the profile's modes: 0 is the first. */
  readonly mode: number;
  /** What was done last and may be taken back. */
  readonly last: { readonly command: string; readonly does: CommandAction } | undefined;
}

export interface MappingStep {
  readonly state: MappingState;
  readonly actions: readonly MappedAction[];
  /** Why the event of this step does nothing; for the journal. */
  readonly refusal?: Refusal;
}

/** Asleep, without a link, nothing down. @param nowMs the time, ms; finite. */
export function createMapping(profile: Profile, nowMs: number): MappingState {
  const holds = createHoldState(WEARABLE_SILENCE_MS, nowMs);
  const nothing = {
    trust: undefined,
    link: undefined,
    sequence: undefined,
    dozing: undefined,
    mode: 0,
    last: undefined,
  };
  return { profile, holds, ...nothing };
}

/** The state after `input` at `nowMs`, and the actions to perform, in order. Never throws. */
export function stepMapping(before: MappingState, input: MappingInput, nowMs: number): MappingStep {
  if (!(nowMs >= before.holds.nowMs && Number.isFinite(nowMs))) {
    return guard({ ...before, trust: undefined }, { kind: "tick" }, nowMs);
  }
  // What is overdue goes up first, so that no input can keep alive what has ended.
  const overdue = guard(before, { kind: "tick" }, nowMs);
  const state = overdue.state;

  // No default: a new kind of input must fail to compile here.
  switch (input.kind) {
    case "tick":
      return overdue;
    case "releaseAll":
      return after(overdue, releaseAll(state, nowMs));
    case "undo":
      return after(overdue, undo(state, nowMs));
    case "rouse":
      return { ...overdue, state: { ...state, dozing: undefined } };
    case "sleep":
      return after(overdue, releaseAll({ ...state, trust: undefined }, nowMs));
    case "wake": {
      const mode = state.trust === undefined ? 0 : state.mode;
      return { ...overdue, state: { ...state, trust: input.trust, dozing: undefined, mode } };
    }
    case "link": {
      if (input.link === state.link) return overdue;
      const linked = { ...state, link: input.link, sequence: undefined, trust: undefined };
      return after(overdue, releaseAll(linked, nowMs));
    }
    case "heartbeat":
      if (input.link !== state.link) return overdue;
      return after(overdue, heartbeat(state, input.held, nowMs));
    case "event":
      return after(overdue, event(state, input, nowMs));
  }
}

/** When the next `tick` is due, ms, or undefined while nothing is down. */
export function nextTickMs(state: MappingState): number | undefined {
  return nextDeadlineMs(state.holds);
}

function event(
  before: MappingState,
  input: MappingInput & { readonly kind: "event" },
  nowMs: number,
): MappingStep {
  const { event, ageMs, link, replayed } = input;
  if (replayed) return refuse(before, "replayed");
  if (link !== before.link) return refuse(before, "wrongLink");
  if (before.sequence !== undefined && !isNewer(event.sequence, before.sequence)) {
    return refuse(before, "duplicate");
  }
  const state = { ...before, sequence: event.sequence };
  const does = actionOf(state, event.command);
  const cause = causeOf(event);

  if (event.phase === "end") {
    if (does?.do !== "hold") return { state, actions: [] };
    return guard(state, { kind: "release", name: event.command }, nowMs, cause);
  }
  if (state.trust === undefined) return refuse(state, "asleep");
  // Written so that an age that is no number is stale too.
  if (!(ageMs >= 0 && ageMs <= STALE_AFTER_MS)) return refuse(state, "stale");
  if (does === undefined) return refuse(state, "unmapped");
  const mayWake = state.dozing === event.command || does.do === "releaseAll";
  if (state.dozing !== undefined && !mayWake) return refuse(state, "dozing");
  // Letting go needs no trust: the second tap of a toggle, and the release of everything.
  if (does.do === "toggle" && isHeld(state.holds, event.command)) {
    return guard(state, { kind: "release", name: event.command }, nowMs, cause);
  }
  const standing = standingIn(state.trust, event.command);
  // Letting go of everything is never too much, and nor is falling asleep; waking must be trusted.
  if (does.do !== "releaseAll" && (does.do !== "sleep" || state.dozing !== undefined)) {
    if (standing === "over") return refuse(state, "overLimit");
    if (standing === "withheld") return refuse(state, "notYetProved");
  }
  if (standing !== "proved" && harmOf(does) !== "harmless") return refuse(state, "notYetProved");
  if (harmOf(does) === "grave") return refuse(state, "needsSecondSignal");
  const done = act(state, does, event, nowMs);
  if (["undo", "sleep", "mode"].includes(does.do)) return done;
  return { ...done, state: { ...done.state, last: { command: event.command, does } } };
}

/** How what was done last can be taken back; `focus`: only where it was done, by keyboard focus or pointer. */
export function undoable({ last, holds }: MappingState): "no" | "focus" | "anywhere" {
  if (last === undefined) return "no";
  const { command, does } = last;
  if (does.do === "toggle" ? !isHeld(holds, command) : undoOf(does) === undefined) return "no";
  return worksAnywhere(does) ? "anywhere" : "focus";
}

/** Once: what was taken back is not taken back again. */
function undo(before: MappingState, nowMs: number, cause?: Cause): MappingStep {
  const { last } = before;
  if (last === undefined || undoable(before) === "no") return refuse(before, "nothingToUndo");
  const state = { ...before, last: undefined };
  if (last.does.do === "toggle") return guard(state, { kind: "release", name: last.command }, nowMs, cause);
  const actions = undoOf(last.does) ?? [];
  return { state, actions: actions.map((action) => (cause === undefined ? { action } : { action, cause })) };
}

function standingIn(trust: Trust, command: string): Standing {
  if (trust === "proved") return "proved";
  if (trust === "consented") return "unproved";
  return trust.get(command) ?? "withheld";
}

/** What an accepted `tap` or `start` does. A command that acts once acts at its start. */
function act(state: MappingState, does: CommandAction, event: DeviceEvent, nowMs: number): MappingStep {
  const cause = causeOf(event);
  const once = (action: Action): MappingStep => {
    const heard = stepHold(state.holds, { kind: "heartbeat" }, nowMs).state;
    return { state: { ...state, holds: heard }, actions: [{ action, cause }] };
  };
  const press = (longestMs: number): MappingStep =>
    guard(state, { kind: "press", name: event.command, longestMs }, nowMs, cause);

  switch (does.do) {
    case "keys":
      return once({ kind: "tap", inputs: does.keys });
    case "text":
      return once({ kind: "text", text: does.text });
    case "click":
      return once({ kind: "click", button: does.button, count: 1 });
    case "doubleClick":
      return once({ kind: "click", button: does.button, count: 2 });
    case "move":
      return once({ kind: "move", right: does.right, down: does.down });
    case "moveTo":
      return once({ kind: "moveTo", x: does.x, y: does.y });
    case "scroll":
      return once({ kind: "scroll", right: does.right, down: does.down });
    case "hold":
      // A tap has no end, so it must not begin a hold.
      return event.phase === "tap" ? once({ kind: "tap", inputs: does.keys }) : press(does.longestHoldMs);
    case "toggle":
      return press(does.longestHoldMs);
    case "releaseAll":
      return releaseAll(state, nowMs, cause);
    case "undo":
      return undo(state, nowMs, cause);
    case "sleep": {
      const dozing = state.dozing === undefined ? event.command : undefined;
      return releaseAll({ ...state, dozing, last: undefined }, nowMs, cause);
    }
    case "mode": {
      const mode = (state.mode + 1) % (1 + state.profile.modes.length);
      return releaseAll({ ...state, mode, last: undefined }, nowMs, cause);
    }
  }
}

function heartbeat(state: MappingState, listed: readonly string[], nowMs: number): MappingStep {
  let step = guard(state, { kind: "heartbeat" }, nowMs);
  for (const { name } of state.holds.held) {
    // A toggle outlives its command: the wearable knows nothing of it.
    if (actionOf(state, name)?.do !== "hold" || listed.includes(name)) continue;
    step = after(step, guard(step.state, { kind: "release", name }, nowMs));
  }
  return step;
}

/** Always asks the actor too, which may hold what this state has forgotten. */
function releaseAll(state: MappingState, nowMs: number, cause?: Cause): MappingStep {
  const { state: holds } = stepHold(state.holds, { kind: "releaseAll" }, nowMs);
  const action: Action = { kind: "releaseAll" };
  return { state: { ...state, holds }, actions: [cause === undefined ? { action } : { action, cause }] };
}

/** Steps the hold guard, whose names are commands, and says the outcome in keys and buttons. */
function guard(state: MappingState, input: HoldInput, nowMs: number, cause?: Cause): MappingStep {
  const step = stepHold(state.holds, input, nowMs);
  const actions = step.actions.flatMap((change): MappedAction[] => {
    const inputs = keysOf(state, change.name);
    if (change.kind === "down") {
      const longestMs = input.kind === "press" ? input.longestMs : 0;
      const action: Action = { kind: "down", inputs, longestMs };
      return [cause === undefined ? { action } : { action, cause }];
    }
    // Two commands may hold the same key; it goes up with the last of them.
    const others = step.state.held.flatMap(({ name }) => keysOf(state, name));
    const up = inputs.filter((key) => !others.includes(key));
    if (up.length === 0) return [];
    const action: Action = { kind: "up", inputs: up };
    return [
      cause === undefined ? { action, reason: change.reason } : { action, cause, reason: change.reason },
    ];
  });
  return { state: { ...state, holds: step.state }, actions };
}

function actionOf({ profile, mode }: MappingState, command: string): CommandAction | undefined {
  return actionIn([profile.commands, ...profile.modes.map(({ commands }) => commands)], mode, command);
}

/** Nothing stays down from one mode to the next, so what is down is the present mode's. */
function keysOf(state: MappingState, command: string): readonly Input[] {
  const does = actionOf(state, command);
  return does?.do === "hold" || does?.do === "toggle" ? does.keys : [];
}

/** Sequence numbers count modulo 256; what lies up to 128 ahead is newer, the rest was seen or overtaken. */
function isNewer(sequence: number, last: number): boolean {
  const ahead = (sequence - last) & 0xff;
  return ahead > 0 && ahead <= 128;
}

function causeOf({ command, phase, score, deviceMs }: DeviceEvent): Cause {
  return { command, phase, score, deviceMs };
}

function refuse(state: MappingState, refusal: Refusal): MappingStep {
  return { state, actions: [], refusal };
}

function after(earlier: MappingStep, step: MappingStep): MappingStep {
  return { ...step, actions: [...earlier.actions, ...step.actions] };
}
