/**
 * Records takes and everyday life: sound from the microphone, movement from the
 * wearable's own sensor. Nothing needs a hand between two takes: each ends by
 * its own quiet, is judged, and the next is listened for. Counted in samples
 * that came, never by a clock: while none come, nothing goes on.
 */
import { randomUUID } from "node:crypto";
import { inputError } from "../../../common/errors.ts";
import { VALUES_PER_SECOND, type Signal } from "../../../common/street.ts";
import type { Engine } from "../../../firmware-gen/engine/engine.ts";
import type { CallInput } from "../../contract/contract.ts";
import { type RecorderView, signalOf, type TakeVerdict } from "../../contract/values.ts";
import type { TakeRow } from "../../vault/rows.ts";
import type { Vault } from "../../vault/vault.ts";
import { createCutter, type Cut } from "./cutter.ts";
import { createEverydayRecording, type EverydayRecording } from "./everyday.ts";
import { faultView } from "./faults.ts";
import { createValue, type Feed } from "./feed.ts";
import type { Hearing } from "./hearing.ts";
import { judgeTake, vectorsOf, waveformOf } from "./judging.ts";
import { type People, takeView } from "./people.ts";
import type { Sensing } from "./sensing.ts";

export interface Recorder {
  readonly view: Feed<RecorderView>;
  start(input: CallInput<"recorder.start">): Promise<void>;
  everyday(input: CallInput<"recorder.everyday">): Promise<void>;
  /** Keeps what is complete. */
  stop(): Promise<void>;
  /** Keeps the take that was refused last. @throws BeckonError `take-unknown`. */
  keepLast(personId: string): Promise<void>;
}

const IDLE: RecorderView = {
  phase: "idle",
  personId: null,
  commandId: null,
  secondsLeft: 0,
  good: 0,
  wanted: 0,
  last: null,
  kept: false,
  fault: null,
};
const COUNTDOWN_S = 3;
/** After the count-down, a take must begin within this time. */
const BEGIN_WITHIN_S = 5;
/** So many refusals for one and the same reason, and the take is kept: some voices are quiet, some rooms are loud. */
const PATIENCE = 3;
const MAY_BE_SO: readonly TakeVerdict[] = ["tooQuiet", "noisy", "unlike"];

interface Session {
  readonly personId: string;
  readonly commandId: string;
  readonly signal: Signal;
  readonly countdown: boolean;
  /** Vectors of the takes kept so far. */
  readonly others: Int8Array[];
  /** Values until the count-down ends, then until a take must have begun. */
  left: number;
  refusals: { verdict: TakeVerdict; count: number };
}

interface Refused {
  readonly personId: string;
  readonly commandId: string;
  readonly signal: Signal;
  readonly row: TakeRow;
  readonly values: Int16Array;
}

