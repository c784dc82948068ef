/**
 * Going live: a wearable's events walk through the mapping to the actor, and
 * each thing that happens is told with its cause. Here clock and I/O meet the
 * pure mapping; whatever goes wrong on the way ends in "nothing held".
 */
import type { Fault } from "../../common/errors.ts";
import type { DeviceEvent } from "../../common/street.ts";
import { type Actor, type ActorKind, startActor } from "../actor/actor.ts";
import type { Action, Cause } from "../contract/action.ts";
import {
  createMapping,
  type MappedAction,
  type MappingInput,
  nextTickMs,
  type Refusal,
  stepMapping,
  type Trust,
  undoable,
} from "../mapping/mapping.ts";
import type { Profile } from "../mapping/profile.ts";
import type { OpenDevice } from "./device.ts";
import type { WearableListener, WearableState } from "../wearables/wearable.ts";
import { mustHoldModel, openPrepared, type Prepared } from "./listen.ts";

/** One thing that happened; as a JSON line it is the journal. Times are ms since going live. */
export type LiveRecord =
  | { readonly type: "event"; readonly atMs: number; readonly event: DeviceEvent; readonly refusal?: Refusal }
  | {
      readonly type: "action";
      readonly atMs: number;
      readonly action: Action;
      readonly cause?: Cause;
      /** Why something went up that no command asked for. */
      readonly reason?: string;
      /** From the event to the system having been asked, ms. */
      readonly tookMs: number;
      readonly fault?: Fault;
    }
  | {
      readonly type: "released";
      readonly atMs: number;
      readonly inputs: readonly string[];
      readonly reason: string;
    }
  | {
      readonly type: "wearable";
      readonly atMs: number;
      readonly state: "ready" | "armed" | "quiet" | "away" | "closed";
    }
  | {
      readonly type: "actor";
      readonly atMs: number;
      readonly state: "ready" | "lost" | "unable";
      readonly fault?: Fault;
    };

export interface LiveOptions {
  readonly prepared: Prepared;
  readonly profile: Profile;
  readonly actor: ActorKind;
  readonly trust: Trust;
  readonly onRecord: (record: LiveRecord) => void;
}

export interface Live {
  readonly device: OpenDevice;
  readonly actor: Actor;
  /** Commands that hold something down at the moment. */
  held(): readonly string[];
  /** How what was done last can be taken back at the moment. */
  undoable(): ReturnType<typeof undoable>;
  /** Takes it back; nothing happens where it cannot be. */
  undo(): void;
  /** The command that put all to sleep and wakes again, or null while awake. */
  dozing(): string | null;
  /** Wakes by hand. */
  rouse(): void;
  /** Which of the profile's modes the commands act in; 0 is the first, which has no name of its own. */
  mode(): { readonly index: number; readonly name: string | null };
  /** The person's word; needed again after each loss of the wearable. @throws BeckonError when it does not agree. */
  arm(): Promise<void>;
  /** Lets go of everything at once and does nothing more, whatever the wearable says, until it is armed again. */
  rest(): Promise<void>;
  /** Resolves when the wearable is gone and will not come back by itself. */
  readonly ended: Promise<WearableState>;
  /** Resolves when every action asked for so far has been done or refused. */
  settled(): Promise<void>;
  /** Lets go of everything, then ends wearable and actor. */
  close(): Promise<void>;
}

