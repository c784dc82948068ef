/** From a person's takes to their model: in a thread that can be stopped, judged before it is kept. */
import { inputError } from "../../../common/errors.ts";
import { compareInThread } from "../../../models/evaluation/compare-in-thread.ts";
import { trainInThread } from "../../../models/training/train-in-thread.ts";
import type { TrainProgress } from "../../../models/training/train.ts";
import type { TrainingView } from "../../contract/values.ts";
import type { Vault } from "../../vault/vault.ts";
import { evidenceOf, keptOf } from "./evidence.ts";
import { faultView } from "./faults.ts";
import { createValue, type Feed } from "./feed.ts";
import type { Learning } from "./learning.ts";
import { learnedFrom } from "../../vault/learned-from.ts";
import type { People } from "./people.ts";
import { countWrong, modelViewOf } from "./result.ts";
import { heldAmong } from "./vault-takes.ts";

export interface Training {
  readonly view: Feed<TrainingView>;
  /**
   * Answers as soon as it runs. A first model is used at once; a later one is too if it is not worse than the
   * one in use and `ask` is false, and is offered otherwise.
   *
   * @throws BeckonError `training-runs`, `no-takes`.
   */
  start(personId: string, ask: boolean): Promise<void>;
  cancel(): void;
  /** Ends what is learned from this person, who goes. */
  leave(personId: string): Promise<void>;
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

export function createTraining(
  vault: Vault,
  people: People,
  learning: Learning,
  log: (error: unknown) => void,
): Training {
  const view = createValue<TrainingView>(IDLE);
  let running:
    | { readonly personId: string; readonly stop: AbortController; readonly done: Promise<void> }
    | undefined;

  async function work(personId: string, ask: boolean, stop: AbortSignal): Promise<void> {
    const person = await people.whole(personId);
    const current = (await vault.modelsOf(personId)).find(({ state }) => state === "current");
    const before = current === undefined ? undefined : await vault.trainedModel(personId, current.key);
    const evidence = await evidenceOf(vault, personId);
    const { takes, background, mistakes, unseen } = evidence;
    stop.throwIfAborted();
    view.change({ stage: "features", progress: 0.02 });
    let told = 0;
    const { image, report } = await trainInThread({
      takes: [...takes, ...background],
      held: heldAmong(
        person.commands,
        takes.map(({ label, samples }) => ({ label, signal: samples.signal })),
      ),
      mistakes,
      seed: SEED,
      signal: stop,
      onProgress({ stage, done }) {
        told = Math.max(told, 0.02 + done * (TRAINING_SHARE - 0.02));
        view.change({ stage: STAGES[stage], progress: told });
      },
    });
    view.change({ stage: "choosing", progress: TRAINING_SHARE });
    const counted = await countWrong(image, unseen, stop);
    const now = { image, heard: report.heard };
    const comparison =
      before === undefined ? null : await compareInThread({ kept: keptOf(evidence), before, now }, stop);
    const result = modelViewOf(report, counted, Date.now());
    stop.throwIfAborted();
    const trained = { ...now, view: result, learnedFrom: learnedFrom(person), comparison };
    const use = comparison === null || (!ask && comparison.verdict !== "worse");
    await vault.addModel(personId, trained, use);
    people.changed(personId);
    learning.changed(personId);
  }

  return {
    view,
    async start(personId, ask) {
      if (running !== undefined) {
        const problem = "A training is running already.";
        throw inputError("training-runs", "Training", problem, "Wait for its end, or cancel it.");
      }
      const stop = new AbortController();
      const started = Promise.withResolvers<void>();
      running = { personId, stop, done: started.promise };
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
      void work(personId, ask, stop.signal)
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
    async leave(personId) {
      if (running?.personId !== personId) return;
      running.stop.abort();
      await running.done;
    },
    async close() {
      running?.stop.abort();
      await running?.done;
    },
  };
}
