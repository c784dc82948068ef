/**
 * The actor as the rest of main sees it: give it actions, hear what it did.
 * The process that acts, and the thread that watches over it, are started here.
 */
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { BeckonError, type Fault, machineError } from "../../common/errors.ts";
import type { Action } from "../contract/action.ts";
import type { ReleaseReason } from "../contract/hold-guard.ts";
import type { Input } from "../contract/key-codes.ts";
import type { ToActor } from "./protocol.ts";
import type { FromSupervisor, SupervisorData } from "./supervisor-thread.ts";

export type ActorKind =
  | { readonly kind: "x11"; readonly display?: string }
  | { readonly kind: "journal"; readonly path: string };

/** What happens without being asked. */
export type ActorNotice =
  /** With the reason `heartbeatMissed` it was everything, and this process had stood still: the mapping's holds are void. */
  | { readonly kind: "released"; readonly inputs: readonly Input[]; readonly reason: ReleaseReason }
  /** The actor died; whatever was held is let go by the next one. The mapping's holds are void: send it `releaseAll`. */
  | { readonly kind: "lost" }
  /** An actor is there, with what it found down and let go. */
  | { readonly kind: "ready"; readonly pid: number; readonly recovered: readonly Input[] }
  /** A second process is ready to let go at once, should the first one die. */
  | { readonly kind: "standingBy" }
  | { readonly kind: "unable"; readonly fault: Fault };

export type Outcome = { readonly done: true } | { readonly done: false; readonly fault: Fault };

export interface Actor {
  /** What the first process found down from an earlier run and let go. */
  readonly recovered: readonly Input[];
  /** Process id of the actor that acts now, or undefined while there is none. */
  readonly pid: number | undefined;
  /** Actions are done in the order given; letting go overtakes. Resolves when the system has done it; never rejects. */
  perform(action: Action): Promise<Outcome>;
  /** Lets go of everything, puts everything back and ends the process. */
  close(): Promise<void>;
}

/** The main thread moves its counter this often, ms. */
const TURN_MS = 50;

/**
 * Starts an actor, which first lets go of what an earlier one left down.
 *
 * @param onNotice called for what happens without being asked, the first `ready` excepted.
 * @throws BeckonError (exit 3) if this system cannot be acted on.
 */
export async function startActor(kind: ActorKind, onNotice: (notice: ActorNotice) => void): Promise<Actor> {
  const mainTurns = new SharedArrayBuffer(4);
  const turns = new Int32Array(mainTurns);
  const data: SupervisorData = {
    command: process.execPath,
    args: [
      fileURLToPath(new URL("./process.ts", import.meta.url)),
      kind.kind,
      kind.kind === "journal" ? kind.path : "",
    ],
    env: {
      ...process.env,
      ...(kind.kind === "x11" && kind.display !== undefined ? { DISPLAY: kind.display } : {}),
      ELECTRON_RUN_AS_NODE: "1",
    },
    mainTurns,
  };
  const thread = new Worker(new URL("./supervisor-thread.ts", import.meta.url), { workerData: data });
  const turning = setInterval(() => Atomics.add(turns, 0, 1), TURN_MS);

  const waiting = new Map<number, (outcome: Outcome) => void>();
  let pid: number | undefined;
  let nextId = 1;
  const settle = (id: number, outcome: Outcome): void => {
    waiting.get(id)?.(outcome);
    waiting.delete(id);
  };
  const settleAll = (): void => {
    for (const id of [...waiting.keys()]) settle(id, { done: false, fault: GONE });
  };

  const first = Promise.withResolvers<readonly Input[]>();
  const ended = Promise.withResolvers<void>();
  let isFirst = true;
  let closing = false;
  thread.on("message", (message: FromSupervisor) => {
    switch (message.type) {
      case "ready":
        pid = message.pid;
        if (!isFirst) onNotice({ kind: "ready", pid, recovered: message.recovered });
        isFirst = false;
        return first.resolve(message.recovered);
      case "unable":
        if (isFirst) first.reject(new BeckonError(message.fault));
        else onNotice({ kind: "unable", fault: message.fault });
        return;
      case "done":
        return settle(message.id, { done: true });
      case "refused":
        return settle(message.id, { done: false, fault: message.fault });
      case "released":
        return onNotice({ kind: "released", inputs: message.inputs, reason: message.reason });
      case "standing":
        return onNotice({ kind: "standingBy" });
      case "alive":
        return;
      case "lost":
        pid = undefined;
        settleAll();
        if (!isFirst && !closing) onNotice({ kind: "lost" });
        return;
      case "ended":
        return ended.resolve();
    }
  });
  const over = (): void => {
    clearInterval(turning);
    pid = undefined;
    settleAll();
    first.reject(
      machineError("actor-ended", "the actor", "It ended before it was ready.", "Run: npx beckon doctor"),
    );
    ended.resolve();
  };
  thread.once("error", over);
  thread.once("exit", over);

  const tell = (message: ToActor): void => thread.postMessage(message);
  const recovered = await first.promise;
  return {
    recovered,
    get pid() {
      return pid;
    },
    perform(action) {
      if (closing || pid === undefined) return Promise.resolve({ done: false, fault: GONE });
      const id = nextId++;
      const outcome = Promise.withResolvers<Outcome>();
      waiting.set(id, outcome.resolve);
      tell({ type: "act", id, action });
      return outcome.promise;
    },
    async close() {
      closing = true;
      tell({ type: "stop" });
      await ended.promise;
      await thread.terminate();
    },
  };
}

const GONE: Fault = {
  code: "actor-gone",
  exit: 3,
  thing: "the actor",
  problem: "It is not running at this moment, so nothing was done.",
  remedy: "Another is being started; give the command again.",
};
