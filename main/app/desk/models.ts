/** One model in another's place: only what is not worse, unless the person says so, informed (DESIGN §11.6). */
import { inputError } from "../../../common/errors.ts";
import type { Comparison } from "../../../models/evaluation/compare.ts";
import { compareInThread } from "../../../models/evaluation/compare-in-thread.ts";
import type { CallInput } from "../../contract/contract.ts";
import type { TrainedModel } from "../../vault/rows.ts";
import type { Vault } from "../../vault/vault.ts";
import { evidenceOf, keptOf } from "./evidence.ts";
import type { Learning } from "./learning.ts";
import type { People } from "./people.ts";

export interface Models {
  /** A kept model against the one in use. @throws BeckonError `model-unknown`. */
  compare(personId: string, modelKey: number): Promise<Comparison>;
  /** The old one is kept. @throws BeckonError `model-unknown`, `model-worse`. */
  use(input: CallInput<"models.use">): Promise<void>;
  /** The offered one is kept too, but no longer offered. */
  decline(personId: string): Promise<void>;
  close(): void;
}

export function createModels(vault: Vault, people: People, learning: Learning): Models {
  const closing = new AbortController();

  async function both(personId: string, modelKey: number) {
    const current = (await vault.modelsOf(personId)).find(({ state }) => state === "current");
    const before = current === undefined ? undefined : await vault.trainedModel(personId, current.key);
    const now = await vault.trainedModel(personId, modelKey);
    if (before !== undefined && now !== undefined) return { before, now };
    throw inputError("model-unknown", "this model", "is not there any more.", "Choose another one.");
  }
  async function compared(personId: string, before: TrainedModel, now: TrainedModel): Promise<Comparison> {
    const kept = keptOf(await evidenceOf(vault, personId));
    return compareInThread({ kept, before, now }, closing.signal);
  }

  return {
    async compare(personId, modelKey) {
      const { before, now } = await both(personId, modelKey);
      return compared(personId, before, now);
    },
    async use({ personId, modelKey, overrule }) {
      const { before, now } = await both(personId, modelKey);
      const comparison = await compared(personId, before, now);
      if (comparison.verdict === "worse" && !overrule) {
        const problem = "hears some of what was kept worse than the one in use.";
        const remedy = "Keep the one in use, or say that you want this one all the same.";
        throw inputError("model-worse", "This model", problem, remedy);
      }
      await vault.useModel(personId, modelKey);
      await vault.addReceipt(personId, Date.now(), "replaced", now.view.modelId, {
        instead: before.view.modelId,
        comparison,
        overruled: comparison.verdict === "worse",
      });
      people.changed(personId);
      learning.changed(personId);
    },
    async decline(personId) {
      await vault.declineModel(personId);
      learning.changed(personId);
    },
    close: () => closing.abort(new Error("closed")),
  };
}
