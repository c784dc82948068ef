/**
 * What the movement sensor of a person's wearable feels, while somebody looks at
 * it or records, turned to how it sat at first as far as that is known. One wearable at a time; its cable is let go as soon as nobody
 * needs it, and at once for whoever sends a model or goes live.
 */
import { BeckonError, machineError } from "../../../common/errors.ts";
import type { SensorView } from "../../contract/values.ts";
import { type Streamed, streamMotion } from "../../wearables/stream.ts";
import type { Session } from "../../wearables/link/session.ts";
import { type OpenDevice, openDevice, parseDevice } from "../device.ts";
import { faultView } from "./faults.ts";
import { createValue, type Feed, type Value } from "./feed.ts";
import { createMotionLine } from "./motion-line.ts";
import type { People } from "./people.ts";
import { createTrace } from "./trace.ts";
import type { Worn } from "./worn.ts";

export interface Sensing {
  /** Connects while somebody listens. */
  of(personId: string): Feed<SensorView>;
  /** Connected and streaming from now on. @throws BeckonError `no-sensor`, or why it cannot be reached. */
  hold(personId: string): Promise<void>;
  /** Nobody records any more; those who look go on looking, another person's screen or soak too. */
  letGo(): void;
  /** Ends by itself where nothing is felt any more. @returns ends it. */
  listen(sink: (milliG: Int16Array) => void | Promise<void>): () => void;
  /** The cable is free when this resolves. */
  release(): Promise<void>;
  /** Whoever asked for the cable does not need it after all: those who look go on looking. */
  resume(): void;
}

/** From one screen to the next nobody looks for a moment. */
const LINGER_MS = 1500;
const SILENT_AFTER_MS = 2000;
const TELL_EVERY_MS = 100;
/** A wearable that could not be reached may have been plugged in since. */
const AGAIN_MS = 2000;

const NOTHING: SensorView = {
  state: "none",
  name: null,
  axes: [[], [], []],
  strength: 0,
  lost: 0,
  fault: null,
};

interface Connection {
  readonly personId: string;
  readonly dev: string;
  /** Undefined until it is there, and where it could not be reached. */
  device: OpenDevice | undefined;
  silent: NodeJS.Timeout | undefined;
}

