/**
 * Trying and going live, as the window asks for it. One at a time: starting
 * one ends the other. Nothing arms by itself, neither after a loss nor after a
 * start of the program.
 */
import { BeckonError, inputError } from "../../../common/errors.ts";
import type { Signal } from "../../../common/street.ts";
import type { ActorKind } from "../../actor/actor.ts";
import type { Seat } from "../../actor/seat.ts";
import type { CallInput } from "../../contract/contract.ts";
import { labelsActing, type LiveView, type MicrophoneView } from "../../contract/values.ts";
import type { NewJournalEntry, WholePerson } from "../../vault/rows.ts";
import type { Vault } from "../../vault/vault.ts";
import { playsAloud } from "../../wearables/loudspeaker.ts";
import type { Feed as Feeding } from "../../wearables/sources.ts";
import type { OpenDevice } from "../device.ts";
import { goLive, type Live, type LiveRecord } from "../live.ts";
import { openPrepared } from "../listen.ts";
import { faultView } from "./faults.ts";
import type { LinkHealth } from "../../wearables/link-health.ts";
import { createValue, type Feed } from "./feed.ts";
import type { Hearing } from "./hearing.ts";
import type { Journal } from "./journal.ts";
import { actionOf, microphoneLost, OFF, OUTCOMES, profileOf, trustIn, wearableLost } from "./live-rules.ts";
import type { LiveMemory } from "./memory.ts";
import type { People } from "./people.ts";
import { noSensor, type Sensing } from "./sensing.ts";
import { standingsOf } from "./soak-count.ts";
import { prepareWearable } from "./prepare-wearable.ts";
import { armAgain } from "./waking.ts";
import type { Worn } from "./worn.ts";

export interface LiveService {
  readonly view: Feed<LiveView>;
  /** Events are shown, nothing is done. */
  try(personId: string): Promise<void>;
  /** @throws BeckonError `not-verified`, `no-actions`, `no-model`, `over-limit`, `not-proved`, and whatever stops actor or wearable. */
  arm(input: CallInput<"live.arm">): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  off(): Promise<void>;
  /** Off for this person, who goes; whoever else is live stays so. */
  leave(personId: string): Promise<void>;
  /** How well the wearable was heard since this person was switched on last; undefined before. */
  linkOf(personId: string): LinkHealth | undefined;
  /** Takes back what was done last; nothing happens where it cannot be. */
  undo(): void;
  /** By hand: what a command put to sleep acts again. */
  rouse(): void;
  /** This window is about to play a take: this computer must not take it for a command, for so long, ms. */
  hush(forMs: number): void;
}

/** What runs: a wearable with or without an actor behind it. */
interface Running {
  readonly personId: string;
  readonly signal: Signal;
  readonly keepsMoments: boolean;
  readonly device: OpenDevice;
  arm(): Promise<void>;
  /** Nothing is done any more until it is armed again. */
  rest(): Promise<void>;
  held(): readonly string[];
  /** Missing while nothing is done. */
  readonly acting?: Pick<Live, "undoable" | "undo" | "dozing" | "rouse" | "mode">;
  close(): Promise<void>;
}

/** How often it is asked whether this computer plays sound, ms. */
const LOUDSPEAKER_MS = 3000;

export interface LiveParts {
  readonly vault: Vault;
  readonly people: People;
  readonly hearing: Hearing;
  readonly sensing: Sensing;
  readonly worn: Worn;
  readonly journal: Journal;
  readonly memory: LiveMemory;
  /** Is the person's session on the screen? */
  readonly seat: Feed<Seat>;
  readonly actor: ActorKind;
  readonly log: (error: unknown) => void;
}