/** @throws BeckonError when the actor or the wearable cannot be had; then neither is left running. */
export async function goLive({
  prepared,
  profile,
  actor: kind,
  trust,
  onRecord,
}: LiveOptions): Promise<Live> {
  const startMs = performance.now();
  const since = (): number => Math.round((performance.now() - startMs) * 10) / 10;
  const ended = Promise.withResolvers<WearableState>();
  const pending = new Set<Promise<void>>();
  let mapping = createMapping(profile, startMs);
  let tick: NodeJS.Timeout | undefined;
  let said: string | undefined;

  const step = (input: MappingInput): Refusal | undefined => {
    const done = stepMapping(mapping, input, performance.now());
    mapping = done.state;
    for (const mapped of done.actions) perform(mapped);
    const dueMs = nextTickMs(mapping);
    clearTimeout(tick);
    if (dueMs !== undefined) {
      // Node runs timers before it reads: what the wearable has sent already must be read before it is called silent.
      const due = (): void => void setImmediate(() => step({ kind: "tick" }));
      tick = setTimeout(due, Math.max(0, Math.ceil(dueMs - performance.now())));
    }
    return done.refusal;
  };
  const perform = ({ action, cause, reason }: MappedAction): void => {
    const askedMs = performance.now();
    const work = actor.perform(action).then((outcome) => {
      const tookMs = Math.round((performance.now() - askedMs) * 1000) / 1000;
      onRecord({
        type: "action",
        atMs: since(),
        action,
        ...(cause === undefined ? {} : { cause }),
        ...(reason === undefined ? {} : { reason }),
        tookMs,
        ...(outcome.done ? {} : { fault: outcome.fault }),
      });
    });
    pending.add(work);
    void work.finally(() => pending.delete(work));
  };

  const held = (): readonly string[] => mapping.holds.held.map(({ name }) => name);
  const link = (): number => mapping.link ?? 0;
  const listener: WearableListener = {
    event(event) {
      // The session lets no stale or repeated event through, so this one is of this moment.
      const refusal = step({ kind: "event", link: link(), event, ageMs: 0, replayed: false });
      onRecord({ type: "event", atMs: since(), event, ...(refusal === undefined ? {} : { refusal }) });
    },
    heard() {
      if (mapping.holds.held.length > 0) step({ kind: "heartbeat", link: link(), held: held() });
    },
    released(commands, reason) {
      if (reason !== "unlisted") step({ kind: "releaseAll" });
      else step({ kind: "heartbeat", link: link(), held: held().filter((name) => !commands.includes(name)) });
    },
    state(state) {
      if (state.kind === "ready") {
        step({ kind: "link", link: state.session.info.link });
        if (state.armed) step({ kind: "wake", trust });
        else if (mapping.trust !== undefined) step({ kind: "sleep" });
        // The session lets go of what the wearable lists as held; a toggle is held by us alone.
        if (state.quiet && mapping.holds.held.length > 0) step({ kind: "releaseAll" });
      } else {
        step({ kind: "sleep" });
        if (state.kind === "closed" || !Number.isFinite(state.inMs)) ended.resolve(state);
      }
      const now =
        state.kind !== "ready" ? state.kind : state.quiet ? "quiet" : state.armed ? "armed" : "ready";
      if (now !== said) onRecord({ type: "wearable", atMs: since(), state: now });
      said = now;
    },
  };

  const actor = await startActor(kind, (notice) => {
    switch (notice.kind) {
      case "released":
        if (notice.reason === "heartbeatMissed") step({ kind: "releaseAll" });
        return onRecord({ type: "released", atMs: since(), inputs: notice.inputs, reason: notice.reason });
      case "lost":
        step({ kind: "releaseAll" });
        return onRecord({ type: "actor", atMs: since(), state: "lost" });
      case "ready":
        return onRecord({ type: "actor", atMs: since(), state: "ready" });
      case "unable":
        return onRecord({ type: "actor", atMs: since(), state: "unable", fault: notice.fault });
    }
  });
  let device: OpenDevice;
  try {
    device = await openPrepared(prepared, listener);
  } catch (error) {
    await actor.close();
    throw error;
  }

  return {
    device,
    actor,
    held,
    undoable: () => undoable(mapping),
    undo: () => void step({ kind: "undo" }),
    dozing: () => mapping.dozing ?? null,
    rouse: () => void step({ kind: "rouse" }),
    mode: () => ({ index: mapping.mode, name: profile.modes[mapping.mode - 1]?.name ?? null }),
    ended: ended.promise,
    async arm() {
      // It may be another one that came back on the same port.
      mustHoldModel(prepared, device);
      const session = device.wearable.session();
      await session.arm(session.info.modelId);
    },
    async rest() {
      step({ kind: "sleep" });
      await device.wearable.session().disarm();
    },
    async settled() {
      while (pending.size > 0) await Promise.all(pending);
    },
    async close() {
      step({ kind: "sleep" });
      clearTimeout(tick);
      await device.close();
      await actor.close();
    },
  };
}
