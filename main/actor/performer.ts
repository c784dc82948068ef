/**
 * Does actions on a back end, in order, and lets go in time: the one place
 * that knows what is down and until when, for every system.
 *
 * Letting go never waits: it overtakes a text that is being typed and takes
 * what it lets go out of the actions that still wait. Everything else keeps
 * its order.
 */
import { BeckonError, type Fault } from "../../common/errors.ts";
import type { Action } from "../contract/action.ts";
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
import type { Backend } from "./backend.ts";
import type { ParentState } from "./parent-state.ts";
import { PARENT_DOUBT_MS, PARENT_LOST_MS, PARENT_SILENCE_MS } from "./protocol.ts";

export interface PerformerEvents {
  done(id: number): void;
  refused(id: number, fault: Fault): void;
  /** Let go without being asked. */
  released(inputs: readonly Input[], reason: ReleaseReason): void;
}

/** Letting go never waits. */
type LettingGo = Action & { readonly kind: "up" | "releaseAll" };
type Queued = Exclude<Action, LettingGo>;

interface Waiting {
  readonly id: number;
  action: Queued;
}

/** Between two questions after a parent that waits for a processor, ms. */
const ASK_AGAIN_MS = 10;

/** Waiting actions that are too many to be meant; what comes on top is refused. */
const MOST_WAITING = 100;

export class Performer {
  readonly #backend: Backend;
  readonly #parentState: () => ParentState;
  readonly #events: PerformerEvents;
  #holds: HoldState<Input>;
  #waiting: Waiting[] = [];
  /** Changes when texts must end: the typing asks whether it is still the same. */
  #stops = 0;
  #typing = false;
  #timer: NodeJS.Timeout | undefined;

  /** @param parentState asked when the parent has been silent for {@link PARENT_DOUBT_MS} while something goes on. */
  constructor(backend: Backend, parentState: () => ParentState, events: PerformerEvents) {
    this.#backend = backend;
    this.#parentState = parentState;
    this.#events = events;
    this.#holds = createHoldState<Input>(PARENT_LOST_MS, performance.now());
  }

  /** The parent is there. */
  heartbeat(): void {
    this.#step({ kind: "heartbeat" });
  }

  perform(id: number, action: Action): void {
    this.heartbeat();
    if (action.kind === "up" || action.kind === "releaseAll") {
      this.#letGo(id, action);
    } else if (this.#typing && this.#waiting.length >= MOST_WAITING) {
      const problem = `${MOST_WAITING} actions wait already.`;
      const remedy = "Wait until the text is typed, or let go of everything.";
      this.#events.refused(id, { code: "actor-busy", exit: 3, thing: "the actor", problem, remedy });
    } else {
      this.#waiting.push({ id, action });
      this.#work();
    }
  }

  /** Lets go of everything and drops what waits. The performer can go on afterwards. */
  releaseAll(): void {
    this.#stops++;
    for (const { id } of this.#waiting.splice(0)) this.#events.refused(id, STOPPED);
    this.#step({ kind: "releaseAll" });
  }

  #letGo(id: number, action: LettingGo): void {
    if (action.kind === "releaseAll") this.releaseAll();
    else {
      for (const waiting of this.#waiting) {
        if (waiting.action.kind !== "down") continue;
        const inputs = waiting.action.inputs.filter((input) => !action.inputs.includes(input));
        waiting.action = { ...waiting.action, inputs };
      }
      for (const name of [...action.inputs].reverse()) this.#step({ kind: "release", name });
    }
    this.#events.done(id);
  }

