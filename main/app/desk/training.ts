/** From a person's takes to their model: in a thread that can be stopped, judged before it is kept. */
import { inputError } from "../../../common/errors.ts";
import { BACKGROUND_LABEL, SOUND_RATE_HZ, type Take } from "../../../common/street.ts";
import { trainInThread } from "../../../models/training/train-in-thread.ts";
import type { TrainProgress } from "../../../models/training/train.ts";
import type { TrainingView } from "../../contract/values.ts";
import type { SoundRow } from "../../vault/rows.ts";
import type { Vault } from "../../vault/vault.ts";
import { faultView } from "./faults.ts";
import { createValue, type Feed } from "./feed.ts";
import { learnedFrom, type People } from "./people.ts";
import { countWrong, modelViewOf } from "./result.ts";

export interface Training {
  readonly view: Feed<TrainingView>;
  /** Answers as soon as it runs. @throws BeckonError `training-runs`, `no-takes`. */
  start(personId: string): Promise<void>;
  cancel(): void;
  close(): Promise<void>;
}

const IDLE: TrainingView = { state: "idle", personId: null, stage: "reading", progress: 0, fault: null };
const STAGES: Readonly<Record<TrainProgress["stage"], TrainingView["stage"]>> = {
  enrol: "features",
  embedding: "templates",
  template: "templates",
  dense: "network",
  image: "image",
};
/** Share of the whole that training takes; the rest is counting wrong activations. */
const TRAINING_SHARE = 0.95;
/** One model for one set of takes, whoever trains it when. */
const SEED = 1;

export function createTraining(vault: Vault, people: People, log: (error: unknown) => void): Training {
  const view = createValue<TrainingView>(IDLE);
  let running: { readonly stop: AbortController; readonly done: Promise<void> } | undefined;

  async function work(personId: string, stop: AbortSignal): Promise<void> {
    const person = await people.whole(personId);
    const takes = (await vault.takesOf(personId)).map((row) => takeOf(personId, row));
    const everyday = halves(await vault.everydayOf(personId));
    const background = everyday.map(({ learn }) => takeOf(personId, learn));
    stop.throwIfAborted();
    view.change({ stage: "features", progress: 0.02 });
    let told = 0;
    const { image, report } = await trainInThread({
      takes: [...takes, ...background],
      seed: SEED,
      signal: stop,
      onProgress({ stage, done }) {
        told = Math.max(told, 0.02 + done * (TRAINING_SHARE - 0.02));
        view.change({ stage: STAGES[stage], progress: told });
      },
    });
    view.change({ stage: "choosing", progress: TRAINING_SHARE });
    const counted = await countWrong(
      image,
      everyday.map(({ test }) => test),
      stop,
    );
    const model = modelViewOf(report, counted, takesPerLabel(takes), Date.now());
    stop.throwIfAborted();
    await vault.addModel(personId, model, learnedFrom(person), image);
    people.changed(personId);
  }

  return {
    view,
    async start(personId) {
      if (running !== undefined) {
        const problem = "A training is running already.";
        throw inputError("training-runs", "Training", problem, "Wait for its end, or cancel it.");
      }
      const stop = new AbortController();
      const started = Promise.withResolvers<void>();
      running = { stop, done: started.promise };
      try {
        const { commands } = await people.whole(personId);
        if (!commands.some(({ takes }) => takes.length > 0)) {
          throw inputError(
            "no-takes",
            "Training",
            "There is no take of any command yet.",
            "Record some first.",
          );
        }
      } catch (error) {
        running = undefined;
        started.resolve();
        throw error;
      }
      view.set({ ...IDLE, state: "running", personId });
      void work(personId, stop.signal)
        .then(
          () => view.change({ state: "done", stage: "image", progress: 1 }),
          (error: unknown) => {
            if (stop.signal.aborted) return view.change({ state: "cancelled" });
            const fault = faultView(error);
            if (fault.code === "unexpected") log(error);
            view.change({ state: "failed", fault });
          },
        )
        .finally(() => {
          running = undefined;
          started.resolve();
        });
    },
    cancel: () => running?.stop.abort(),
    async close() {
      running?.stop.abort();
      await running?.done;
    },
  };
}

function takeOf(person: string, { id, label, pcm }: SoundRow): Take {
  return {
    path: id,
    person,
    label: label === "" ? BACKGROUND_LABEL : label,
    session: 1,
    source: "Beckon",
    samples: { signal: "sound", pcm, originRateHz: SOUND_RATE_HZ },
    warnings: [],
  };
}

/** Each everyday recording's first half to learn from, its second half to be judged on. */
function halves(recordings: readonly SoundRow[]): { readonly learn: SoundRow; readonly test: Int16Array }[] {
  return recordings.map((row) => {
    const middle = row.pcm.length >> 1;
    return { learn: { ...row, pcm: row.pcm.slice(0, middle) }, test: row.pcm.slice(middle) };
  });
}

function takesPerLabel(takes: readonly Take[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { label } of takes) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}
