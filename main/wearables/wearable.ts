/**
 * One wearable for as long as the person uses it, however often its cable, battery or
 * firmware interrupts: opens the pipe, keeps a session on it, and after a loss comes back by
 * itself. It never arms by itself: after a loss the person does (DESIGN §12, case B22), by
 * unlocking the screen where it was lost behind that.
 */
import { BeckonError, machineError } from "../../common/errors.ts";
import type { BytePipe } from "./byte-pipe.ts";
import { addSession, type LinkHealth, noLink } from "./link-health.ts";
import { createChannel, type Channel } from "./link/channel.ts";
import { reconnectDelayMs, SETTLED_AFTER_MS } from "./link/liveness.ts";
import type { SessionEnd } from "./link/ends.ts";
import { openSession, type Session, type SessionListener } from "./link/session.ts";

export type WearableState =
  /** A session runs; `armed` events are acted on, `quiet` = nothing heard, everything let go. */
  | { readonly kind: "ready"; readonly armed: boolean; readonly quiet: boolean; readonly session: Session }
  /** Lost, and the next attempt is `inMs` away. */
  | {
      readonly kind: "away";
      readonly end: SessionEnd;
      readonly failures: number;
      readonly inMs: number;
      /** Why the last attempt to come back failed; undefined before the first. */
      readonly problem: BeckonError | undefined;
    }
  /** Closed by this program. */
  | { readonly kind: "closed" };

export interface WearableListener extends Partial<Pick<SessionListener, "event" | "released" | "heard">> {
  state?(state: WearableState): void;
}

export interface WearableOptions {
  /** Come back by itself after a loss; default true. */
  readonly reconnect?: boolean;
  /** What each new session is told before anybody can arm it; a session that does not take it is given up. */
  readonly greet?: ((session: Session) => Promise<void>) | undefined;
}

export interface Wearable {
  readonly name: string;
  readonly state: WearableState;
  /** Since it was opened. */
  readonly health: LinkHealth;
  /** The running session. @throws BeckonError while the wearable is away or closed. */
  session(): Session;
  /** Disarms, ends the session and closes the pipe. */
  close(): Promise<void>;
}

/**
 * Opens a wearable and keeps it open.
 *
 * @param name as the person knows it.
 * @param openPipe opens its pipe; called again after each loss of the pipe.
 * @throws BeckonError if the first attempt fails; later ones are told by `state`.
 */
export async function openWearable(
  name: string,
  openPipe: () => Promise<BytePipe>,
  listener: WearableListener = {},
  options: WearableOptions = {},
): Promise<Wearable> {
  let state: WearableState = { kind: "closed" };
  let channel: Channel | undefined;
  let failures = 0;
  let health = noLink;
  let sessionStartMs = 0;
  let closing = false;
  let retryTimer: NodeJS.Timeout | undefined;
  let settled: Promise<void> = Promise.resolve();

  const enter = (next: WearableState): void => {
    state = next;
    listener.state?.(next);
  };
  const ready = (change: { armed?: boolean; quiet?: boolean }): void => {
    if (state.kind === "ready") enter({ ...state, ...change });
  };

  const dropChannel = async (): Promise<void> => {
    const old = channel;
    channel = undefined;
    await old?.close();
  };
  const connect = async (): Promise<void> => {
    if (channel === undefined) {
      const pipe = await openPipe();
      channel = createChannel(pipe);
      pipe.onClose(() => {
        channel = undefined;
      });
    }
    let endedEarly: SessionEnd | undefined;
    const session = await openSession(channel, {
      event: (event) => listener.event?.(event),
      released: (commands, reason) => listener.released?.(commands, reason),
      heard: () => listener.heard?.(),
      armed: (armed) => ready({ armed }),
      liveness: (liveness) => ready({ quiet: liveness !== "alive" }),
      ended: (end) => {
        endedEarly = end;
        if (state.kind === "ready") lost(end);
      },
    });
    await options.greet?.(session);
    if (closing) {
      await session.close();
      return;
    }
    sessionStartMs = performance.now();
    enter({ kind: "ready", armed: false, quiet: false, session });
    if (endedEarly !== undefined) lost(endedEarly);
  };

  const after = ({ counts, info }: Session): LinkHealth =>
    addSession(health, counts, info.battery <= 100 ? info.battery : undefined);
  const lost = (end: SessionEnd): void => {
    if (closing) return;
    if (state.kind === "ready") health = { ...after(state.session), losses: health.losses + 1 };
    failures = performance.now() - sessionStartMs >= SETTLED_AFTER_MS ? 0 : failures + 1;
    // The first loss after a settled session is tried at once; only repeated ones wait.
    retryAfter(end, reconnectDelayMs(failures), undefined);
  };
  const retryAfter = (end: SessionEnd, inMs: number, problem: BeckonError | undefined): void => {
    if (options.reconnect === false) {
      closing = true;
      settled = dropChannel();
      enter({ kind: "away", end, failures, inMs: Number.POSITIVE_INFINITY, problem });
      return;
    }
    enter({ kind: "away", end, failures, inMs, problem });
    retryTimer = setTimeout(() => {
      settled = retry(end);
    }, inMs);
  };
  const retry = async (end: SessionEnd): Promise<void> => {
    try {
      await connect();
    } catch (error) {
      if (!(error instanceof BeckonError)) throw error;
      await dropChannel(); // a port that does not answer is opened anew: some come back only so
      failures++;
      if (!closing) retryAfter(end, reconnectDelayMs(failures), error);
    }
  };

  try {
    await connect();
  } catch (error) {
    await dropChannel();
    throw error;
  }

  return {
    name,
    get state() {
      return state;
    },
    get health() {
      return state.kind === "ready" ? { ...after(state.session), now: true } : health;
    },
    session() {
      if (state.kind === "ready") return state.session;
      throw awayError(name);
    },
    async close() {
      if (state.kind === "closed") return;
      const old = state;
      closing = true;
      clearTimeout(retryTimer);
      if (old.kind === "ready") {
        health = after(old.session);
        await old.session.close();
      }
      await dropChannel(); // an attempt to come back that is under way fails at once
      await settled.catch(() => {});
      await dropChannel();
      enter({ kind: "closed" });
    },
  };
}

function awayError(name: string): BeckonError {
  return machineError(
    "device-away",
    name,
    "it is not connected at the moment.",
    "Beckon tries again by itself; check cable and power, and see `beckon devices`.",
  );
}
