/**
 * A soak (FIELD G1): the person's own hours through the real runtime, with nothing behind it that
 * acts. One at a time. Live listening goes on whatever screen is shown, rests while commands are
 * recorded or used or the wearable is needed otherwise, and is taken up again when Beckon starts.
 */
import { z } from "zod";
import { type BeckonError, inputError } from "../../../common/errors.ts";
import { SOUND_RATE_HZ } from "../../../common/street.ts";
import { readImage } from "../../../firmware-gen/image/read.ts";
import { withThresholds } from "../../../firmware-gen/image/thresholds.ts";
import {
  type SoakMark,
  type SoakSaid,
  soakSaid,
  type SoakingView,
  type SoakView,
} from "../../contract/soak-values.ts";
import type { WholePerson } from "../../vault/rows.ts";
import type { Vault } from "../../vault/vault.ts";
import { faultView } from "./faults.ts";
import { createQuestions, createValue, type Feed } from "./feed.ts";
import type { Hearing } from "./hearing.ts";
import type { LiveService } from "./live-service.ts";
import type { People } from "./people.ts";
import type { Recorder } from "./recorder.ts";
import type { Sensing } from "./sensing.ts";
import { type SoakModel, soakModelOf, thresholdsAt } from "./soak-count.ts";
import { earsOf } from "./soak-ears.ts";
import { createFileReceiver } from "./soak-file.ts";
import { listenLive, type LiveListening } from "./soak-live.ts";
import { type Reading, readFile, readKept } from "./soak-reading.ts";
import { type Progress, soakView } from "./soak-view.ts";
import { noModel, type Transfer } from "./transfer.ts";
import type { WearCheck } from "./wear.ts";

export interface Soak {
  readonly running: Feed<SoakingView>;
  view(personId: string): Feed<SoakView>;
  /** Answers as soon as it runs. @throws BeckonError `soak-runs`, `no-model`. */
  start(personId: string, source: "live" | "kept", said: SoakSaid): Promise<void>;
  say(personId: string, said: SoakSaid): Promise<void>;
  stop(): Promise<void>;
  /** Ends it if it is this person's. */
  leave(personId: string): Promise<void>;
  /** A file that comes from the window. @throws BeckonError as `start`, `soak-sound-only`, `soak-file-broken`, `disk-full`. */
  beginFile(personId: string, said: SoakSaid, name: string, bytes: number): Promise<void>;
  addToFile(part: Uint8Array): Promise<void>;
  endFile(): Promise<void>;
  /** @throws BeckonError `soak-event-unknown`. */
  mark(personId: string, eventId: string, mark: SoakMark | null): Promise<void>;
  listen(personId: string, eventId: string): Promise<{ rateHz: number; pcmBase64: string }>;
  /** Gives the model other thresholds. @param steps by label. */
  setSureness(personId: string, steps: Readonly<Record<string, number>>): Promise<void>;
  /** Takes up what an earlier start of Beckon was listening to. */
  resume(): Promise<void>;
  /** Ends for now; {@link resume} takes it up again. */
  close(): Promise<void>;
}

export interface SoakParts {
  readonly folder: string;
  readonly vault: Vault;
  readonly people: People;
  readonly hearing: Hearing;
  readonly sensing: Sensing;
  readonly recorder: Recorder;
  readonly wear: WearCheck;
  readonly transfer: Transfer;
  readonly live: LiveService;
  readonly log: (error: unknown) => void;
}

const OFF: Progress = {
  personId: null,
  state: "off",
  source: null,
  said: "other",
  doneSeconds: 0,
  ofSeconds: null,
  fault: null,
};
const GOES_ON = "soak";
const goesOn = z.object({ personId: z.string(), said: soakSaid });

