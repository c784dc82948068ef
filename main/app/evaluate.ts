/** The evaluation, with its progress in one bar. */
import { evaluate } from "../../models/evaluation/evaluate.ts";
import type { EvaluateOptions } from "../../models/evaluation/options.ts";
import { STRESSES } from "../../models/evaluation/stress.ts";
import { HEAD_KINDS } from "../../models/training/model.ts";
import type { EvaluationReport } from "../../models/evaluation/report.ts";
import type { Progress } from "./progress.ts";

export type { EvaluationReport };
export { HEAD_KINDS, STRESSES };
export type EvaluationRequest = Omit<EvaluateOptions, "onProgress" | "signal">;

/** @throws BeckonError; the signal's reason when stopped. */
export async function evaluateFolder(
  request: EvaluationRequest,
  progress: Progress,
  stop: AbortSignal,
): Promise<EvaluationReport> {
  const report = await evaluate({
    ...request,
    signal: stop,
    onProgress: ({ done }) => progress("Evaluating", Math.min(done, 0.999), 1),
  });
  progress("Evaluating", 1, 1);
  return report;
}