export function createRecorder(
  engine: Engine,
  vault: Vault,
  people: People,
  hearing: Hearing,
  sensing: Sensing,
): Recorder {
  const view = createValue<RecorderView>(IDLE);
  const cutters = { sound: createCutter(engine, "sound"), motion: createCutter(engine, "motion") };
  let session: Session | undefined;
  let everyday: (EverydayRecording & { readonly signal: Signal }) | undefined;
  let refused: Refused | undefined;

  hearing.listen(({ pcm, dead }) => take("sound", pcm, dead));
  sensing.listen((milliG) => take("motion", milliG, false));

  /** @param dead the microphone gives no sound at all. */
  async function take(signal: Signal, values: Int16Array, dead: boolean): Promise<void> {
    try {
      // Zeros of a refused microphone are no quiet room.
      if (dead) return;
      if (everyday?.signal === signal) await recordEveryday(everyday, values);
      // The room's quiet is known before anybody asks for a take.
      const cuts = cutters[signal].push(values);
      if (session?.signal === signal) await recordTakes(session, values.length, cuts);
    } catch (error) {
      // What was saved before is there; the person hears of the rest at once.
      session = undefined;
      everyday = undefined;
      const failure = faultView(error);
      view.change({ phase: "idle", fault: failure });
      if (failure.code === "unexpected") throw error;
    }
  }

  async function recordTakes(at: Session, count: number, cuts: readonly Cut[]): Promise<void> {
    const { phase } = view.get();
    const perSecond = VALUES_PER_SECOND[at.signal];
    const cutter = cutters[at.signal];
    if (phase === "countdown") {
      at.left -= count;
      const secondsLeft = Math.max(0, Math.ceil(at.left / perSecond));
      if (at.left > 0) {
        if (secondsLeft !== view.get().secondsLeft) view.change({ secondsLeft });
        return;
      }
      cutter.restart();
      at.left = BEGIN_WITHIN_S * perSecond;
      view.change({ phase: "listening", secondsLeft: 0 });
      return;
    }
    for (const cut of cuts) {
      if (session !== at || view.get().phase === "done") return;
      await judge(at, cut.values, cut.long);
    }
    if (session !== at || view.get().phase === "done") return;
    const now = cutter.hearing ? "hearing" : "listening";
    if (view.get().phase !== now && view.get().phase !== "countdown") view.change({ phase: now });
    if (!at.countdown || view.get().phase !== "listening") return;
    at.left -= count;
    if (at.left <= 0) await judge(at, new Int16Array(0), false);
  }

  async function judge(at: Session, values: Int16Array, long: boolean): Promise<void> {
    view.change({ phase: "judging" });
    const { signal } = at;
    const verdict = values.length === 0 ? "empty" : judgeTake(engine, signal, values, long, at.others);
    at.refusals = { verdict, count: at.refusals.verdict === verdict ? at.refusals.count + 1 : 1 };
    const row: TakeRow = {
      id: randomUUID(),
      recorded: Date.now(),
      durationMs: (1000 * values.length) / VALUES_PER_SECOND[signal],
      verdict,
      waveform: waveformOf(signal, values),
      live: false,
    };
    const kept = verdict === "good" || (MAY_BE_SO.includes(verdict) && at.refusals.count >= PATIENCE);
    refused = undefined;
    if (kept) await keep(at, row, values);
    else if (values.length > 0)
      refused = { personId: at.personId, commandId: at.commandId, signal, row, values };
    if (session !== at) return;
    const good = view.get().good + (kept ? 1 : 0);
    view.change({ last: takeView(row), kept, good });
    next(at);
  }

  function next(at: Session): void {
    if (view.get().good >= view.get().wanted) {
      session = undefined;
      sensing.letGo();
      view.change({ phase: "done" });
    } else if (at.countdown) {
      at.left = COUNTDOWN_S * VALUES_PER_SECOND[at.signal];
      view.change({ phase: "countdown", secondsLeft: COUNTDOWN_S });
    } else view.change({ phase: "listening" });
  }

  async function keep(
    { personId, commandId, signal, others }: Pick<Session, "personId" | "commandId" | "signal" | "others">,
    row: TakeRow,
    values: Int16Array,
  ): Promise<void> {
    await vault.addTake(personId, commandId, row, values);
    const vectors = vectorsOf(engine, signal, values);
    if (vectors !== undefined) others.push(vectors);
    people.changed(personId);
  }

  async function recordEveryday(at: EverydayRecording, values: Int16Array): Promise<void> {
    const secondsLeft = await at.add(values);
    if (everyday !== at) return;
    if (secondsLeft > 0) {
      if (Math.ceil(secondsLeft) !== view.get().secondsLeft)
        view.change({ secondsLeft: Math.ceil(secondsLeft) });
      return;
    }
    everyday = undefined;
    await at.end();
    sensing.letGo();
    view.change({ phase: "done", secondsLeft: 0 });
  }

  async function stop(): Promise<void> {
    const recording = everyday;
    session = undefined;
    everyday = undefined;
    await recording?.end();
    sensing.letGo();
    view.set(IDLE);
  }

  return {
    view,
    stop,
    async start({ personId, commandId, wanted, start }) {
      const person = await people.whole(personId);
      if (!person.commands.some(({ id }) => id === commandId)) {
        throw inputError("command-unknown", "this command", "is not there any more.", "Choose another one.");
      }
      await stop();
      const signal = signalOf(person.ability);
      if (signal === "motion") await sensing.hold(personId);
      const takes = await vault.takesOf(personId, commandId);
      const others = takes.flatMap(({ pcm }) => vectorsOf(engine, signal, pcm) ?? []);
      refused = undefined;
      cutters[signal].restart();
      const countdown = start === "countdown";
      const refusals = { verdict: "good" as const, count: 0 };
      session = { personId, commandId, signal, countdown, others, left: 0, refusals };
      view.set({ ...IDLE, phase: "listening", personId, commandId, wanted });
      next(session);
    },
    async everyday({ personId, kind, seconds }) {
      const signal = signalOf((await people.whole(personId)).ability);
      if ((kind === "movement") !== (signal === "motion")) {
        const problem = "does not go with what this person does best.";
        throw inputError("everyday-kind", "this recording", problem, "Choose what works best again.");
      }
      await stop();
      if (signal === "motion") await sensing.hold(personId);
      const recording = await createEverydayRecording(vault, personId, kind, seconds, () =>
        people.changed(personId),
      );
      everyday = { ...recording, signal };
      view.set({ ...IDLE, phase: "everyday", personId, secondsLeft: seconds });
    },
    async keepLast(personId) {
      const kept = refused;
      if (kept === undefined || kept.personId !== personId) {
        throw inputError("take-unknown", "the last take", "is not there any more.", "Record it again.");
      }
      refused = undefined;
      const at = session?.commandId === kept.commandId ? session : undefined;
      await keep(at ?? { ...kept, others: [] }, kept.row, kept.values);
      if (view.get().commandId !== kept.commandId) return;
      const good = view.get().good + 1;
      view.change({ kept: true, good });
      if (at !== undefined && good >= view.get().wanted) next(at);
    },
  };
}
