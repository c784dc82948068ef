/**
 * Hold guard: no key stays down because somebody went quiet.
 *
 * What is held needs a start and an end, and the end may never come: the
 * battery dies, the link drops, the app hangs. The guard remembers what is
 * down and says when it must go up again. Used twice: the mapping guards the
 * person's commands against a silent wearable, the actor guards keys and
 * buttons against a silent parent.
 *
 * Pure and deterministic: no clock, no timer, no I/O. The caller passes the
 * time in, performs the actions in order, and sends a `tick` at
 * {@link nextDeadlineMs}. All times are milliseconds on one monotonic clock,
 * such as `performance.now()`; never the time of day, which can jump.
 */

/** `name` is whatever the caller holds: a command, a key, a button. */
export type HoldInput<Name extends string = string> =
  | { readonly kind: "press"; readonly name: Name; readonly longestMs: number }
  | { readonly kind: "release"; readonly name: Name }
  | { readonly kind: "heartbeat" }
  | { readonly kind: "tick" }
  | { readonly kind: "releaseAll" };

export type ReleaseReason = "requested" | "heartbeatMissed" | "longestHold" | "clockFault";

export type HoldAction<Name extends string = string> =
  | { readonly kind: "down"; readonly name: Name }
  | { readonly kind: "up"; readonly name: Name; readonly reason: ReleaseReason };

export interface Held<Name extends string = string> {
  readonly name: Name;
  /** When it goes up at the latest, ms. */
  readonly untilMs: number;
}

export interface HoldState<Name extends string = string> {
  /** Silence after which everything is released, ms. */
  readonly timeoutMs: number;
  readonly nowMs: number;
  /** When the other side last proved that it is there, ms; counts while something is down. */
  readonly lastHeardMs: number;
  /** What is down, oldest first, each once. */
  readonly held: readonly Held<Name>[];
}

export interface HoldStep<Name extends string = string> {
  readonly state: HoldState<Name>;
  readonly actions: readonly HoldAction<Name>[];
}

/**
 * A guard with nothing down.
 *
 * @param timeoutMs silence after which everything is released, ms; finite, above 0.
 * @param nowMs the time, ms; finite.
 * @throws RangeError naming the value that is out of range.
 */
export function createHoldState<Name extends string = string>(
  timeoutMs: number,
  nowMs: number,
): HoldState<Name> {
  if (!(Number.isFinite(timeoutMs) && timeoutMs > 0)) {
    throw new RangeError(`timeoutMs must be finite and above 0, got ${timeoutMs}`);
  }
  if (!Number.isFinite(nowMs)) throw new RangeError(`nowMs must be finite, got ${nowMs}`);
  return { timeoutMs, nowMs, lastHeardMs: nowMs, held: [] };
}

/**
 * The state after `input` at `nowMs`, and the actions to perform, in order.
 *
 * Never throws: whatever goes wrong here must not leave a key down. So a time
 * that is not finite, or runs backwards, releases everything and drops the
 * input; and a press whose `longestMs` is no positive number is dropped.
 * Silence is judged before the input counts: a heartbeat that comes too late
 * cannot keep alive what the silence has ended. Pressing again what is down
 * does not lengthen its hold: a stutter must not add up to a key held for good.
 */
export function stepHold<Name extends string>(
  before: HoldState<Name>,
  input: HoldInput<Name>,
  nowMs: number,
): HoldStep<Name> {
  if (!(nowMs >= before.nowMs && Number.isFinite(nowMs))) {
    const time = Number.isFinite(nowMs) ? nowMs : before.nowMs;
    return release({ ...before, nowMs: time }, () => true, "clockFault");
  }

  const silent = nowMs >= silenceEndsMs(before);
  const quiet = release({ ...before, nowMs }, () => silent, "heartbeatMissed");
  const { state, actions } = after(
    quiet.actions,
    release(quiet.state, ({ untilMs }) => nowMs >= untilMs, "longestHold"),
  );
  const heard = { ...state, lastHeardMs: nowMs };

  // No default: a new kind of input must fail to compile here.
  switch (input.kind) {
    case "tick":
      return { state, actions };
    case "heartbeat":
      return { state: heard, actions };
    case "press": {
      const { name, longestMs } = input;
      if (isHeld(heard, name) || !(longestMs > 0)) return { state: heard, actions };
      const held = [...heard.held, { name, untilMs: nowMs + longestMs }];
      return { state: { ...heard, held }, actions: [...actions, { kind: "down", name }] };
    }
    case "release":
      return after(
        actions,
        release(heard, ({ name }) => name === input.name, "requested"),
      );
    case "releaseAll":
      return after(
        actions,
        release(state, () => true, "requested"),
      );
  }
}

export function isHeld<Name extends string>(state: HoldState<Name>, name: Name): boolean {
  return state.held.some((held) => held.name === name);
}

/** When the next `tick` is due, ms, or undefined while nothing is down. */
export function nextDeadlineMs(state: HoldState): number | undefined {
  if (state.held.length === 0) return undefined;
  return Math.min(silenceEndsMs(state), ...state.held.map(({ untilMs }) => untilMs));
}

/** One sum for the timer and for the check: a difference could round to the other side. */
function silenceEndsMs(state: HoldState): number {
  return state.lastHeardMs + state.timeoutMs;
}

/** Releases those that `ends` picks, newest first, so that a modifier outlives its key. */
function release<Name extends string>(
  state: HoldState<Name>,
  ends: (held: Held<Name>) => boolean,
  reason: ReleaseReason,
): HoldStep<Name> {
  const up = state.held.filter(ends).reverse();
  return {
    state: { ...state, held: state.held.filter((held) => !up.includes(held)) },
    actions: up.map(({ name }) => ({ kind: "up", name, reason })),
  };
}

function after<Name extends string>(
  earlier: readonly HoldAction<Name>[],
  step: HoldStep<Name>,
): HoldStep<Name> {
  return { state: step.state, actions: [...earlier, ...step.actions] };
}
