/** What the training found out, as the result screen shows it: counts of the person's own takes, nothing smoothed. */
import type { Samples } from "../../../common/street.ts";
import type { Advice } from "../../../models/adviser/advice.ts";
import { rateInterval } from "../../../models/evaluation/intervals.ts";
import { runThread } from "../../../models/training/thread.ts";
import type { TrainReport } from "../../../models/training/train.ts";
import type { CommandResult, FaultView, ModelView } from "../../contract/values.ts";

export interface CountJob {
  readonly image: Uint8Array;
  /** Everyday recordings that training has not seen. */
  readonly everyday: readonly Samples[];
}

/** Events where no command was given. */
export interface Counted {
  readonly hours: number;
  /** By the command they were taken for. */
  readonly wrong: Readonly<Record<string, number>>;
}

/** In a thread of its own: an hour takes seconds. @throws the signal's reason when stopped. */
export function countWrong(
  image: Uint8Array,
  everyday: readonly Samples[],
  stop: AbortSignal,
): Promise<Counted> {
  const job: CountJob = { image, everyday };
  return runThread<Counted, never>(new URL("./count-worker.ts", import.meta.url), job, () => {}, stop);
}

/** @param now ms since 1970. */
export function modelViewOf(report: TrainReport, counted: Counted, now: number): ModelView {
  const { labels, heardAs } = report.confusion;
  const results = labels.map((label, i): CommandResult => {
    const row = heardAs[i]!;
    const tested = row.reduce((sum, count) => sum + count, 0);
    const heard = row[i]!;
    const [other, count] = mostConfused(row, i);
    const wrong = counted.wrong[label] ?? 0;
    return {
      label,
      tested,
      heard,
      confusedWith: count > 0 ? labels[other]! : null,
      advice: adviceFor(label, wrong, report.advice),
    };
  });
  const wrong = Object.values(counted.wrong).reduce((sum, count) => sum + count, 0);
  return {
    modelId: report.modelId,
    trainedAt: now,
    head: report.head,
    imageBytes: report.imageBytes,
    arenaBytes: report.arenaBytes,
    trainSeconds: report.trainSeconds,
    commands: results.sort((a, b) => share(a) - share(b)),
    labels: [...labels],
    confusion: heardAs.map((row) => [...row]),
    everyday: { hours: counted.hours, wrong, upperPerHour: rateInterval(wrong, counted.hours)?.[1] ?? null },
    warnings: report.warnings.map(warningView),
  };
}

/** What would help most: wrong activations that were counted come before what the takes foretell. */
function adviceFor(label: string, wrong: number, advice: readonly Advice[]): CommandResult["advice"] {
  const own = advice.filter(({ kind, commands }) =>
    kind === "alike" ? commands.some((command) => command === label) : commands[0] === label,
  );
  const has = (kind: Advice["kind"]): boolean => own.some((one) => one.kind === kind);
  if (wrong > 0 || has("like-talk")) return "soundsLikeTalk";
  const misheard = own.find(({ kind }) => kind === "misheard");
  if (has("alike") || misheard?.commands.length === 2) return "tooAlike";
  if (has("few-takes")) return "moreTakes";
  return has("unsteady") || misheard !== undefined ? "unsteady" : "none";
}

function mostConfused(row: readonly number[], own: number): [column: number, count: number] {
  let best: [number, number] = [own, 0];
  row.slice(0, -1).forEach((count, column) => {
    if (column !== own && count > best[1]) best = [column, count];
  });
  return best;
}

function share({ heard, tested }: CommandResult): number {
  return tested === 0 ? 1 : heard / tested;
}

/** The training's remarks are English sentences "thing: problem remedy"; the window shows them as they are. */
function warningView(text: string): FaultView {
  return { code: "training-warning", thing: "", problem: text, remedy: "" };
}
