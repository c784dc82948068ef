/** The page of results: everybody in a folder of data, or the sample person. */
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { inputError } from "../../common/errors.ts";
import { type Listener, LISTENERS } from "../../models/evaluation/results/cases.ts";
import { openKeep } from "../../models/evaluation/results/keep.ts";
import { measure } from "../../models/evaluation/results/measure.ts";
import { resultsPage } from "../../models/evaluation/results/page.ts";
import { setsIn, setsOfSample } from "../../models/evaluation/results/sets.ts";
import { SAMPLE_SOUND } from "./demo.ts";
import type { Progress } from "./progress.ts";

export { LISTENERS };

export interface ResultsRequest {
  /** Folder of sets (models/evaluation/results/sets.ts); the sample person if left out. */
  readonly data: string | undefined;
  /** File of what was measured already. */
  readonly keep: string | undefined;
  /** Only these sets. */
  readonly sets: readonly string[] | undefined;
  /** Takes of each command that train, besides five. */
  readonly enrols: readonly number[] | undefined;
  /** Takes as they are only. */
  readonly plain: boolean;
  /** Only these ways to recognise, of {@link LISTENERS}. */
  readonly listeners: readonly Listener[] | undefined;
  /** The first set, five takes. */
  readonly quick: boolean;
  readonly seed: number;
  readonly threads: number;
}

/**
 * @returns the page, Markdown.
 * @throws BeckonError where there is no set, or a recording cannot be used; the signal's reason when stopped.
 */
export async function measureResults(
  request: ResultsRequest,
  progress: Progress,
  stop: AbortSignal,
): Promise<string> {
  const { data, quick, enrols, listeners } = request;
  const there = data === undefined ? setsOfSample(dirname(SAMPLE_SOUND)) : setsIn(data);
  const wanted = there.filter(({ name }) => request.sets?.includes(name) ?? true);
  if (wanted.length === 0) {
    throw inputError(
      "no-sets",
      data !== undefined && existsSync(data) ? data : (data ?? "the sample"),
      `there is none of the sets that a page of results is made of${request.sets ? ` and that you asked for` : ""}.`,
      there.length > 0
        ? `Choose from: ${there.map(({ name }) => name).join(", ")}.`
        : "Name the folder that holds digits, commands, phone-words or motion.",
    );
  }
  const measured = await measure({
    sets: quick ? wanted.slice(0, 1) : wanted,
    extent: { quick, plain: request.plain, ...(enrols && { enrols }), ...(listeners && { listeners }) },
    seed: request.seed,
    threads: request.threads,
    keep: openKeep(request.keep),
    onProgress: (done, of) => progress(`Measuring, step ${done} of ${of}`, Math.min(done, of - 0.5), of),
    signal: stop,
  });
  progress("Measuring", 1, 1);
  return resultsPage(measured, { sample: data === undefined, command: commandOf(request) });
}

/** The call that makes the same page again, without the places of files. */
function commandOf({ data, sets, enrols, listeners, plain, quick, seed }: ResultsRequest): string {
  return [
    "beckon results",
    ...(data === undefined ? [] : ["--data FOLDER"]),
    ...(sets ? [`--sets ${sets.join(",")}`] : []),
    ...(enrols ? [`--enrol ${enrols.join(",")}`] : []),
    ...(listeners ? [`--listeners ${listeners.join(",")}`] : []),
    ...(plain ? ["--plain"] : []),
    ...(quick ? ["--quick"] : []),
    ...(seed === 1 ? [] : [`--seed ${seed}`]),
  ].join(" ");
}
