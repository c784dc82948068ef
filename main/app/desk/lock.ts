/**
 * A PIN against slips: without it, recordings, actions and the person stay as they are. It is no wall
 * against thieves, and never stands before what the person needs to control the computer.
 *
 * Wrong tries only take longer and longer, a minute at most; a forgotten PIN goes after a wait that
 * whoever knows it can end. So it locks nobody out for good.
 */
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { inputError } from "../../../common/errors.ts";
import type { LockView } from "../../contract/care-values.ts";
import type { Vault } from "../../vault/vault.ts";
import { elapsedMs, type Moment, momentNow } from "./elapsed.ts";
import { createValue, type Feed, type Value } from "./feed.ts";

export interface Lock {
  of(personId: string): Feed<LockView>;
  /** @throws BeckonError `person-locked`. Every pass counts as use: it stays open for some time more. */
  mustBeOpen(personId: string): Promise<void>;
  /** Only while it is open. */
  set(personId: string, pin: string): Promise<void>;
  takeOff(personId: string): Promise<void>;
  /** @throws BeckonError `pin-wrong`, `pin-wait`. */
  open(personId: string, pin: string): Promise<void>;
  close(personId: string): Promise<void>;
  /** A forgotten PIN goes after a wait. @param wanted false ends the wait. */
  forget(personId: string, wanted: boolean): Promise<void>;
  end(): void;
}

export interface LockTimes {
  /** Open for so long after its last use, ms. */
  readonly openMs: number;
  readonly forgetMs: number;
  /** After the third wrong try; then twice as long each time, up to the last. */
  readonly firstWaitMs: number;
  readonly lastWaitMs: number;
}

const TIMES: LockTimes = { openMs: 600_000, forgetMs: 600_000, firstWaitMs: 5_000, lastWaitMs: 60_000 };
/** Tries without a wait. */
const FREE_TRIES = 3;
/** 32 MiB of memory and about a tenth of a second for each guess. */
const COST = { N: 2 ** 15, r: 8, p: 1 } as const;

const stored = z.strictObject({
  N: z.int(),
  r: z.int(),
  p: z.int(),
  salt: z.string(),
  hash: z.string(),
  /** Tries since the last right one. */
  wrong: z.int(),
});
type Stored = z.infer<typeof stored>;

interface State {
  readonly view: Value<LockView>;
  /** When it was used last; undefined: it is closed. A computer that slept meanwhile is not open for whoever wakes it. */
  used: Moment | undefined;
  /**
   * Times of `performance.now()` alone: setting the time of day forward is no way around a wait.
   */
  lastTry: number;
  offAt: number | undefined;
}

export function createLock(vault: Vault, log: (error: unknown) => void, times: LockTimes = TIMES): Lock {
  const states = new Map<string, State>();
  const stateOf = (personId: string): State => {
    let state = states.get(personId);
    if (state === undefined) {
      const view = createValue<LockView>({ set: false, open: true, waitSeconds: 0, offInSeconds: null });
      // A start of the program is no way around a wait.
      state = { view, used: undefined, lastTry: performance.now(), offAt: undefined };
      states.set(personId, state);
    }
    return state;
  };
  const read = async (personId: string): Promise<Stored | undefined> => {
    const text = await vault.lockOf(personId);
    return text === null ? undefined : stored.parse(JSON.parse(text));
  };
  const write = (personId: string, value: Stored | null): Promise<void> =>
    vault.setLock(personId, value === null ? null : JSON.stringify(value));
  const waitMs = (state: State, { wrong }: Stored): number => {
    if (wrong < FREE_TRIES) return 0;
    const wait = Math.min(times.lastWaitMs, times.firstWaitMs * 2 ** (wrong - FREE_TRIES));
    return Math.max(0, state.lastTry + wait - performance.now());
  };
  const refresh = async (personId: string): Promise<void> => {
    const state = stateOf(personId);
    let known = await read(personId);
    const now = performance.now();
    if (known !== undefined && state.offAt !== undefined && now >= state.offAt) {
      await write(personId, null);
      known = undefined;
    }
    if (known === undefined) state.offAt = undefined;
    const seconds = (ms: number): number => Math.ceil(Math.max(0, ms) / 1000);
    const next: LockView = {
      set: known !== undefined,
      open: known === undefined || (state.used !== undefined && elapsedMs(state.used) < times.openMs),
      waitSeconds: known === undefined ? 0 : seconds(waitMs(state, known)),
      offInSeconds: state.offAt === undefined ? null : seconds(state.offAt - now),
    };
    if (JSON.stringify(next) !== JSON.stringify(state.view.get())) state.view.set(next);
  };
  const timer = setInterval(
    () => {
      for (const [personId, state] of states) if (state.view.get().set) refresh(personId).catch(log);
    },
    Math.min(1000, times.firstWaitMs),
  ).unref();
  const isOpen = async (personId: string): Promise<boolean> => {
    await refresh(personId);
    return stateOf(personId).view.get().open;
  };
  const mustBeOpen = async (personId: string): Promise<void> => {
    if (!(await isOpen(personId))) {
      const remedy = "Enter the PIN first.";
      throw inputError("person-locked", "This person", "can be changed with the PIN only.", remedy);
    }
    stateOf(personId).used = momentNow();
  };

  return {
    mustBeOpen,
    of(personId) {
      refresh(personId).catch(log);
      return stateOf(personId).view;
    },
    async set(personId, pin) {
      await mustBeOpen(personId);
      const salt = randomBytes(16);
      const hash = await hashOf(pin, salt, COST);
      await write(personId, {
        ...COST,
        salt: salt.toString("base64"),
        hash: hash.toString("base64"),
        wrong: 0,
      });
      // Whoever sets it sees that it is locked.
      stateOf(personId).used = undefined;
      await refresh(personId);
    },
    async takeOff(personId) {
      await mustBeOpen(personId);
      await write(personId, null);
      await refresh(personId);
    },
    async open(personId, pin) {
      const known = await read(personId);
      if (known === undefined) return;
      const state = stateOf(personId);
      const wait = waitMs(state, known);
      if (wait > 0) {
        const problem = "was wrong several times.";
        throw inputError("pin-wait", "The PIN", problem, "Wait a moment, then try again.");
      }
      // Counted before it is looked at: tries side by side are tries too.
      state.lastTry = performance.now();
      await write(personId, { ...known, wrong: known.wrong + 1 });
      const hash = await hashOf(pin, Buffer.from(known.salt, "base64"), known);
      if (!timingSafeEqual(hash, Buffer.from(known.hash, "base64"))) {
        await refresh(personId);
        throw inputError("pin-wrong", "The PIN", "is another one.", "Try again.");
      }
      await write(personId, { ...known, wrong: 0 });
      state.used = momentNow();
      state.offAt = undefined;
      await refresh(personId);
    },
    async close(personId) {
      stateOf(personId).used = undefined;
      await refresh(personId);
    },
    async forget(personId, wanted) {
      const state = stateOf(personId);
      state.offAt = wanted ? (state.offAt ?? performance.now() + times.forgetMs) : undefined;
      await refresh(personId);
    },
    end: () => clearInterval(timer),
  };
}

function hashOf(pin: string, salt: Buffer, { N, r, p }: Pick<Stored, "N" | "r" | "p">): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(pin, salt, 32, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error === null ? resolve(key) : reject(new Error("scrypt", { cause: error })),
    );
  });
}