export function createLiveService(parts: LiveParts): LiveService {
  const { vault, people, hearing, sensing, worn, journal, memory, seat: seats, actor, log } = parts;
  const view = createValue<LiveView>(OFF);
  let running: Running | undefined;
  /** What was switched on last, also when it is off by now. */
  let latest: Running | undefined;
  /** What the wearable was last. */
  let said: (LiveRecord & { readonly type: "wearable" })["state"] = "closed";
  /** What a pause interrupts. */
  let goal: "armed" | "trying" = "trying";
  let endHearing = (): void => {};
  let microphone: MicrophoneView["state"] = "off";
  let seat: Seat = "here";
  let hushedUntilMs = 0;

  // One after the other: two windows may press at once.
  let last: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };

  const note = (personId: string, entry: Omit<NewJournalEntry, "at">): void => {
    const keepSound = memory.event();
    journal.add(personId, { at: Date.now(), ...entry }).then((added) => {
      if (view.get().personId === personId) view.change({ last: added });
      keepSound(personId, added);
    }, log);
  };
  const stop = async (): Promise<void> => {
    const old = running;
    running = undefined;
    endHearing();
    memory.end();
    sensing.letGo();
    await old?.close();
  };
  const lose = (fault: BeckonError): void => {
    if (running === undefined) return;
    view.change({ state: "lost", held: [], fault: faultView(fault) });
    const session = running.device.wearable;
    if (session.state.kind !== "ready") return;
    // One that can no longer be asked disarms itself when it hears nothing more.
    const unasked = (error: unknown): void => {
      if (!(error instanceof BeckonError)) log(error);
    };
    void session.session().disarm().catch(unasked);
  };
  const listenFor = (signal: Signal, feed: Feeding): (() => void) =>
    signal === "motion"
      ? sensing.listen(feed)
      : hearing.listen(({ pcm }) => {
          if (performance.now() < hushedUntilMs) return;
          memory.sound(pcm);
          return feed(pcm);
        });
  const start = (next: Running, state: typeof goal, modelId: string, proved = false): void => {
    running = next;
    latest = next;
    goal = state;
    const { feed } = next.device;
    memory.begin(next.personId, next.keepsMoments);
    endHearing = feed === undefined ? () => {} : listenFor(next.signal, feed);
    if (feed !== undefined && next.signal === "sound") listenToLoudspeaker(next);
    view.set({ ...OFF, state, personId: next.personId, modelId, proved });
  };

  const listenToLoudspeaker = (mine: Running): void => {
    void playsAloud().then((loudspeaker) => {
      if (running !== mine) return;
      if (loudspeaker !== view.get().loudspeaker) view.change({ loudspeaker });
      setTimeout(() => running === mine && listenToLoudspeaker(mine), LOUDSPEAKER_MS).unref();
    });
  };

  hearing.microphone.subscribe(({ state }) => {
    const wasHeard = microphone === "working" || microphone === "silent";
    microphone = state;
    // Losing the microphone is losing the wearable that hears by it.
    const isGone = state === "lost" || state === "none" || state === "refused" || state === "off";
    if (wasHeard && isGone && view.get().state === "armed" && running?.device.feed !== undefined)
      lose(microphoneLost());
  });

  /** Locked or asleep: nothing is done (DESIGN §11.2). */
  const rest = async (): Promise<void> => {
    if (running === undefined || view.get().state !== "armed") return;
    view.change({ state: "locked", held: [] });
    await running.rest().catch((error: unknown) => {
      if (!(error instanceof BeckonError)) throw error;
      // It is lost, and says so itself.
    });
  };
  const turnOff = async (): Promise<void> => {
    await stop();
    view.set(OFF);
  };
  /** Opened again by the person, so what was armed before is armed again, also where it was away meanwhile. */
  const goOn = async (): Promise<void> => {
    const mine = running;
    const waits = (): boolean => seat === "here" && running === mine && view.get().state === "locked";
    if (mine === undefined || !waits()) return;
    try {
      const arm = (): Promise<void> =>
        inTurn(async () => {
          if (!waits()) return;
          await mine.arm();
          view.change({ state: "armed", held: [], fault: null });
        });
      await armAgain({ device: mine.device, microphone: hearing.microphone, waits, arm });
    } catch (error) {
      if (!(error instanceof BeckonError)) throw error;
      if (waits()) lose(error);
    }
  };
  seats.subscribe((next) => {
    const before = seat;
    seat = next;
    if (next !== "here") inTurn(rest).catch(log);
    else if (before !== "here")
      inTurn(async () => {})
        .then(goOn)
        .catch(log);
  });

  const actingNow = (): Pick<LiveView, "undo" | "dozing" | "mode"> => {
    const acting = running?.acting;
    return {
      undo: acting?.undoable() ?? "no",
      dozing: acting?.dozing() ?? null,
      mode: acting?.mode().name ?? null,
    };
  };
  const onRecord = (person: WholePerson, record: LiveRecord): void => {
    const does = (command: string) => actionOf(person, running?.acting?.mode().index ?? 0, command);
    if (record.type === "event" && record.refusal !== undefined && record.event.phase !== "end") {
      const outcome = OUTCOMES[record.refusal];
      const { command, score } = record.event;
      if (outcome !== undefined) note(person.id, { command, score, outcome, action: does(command) });
    } else if (record.type === "action" && record.cause !== undefined && record.cause.phase !== "end") {
      const { command, score } = record.cause;
      const outcome = record.fault === undefined ? "done" : "failed";
      note(person.id, { command, score, outcome, action: does(command) });
      if (record.fault !== undefined) view.change({ fault: faultView(new BeckonError(record.fault)) });
    } else if (record.type === "actor" && record.state === "unable" && record.fault !== undefined) {
      lose(new BeckonError(record.fault));
    } else if (record.type === "wearable") {
      const { state } = view.get();
      // While locked nothing is done anyway; what is still away at the unlocking is told then.
      if (record.state === "away" && state !== "off" && state !== "locked")
        view.change({ state: "lost", held: [], fault: faultView(wearableLost()) });
      // It is back, or it disarmed itself: either way it waits for the person's word.
      const waits =
        said === "away" ? state === "lost" : state === "armed" && (said === "armed" || said === "quiet");
      if (record.state === "ready" && waits) view.change({ state: "paused", held: [], fault: null });
      said = record.state;
    }
    const held = running?.held() ?? [];
    if (held.join("\n") !== view.get().held.join("\n")) view.change({ held: [...held] });
    const acting = actingNow();
    const { undo, dozing, mode } = view.get();
    if (acting.undo !== undo || acting.dozing !== dozing || acting.mode !== mode) view.change(acting);
  };

  return {
    view,
    linkOf: (personId) => (latest?.personId === personId ? latest.device.wearable.health : undefined),
    try: (personId) =>
      inTurn(async () => {
        const person = await people.whole(personId);
        // Trying comes before sending: this computer decides, over what the wearable feels where it is movement.
        const { prepared, modelId, signal } = await prepareWearable(vault, personId, "virtual");
        await stop();
        if (signal === "motion") await sensing.hold(personId);
        const device = await openPrepared(prepared, {
          event({ command, score, phase }) {
            const action = actionOf(person, 0, command);
            if (phase !== "end") note(personId, { command, score, outcome: "heard", action });
          },
          state(state) {
            if (state.kind === "away") lose(wearableLost());
          },
        });
        const arm = async (): Promise<void> => {
          const session = device.wearable.session();
          await session.arm(session.info.modelId);
        };
        const { keepsMoments } = person;
        const rest = async () => {};
        const close = () => device.close();
        start(
          { personId, signal, keepsMoments, device, arm, rest, held: () => [], close },
          "trying",
          modelId,
        );
        await arm();
      }),
    arm: ({ personId, consent }) =>
      inTurn(async () => {
        const person = await people.whole(personId);
        const wearQ14 = worn.q14Of(personId, person.wearable);
        const { prepared, modelId, signal } = await prepareWearable(
          vault,
          personId,
          person.wearable,
          wearQ14,
        );
        if (person.verified !== modelId) {
          const remedy = "Put the model on the wearable first; Beckon compares them there.";
          throw inputError(
            "not-verified",
            "The wearable",
            "does not have this model, or it was not compared yet.",
            remedy,
          );
        }
        const profile = profileOf(person);
        const trust = trustIn(labelsActing(person.profile), await standingsOf(vault, person), consent);
        const proved = [...trust.values()].every((standing) => standing === "proved");
        if (signal === "motion" && prepared.address.kind === "virtual") throw noSensor();
        await stop();
        await sensing.release();
        view.set({ ...OFF, personId, modelId, proved });
        const live = await goLive({
          prepared,
          profile,
          actor,
          trust,
          onRecord: (record) => onRecord(person, record),
        }).catch((error: unknown) => {
          // The next try goes without, for nobody is held back by how a wearable sits.
          if (error instanceof BeckonError && error.fault.code === "device-no-wear") worn.forget(personId);
          sensing.resume();
          throw error;
        });
        const { device } = live;
        const mine: Running = {
          personId,
          signal,
          keepsMoments: person.keepsMoments,
          device,
          arm: () => live.arm(),
          rest: () => live.rest(),
          held: () => live.held(),
          acting: live,
          close: () => live.close(),
        };
        start(mine, "armed", modelId, proved);
        void live.ended.then(() => {
          if (running === mine) lose(wearableLost());
        });
        try {
          await vault.addReceipt(personId, Date.now(), consent ? "consent" : "proved", modelId, {
            standings: Object.fromEntries(trust),
            dev: person.wearable,
          });
          await live.arm();
        } catch (error) {
          await stop();
          view.set(OFF);
          throw error;
        }
        if (seat !== "here") await rest();
      }),
    pause: () =>
      inTurn(async () => {
        if (running === undefined || !["armed", "trying"].includes(view.get().state)) return;
        await running.device.wearable.session().disarm();
        view.change({ state: "paused", held: [] });
      }),
    resume: () =>
      inTurn(async () => {
        const { state } = view.get();
        if (running === undefined || (state !== "paused" && state !== "lost")) return;
        await running.arm();
        view.change({ state: goal, fault: null });
        if (seat !== "here") await rest();
      }),
    hush(forMs) {
      hushedUntilMs = performance.now() + forMs;
    },
    off: () => inTurn(turnOff),
    leave: (personId) =>
      inTurn(async () => {
        if (view.get().personId === personId) await turnOff();
      }),
    rouse() {
      running?.acting?.rouse();
      view.change(actingNow());
    },
    undo() {
      if (view.get().state === "armed" || view.get().state === "paused") running?.acting?.undo();
      view.change(actingNow());
    },
  };
}