export function createSoak(parts: SoakParts): Soak {
  const { folder, vault, people, recorder, wear, transfer, live, log } = parts;
  const progress = createValue<Progress>(OFF);
  // What a command does sets its limit, and training changes everything.
  const questions = createQuestions(
    (personId) => soakView(vault, personId, progress.get()),
    log,
    people.person,
  );
  const receiver = createFileReceiver(folder);
  /** Of the file that is coming. */
  let coming: { readonly personId: string; readonly said: SoakSaid } | undefined;
  let running: { end(): Promise<void> } | undefined;

  const refresh = (personId: string): void => {
    questions.refresh(personId);
    people.changed(personId);
  };
  progress.subscribe(() => {
    questions.refreshAll();
  });

  async function modelOf(personId: string): Promise<{ person: WholePerson; model: SoakModel }> {
    const person = await people.whole(personId);
    const model = person.model === null ? undefined : await soakModelOf(vault, personId);
    if (model === undefined) throw noModel();
    return { person, model };
  }
  // Two windows may press at once.
  let last: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
  const mustBeFree = (): void => {
    if (running === undefined) return;
    throw inputError("soak-runs", "Listening", "goes on already.", "Stop it first.");
  };
  const fail = (error: unknown): void => {
    const fault = faultView(error);
    if (fault.code === "unexpected") log(error);
    progress.change({ state: "off", source: null, fault });
  };

  async function startLive(personId: string, said: SoakSaid): Promise<void> {
    const { person, model } = await modelOf(personId);
    await vault.setSetting(GOES_ON, JSON.stringify({ personId, said }));
    let { scoring } = model;
    let modelId = person.model?.view.modelId;
    const listenTo = (heard: SoakModel): LiveListening =>
      listenLive(vault, personId, heard, progress.get().said, () => {
        refresh(personId);
        follow().catch(fail);
      });
    /** A model that was trained anew scores otherwise: from then on it is the one that listens. */
    const follow = async (): Promise<void> => {
      const now = await vault.person(personId);
      if (now === undefined || now.model?.view.modelId === modelId) return;
      modelId = now.model?.view.modelId;
      const next = await soakModelOf(vault, personId);
      if (next === undefined || next.scoring === scoring || running !== mine) return;
      // Who moves instead of speaking is not heard by the same ears.
      if (next.description.signal !== model.description.signal) return stop();
      scoring = next.scoring;
      const old = listening;
      listening = listenTo(next);
      await old.close();
    };
    progress.set({ ...OFF, personId, state: "waiting", source: "live", said });
    let listening = listenTo(model);
    const ears = earsOf(model.description.signal, personId, parts.hearing, parts.sensing);
    let works = false;
    /** Whose commands are heard now, or who needs the wearable. */
    const busy = { recorder: false, wear: false, transfer: false, live: false };
    const settle = (): void => {
      if (running !== mine) return;
      const held = Object.values(busy).includes(true);
      const state = held ? "held" : works ? "listening" : "waiting";
      const before = progress.get().state;
      if (state === before) return;
      progress.change({ state });
      if (before === "held") ears.regain();
      if (state !== "listening") listening.rest().catch(fail);
    };
    const occupied = (by: keyof typeof busy, is: boolean): void => {
      busy[by] = is;
      settle();
    };
    const ends: (() => void)[] = [];
    const mine = {
      async end(): Promise<void> {
        for (const end of ends) end();
        ears.letGo();
        await listening.close();
      },
    };
    running = mine;
    ends.push(
      recorder.view.subscribe(({ phase }) => occupied("recorder", phase !== "idle" && phase !== "done")),
      wear.of(personId).subscribe(({ state }) => occupied("wear", state === "asking")),
      transfer.view.subscribe(({ state }) =>
        occupied("transfer", state === "sending" || state === "verifying"),
      ),
      live.view.subscribe(({ state }) => occupied("live", ears.taken(state))),
      ears.works((now) => {
        works = now;
        settle();
      }),
      ears.listen(async (values) => {
        if (progress.get().state !== "listening" || running !== mine) return;
        try {
          await listening.hear(values);
        } catch (error) {
          // On a full disk stopping fails too; what is said is why it had to stop.
          await stop().catch(() => {});
          fail(error);
        }
      }),
    );
    say = (next) => listening.say(next);
  }
  let say = (_: SoakSaid): Promise<void> => Promise.resolve();

  function startReading(
    personId: string,
    model: SoakModel,
    source: "kept" | "file",
    said: SoakSaid,
    read: (reading: Reading) => Promise<number>,
  ): void {
    const stopping = new AbortController();
    const onSaved: Reading["onSaved"] = (doneSeconds, ofSeconds) => {
      progress.change({ doneSeconds, ofSeconds });
    };
    progress.set({ ...OFF, personId, state: "reading", source, said });
    const done = read({ vault, personId, model, stop: stopping.signal, onSaved })
      .finally(async () => {
        // Before the screen says that it is over: then another one may begin.
        if (source === "file") await receiver.remove();
        if (running === mine) running = undefined;
      })
      .then(
        (seconds) => {
          progress.change({ state: "off", source: null });
          if (seconds > 0) return;
          const problem = "was listened to before; nothing is counted twice.";
          fail(
            inputError(
              "soak-heard",
              source === "file" ? "this file" : "every recording",
              problem,
              "Take another one.",
            ),
          );
        },
        (error: unknown) => {
          if (!stopping.signal.aborted) return fail(error);
          progress.change({ state: "off", source: null });
        },
      )
      .finally(() => refresh(personId))
      .catch(log);
    const mine = {
      end(): Promise<void> {
        stopping.abort();
        return done;
      },
    };
    running = mine;
  }

  async function stop(): Promise<void> {
    const old = running;
    running = undefined;
    coming = undefined;
    const { personId } = progress.get();
    try {
      await old?.end();
      await vault.setSetting(GOES_ON, "");
    } finally {
      progress.change({ state: "off", source: null });
      if (personId !== null) refresh(personId);
    }
  }

  return {
    running: {
      subscribe: (listener) =>
        progress.subscribe(({ personId, state, source }) => listener({ personId, state, source })),
    },
    view: questions.of,
    start: (personId, source, said) =>
      inTurn(async () => {
        mustBeFree();
        if (source === "live") return startLive(personId, said);
        const { person, model } = await modelOf(personId);
        const trainedAt = person.model?.view.trainedAt ?? 0;
        startReading(personId, model, source, said, (reading) => readKept(reading, trainedAt));
      }),
    async say(personId, said) {
      if (progress.get().personId !== personId || progress.get().source !== "live") return;
      await say(said);
      progress.change({ said });
      await vault.setSetting(GOES_ON, JSON.stringify({ personId, said }));
    },
    stop: () => inTurn(stop),
    leave: (personId) =>
      inTurn(async () => {
        if (progress.get().personId === personId) await stop();
      }),
    async beginFile(personId, said, name, bytes) {
      mustBeFree();
      const { model } = await modelOf(personId);
      if (model.description.signal !== "sound") {
        const problem = "feels movement, and a file holds sound.";
        throw inputError("soak-sound-only", "this model", problem, "Let it feel daily life itself.");
      }
      await receiver.begin(name, bytes);
      coming = { personId, said };
    },
    async addToFile(part) {
      try {
        await receiver.add(part);
      } catch (error) {
        coming = undefined;
        throw error;
      }
    },
    endFile: () =>
      inTurn(async () => {
        const from = coming;
        coming = undefined;
        const file = await receiver.end();
        if (from === undefined) return receiver.remove();
        mustBeFree();
        const { personId, said } = from;
        const { model } = await modelOf(personId);
        startReading(personId, model, "file", said, (reading) => readFile(reading, file, said));
      }),
    async mark(personId, eventId, mark) {
      if (!(await vault.markSoak(personId, eventId, mark))) throw eventUnknown();
      refresh(personId);
    },
    async listen(personId, eventId) {
      const pcm = await vault.soakSound(personId, eventId);
      if (pcm === undefined) throw eventUnknown();
      const bytes = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
      return { rateHz: SOUND_RATE_HZ, pcmBase64: bytes.toString("base64") };
    },
    async setSureness(personId, steps) {
      const { person, model } = await modelOf(personId);
      const wanted = thresholdsAt(model, (label) => steps[label]);
      const { classes } = model.description;
      const thresholds = classes.map(({ label, threshold }) => wanted.get(label) ?? threshold);
      const image = withThresholds(model.image, thresholds);
      const { modelId } = readImage(image);
      const { view } = person.model!;
      if (modelId === view.modelId) return;
      await vault.changeModel(personId, { ...view, modelId }, { image, learned: model.learned });
      await vault.addReceipt(personId, Date.now(), "sureness", modelId, { before: view.modelId, steps });
      refresh(personId);
    },
    resume: () =>
      inTurn(async () => {
        await receiver.remove();
        const said = await vault.setting(GOES_ON);
        if (said === null || said === "") return;
        const known = goesOn.safeParse(JSON.parse(said));
        if (!known.success) return;
        const person = await vault.person(known.data.personId);
        if (person === undefined || person.model === null) return;
        await startLive(known.data.personId, known.data.said);
      }),
    async close() {
      const old = running;
      running = undefined;
      await old?.end();
      await receiver.remove();
    },
  };
}

function eventUnknown(): BeckonError {
  return inputError("soak-event-unknown", "this moment", "is not kept any more.", "Choose another one.");
}