  #work(): void {
    while (!this.#typing) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      const { id, action } = next;
      try {
        if (action.kind === "text") void this.#type(id, action.text);
        else {
          this.#do(action);
          this.#events.done(id);
        }
      } catch (error) {
        this.#events.refused(id, faultOf(error));
      }
    }
  }

  async #type(id: number, text: string): Promise<void> {
    const stops = this.#stops;
    this.#typing = true;
    this.#setTimer();
    try {
      await this.#backend.text(text, () => this.#stops !== stops);
      if (this.#stops === stops) this.#events.done(id);
      else this.#events.refused(id, STOPPED);
    } catch (error) {
      this.#events.refused(id, faultOf(error));
    } finally {
      this.#typing = false;
    }
    this.#work();
  }

  #do(action: Exclude<Queued, { kind: "text" }>): void {
    switch (action.kind) {
      case "tap":
        this.#endHolds(action.inputs.slice(-1));
        return this.#backend.tap(action.inputs);
      case "click":
        this.#endHolds([action.button]);
        return this.#backend.click(action.button, action.count);
      case "move":
        return this.#backend.move(action.right, action.down);
      case "moveTo":
        return this.#backend.moveTo(action.x, action.y);
      case "scroll":
        return this.#backend.scroll(action.right, action.down);
      case "down":
        for (const input of action.inputs) this.#putDown(input, action.longestMs);
    }
  }

  /** What is tapped cannot stay held: a drag ends with the click. */
  #endHolds(inputs: readonly Input[]): void {
    for (const name of inputs) if (isHeld(this.#holds, name)) this.#step({ kind: "release", name });
  }

  #putDown(input: Input, longestMs: number): void {
    const press: HoldInput<Input> = { kind: "press", name: input, longestMs };
    const nowMs = performance.now();
    const already = this.#holds.held.find(({ name }) => name === input);
    if (already === undefined) {
      this.#step(press);
    } else if (already.untilMs < nowMs + longestMs) {
      // Another command of the parent holds the same key, for longer: the key stays down for the longer of the two.
      const { state } = stepHold(this.#holds, { kind: "release", name: input }, nowMs);
      this.#holds = stepHold(state, press, nowMs).state;
      this.#setTimer();
    }
  }

  #step(input: HoldInput<Input>): void {
    const step = stepHold(this.#holds, input, performance.now());
    this.#holds = step.state;
    const released = new Map<ReleaseReason, Input[]>();
    for (const action of step.actions) {
      if (action.kind === "up") {
        this.#backend.release(action.name);
        released.set(action.reason, [...(released.get(action.reason) ?? []), action.name]);
      } else this.#press(action.name);
    }
    for (const [reason, inputs] of released) {
      if (reason !== "requested") this.#events.released(inputs, reason);
    }
    this.#setTimer();
  }

  #press(name: Input): void {
    let ours = false;
    try {
      ours = this.#backend.press(name);
    } finally {
      // Down by another hand, or no such key: not ours to let go.
      if (!ours) this.#holds = stepHold(this.#holds, { kind: "release", name }, performance.now()).state;
    }
  }

  /** Silence is judged here and nowhere else: after everything that the parent sent has been read. */
  #tick(): void {
    if (!this.#isBusy()) return;
    const silentMs = performance.now() - this.#holds.lastHeardMs;
    if (silentMs >= PARENT_DOUBT_MS) {
      const state = this.#parentState();
      if (state === "stopped" || (state === "unknown" && silentMs >= PARENT_SILENCE_MS)) {
        const inputs = this.#holds.held.map(({ name }) => name);
        this.releaseAll();
        this.#events.released(inputs, "heartbeatMissed");
        return;
      }
    }
    this.#step({ kind: "tick" });
  }

  /** Something is down or being typed, so that it matters whether the parent lives. */
  #isBusy(): boolean {
    return this.#typing || this.#holds.held.length > 0;
  }

  #setTimer(): void {
    clearTimeout(this.#timer);
    if (!this.#isBusy()) return;
    const nowMs = performance.now();
    const doubtMs = Math.max(this.#holds.lastHeardMs + PARENT_DOUBT_MS, nowMs + ASK_AGAIN_MS);
    const dueMs = Math.min(nextDeadlineMs(this.#holds) ?? doubtMs, doubtMs);
    this.#timer = setTimeout(
      // Node runs timers before it reads: what the parent has sent must be read before it is called silent.
      () => setImmediate(() => this.#tick()),
      Math.max(0, Math.ceil(dueMs - nowMs)),
    );
  }
}

const STOPPED: Fault = {
  code: "actor-stopped",
  exit: 3,
  thing: "the action",
  problem: "Everything was let go before it was done.",
  remedy: "Give the command again.",
};

function faultOf(error: unknown): Fault {
  if (error instanceof BeckonError) return error.fault;
  const problem = error instanceof Error ? error.message : String(error);
  return { code: "actor-fault", exit: 3, thing: "the actor", problem, remedy: "Give the command again." };
}
