/** What the training found out, as the result screen shows it: counts of the person's own takes, nothing smoothed. */
import { rateInterval } from "../../../models/evaluation/intervals.ts";
import { runThread } from "../../../models/training/thread.ts";
import type { TrainReport } from "../../../models/training/train.ts";
import type { CommandResult, FaultView, ModelView } from "../../contract/values.ts";
import { TAKES_WANTED } from "./people.ts";

export interface CountJob {
  readonly image: Uint8Array;
  /** Everyday sound that training has not seen, 16 kHz. */
  readonly everyday: readonly Int16Array[];
}

/** Events where no command was given. */
export interface Counted {
  readonly hours: number;
  /** By the command they were taken for. */
  readonly wrong: Readonly<Record<string, number>>;
}

/** In a thread of its own: an hour of sound takes seconds. @throws the signal's reason when stopped. */
export function countWrong(
  image: Uint8Array,
  everyday: readonly Int16Array[],
  stop: AbortSignal,
): Promise<Counted> {
  const job: CountJob = { image, everyday };
  return runThread<Counted, never>(new URL("./count-worker.ts", import.meta.url), job, () => {}, stop);
}

/**
 * @param takes number of takes of each command.
 * @param now ms since 1970.
 */
export function modelViewOf(
  report: TrainReport,
  counted: Counted,
  takes: ReadonlyMap<string, number>,
  now: number,
): ModelView {
  const { labels, heardAs } = report.confusion;
  const results = labels.map((label, i): CommandResult => {
    const row = heardAs[i]!;
    const tested = row.reduce((sum, count) => sum + count, 0);
    const heard = row[i]!;
    const [other, count] = mostConfused(row, i);
    const wrong = counted.wrong[label] ?? 0;
    const few = (takes.get(label) ?? 0) < TAKES_WANTED;
    return {
      label,
      tested,
      heard,
      confusedWith: count > 0 ? labels[other]! : null,
      advice: adviceFor({ errors: tested - heard, confused: count, wrong, few }),
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

/** What would help most. */
function adviceFor(found: {
  errors: number;
  confused: number;
  wrong: number;
  few: boolean;
}): CommandResult["advice"] {
  const { errors, confused, wrong, few } = found;
  if (wrong > 0) return "soundsLikeTalk";
  if (errors === 0) return few ? "moreTakes" : "none";
  if (confused * 2 > errors) return "tooAlike";
  return few ? "moreTakes" : "unsteady";
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
