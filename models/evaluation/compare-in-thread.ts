/** An old and a new model on everything kept, in a thread of its own: an hour of sound takes seconds. */
import { runThread } from "../training/thread.ts";
import type { Comparison, Kept, KnownModel } from "./compare.ts";

export interface CompareJob {
  readonly kept: Kept;
  readonly before: KnownModel;
  readonly now: KnownModel;
}

/** @throws the signal's reason when stopped. */
export function compareInThread(job: CompareJob, signal?: AbortSignal): Promise<Comparison> {
  return runThread<Comparison, never>(new URL("./compare-worker.ts", import.meta.url), job, () => {}, signal);
}