/** @param nameOf a wearable's name as the person knows it. */
export function createSensing(
  people: People,
  nameOf: (dev: string) => string | null,
  worn: Worn,
  log: (error: unknown) => void,
): Sensing {
  const views = new Map<string, Value<SensorView>>();
  const watchers = new Map<string, number>();
  const sinks = new Set<(milliG: Int16Array) => void | Promise<void>>();
  let connection: Connection | undefined;
  /** For whom it is held. */
  let held: string | undefined;
  let lingering: NodeJS.Timeout | undefined;
  let retrying: NodeJS.Timeout | undefined;
  // One after the other: a cable cannot be opened and closed at once.
  let last: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
  // Samples of one piece reach everybody before the next piece.
  let told: Promise<void> = Promise.resolve();

  const viewOf = (personId: string): Value<SensorView> => {
    let view = views.get(personId);
    if (view === undefined) {
      view = createValue<SensorView>(NOTHING);
      views.set(personId, view);
    }
    return view;
  };
  const fail = (personId: string, error: unknown): void => {
    if (!(error instanceof BeckonError)) log(error);
    viewOf(personId).change({ state: "lost", strength: 0, fault: faultView(error) });
  };

  async function close(): Promise<void> {
    const old = connection;
    connection = undefined;
    if (old === undefined) return;
    clearTimeout(old.silent);
    await old.device?.close();
    viewOf(old.personId).set(NOTHING);
  }

  async function connect(personId: string): Promise<void> {
    const { wearable: dev } = await people.whole(personId);
    if (connection?.personId === personId && connection.dev === dev && connection.device !== undefined)
      return;
    await close();
    const view = viewOf(personId);
    const address = parseDevice(dev);
    if (address.kind === "virtual") {
      view.set(NOTHING);
      throw noSensor();
    }
    view.set({ ...NOTHING, state: "connecting", name: nameOf(dev) });
    const mine: Connection = { personId, dev, device: undefined, silent: undefined };
    connection = mine;
    const begin = feeling(mine, view);
    const first = Promise.withResolvers<void>();
    first.promise.catch(() => {});
    try {
      mine.device = await openDevice(address, {
        state(state) {
          if (connection !== mine) return;
          if (state.kind === "ready") begin(state.session).then(first.resolve, first.reject);
          else if (state.kind === "away") {
            clearTimeout(mine.silent);
            view.change({ state: "lost", strength: 0, fault: null });
          }
        },
      });
      await first.promise;
    } catch (error) {
      await close();
      fail(personId, error);
      const watched = (): boolean => (watchers.get(personId) ?? 0) > 0;
      clearTimeout(retrying);
      retrying = setTimeout(() => {
        if (connection === undefined && watched()) void inTurn(() => connect(personId)).catch(() => {});
      }, AGAIN_MS).unref();
      throw error;
    }
  }

  /** @returns begins a stream on a session; after a loss on the next one. */
  function feeling(mine: Connection, view: Value<SensorView>): (session: Session) => Promise<void> {
    const trace = createTrace();
    const line = createMotionLine();
    let lost = 0;
    let toldMs = 0;
    const wait = (): void => {
      clearTimeout(mine.silent);
      mine.silent = setTimeout(() => view.change({ state: "silent", strength: 0 }), SILENT_AFTER_MS).unref();
    };
    const feel = (piece: Streamed): void => {
      if (connection !== mine) return;
      wait();
      lost += piece.lost;
      const milliG = worn.turned(mine.personId, mine.dev, line(piece));
      trace.push(milliG);
      const now = performance.now();
      if (now - toldMs >= TELL_EVERY_MS || view.get().state !== "working") {
        toldMs = now;
        view.change({ state: "working", lost, fault: null, ...trace.view() });
      }
      told = told.then(async () => {
        for (const sink of [...sinks]) await sink(milliG);
      });
      told = told.catch(log);
    };
    return async (session) => {
      await streamMotion(session, feel);
      wait();
    };
  }

  const unneeded = (): void => {
    clearTimeout(lingering);
    lingering = setTimeout(() => {
      if (connection !== undefined && needs(connection.personId)) return;
      void inTurn(async () => {
        await close();
        resume();
      }).catch(log);
    }, LINGER_MS).unref();
  };
  const needs = (personId: string): boolean => held === personId || (watchers.get(personId) ?? 0) > 0;
  /** One screen may have taken the cable from somebody else's, or from a soak that goes on behind it. */
  const resume = (): void => {
    const [next] = [...(held === undefined ? [] : [held]), ...watchers.keys()].filter(needs);
    if (connection === undefined && next !== undefined) void inTurn(() => connect(next)).catch(() => {});
  };

  return {
    of: (personId) => ({
      subscribe(listener) {
        const end = viewOf(personId).subscribe(listener);
        watchers.set(personId, (watchers.get(personId) ?? 0) + 1);
        // What went wrong is in the view.
        void inTurn(() => connect(personId)).catch(() => {});
        return () => {
          end();
          watchers.set(personId, watchers.get(personId)! - 1);
          unneeded();
        };
      },
    }),
    async hold(personId) {
      held = personId;
      try {
        await inTurn(() => connect(personId));
      } catch (error) {
        if (held === personId) held = undefined;
        throw error;
      }
    },
    letGo() {
      held = undefined;
      unneeded();
    },
    resume,
    listen(sink) {
      sinks.add(sink);
      return () => void sinks.delete(sink);
    },
    release: () => {
      clearTimeout(lingering);
      clearTimeout(retrying);
      held = undefined;
      return inTurn(close);
    },
  };
}

export function noSensor(): BeckonError {
  const remedy = "Choose a wearable that has one.";
  return machineError("no-sensor", "This computer", "has no movement sensor.", remedy);
}
