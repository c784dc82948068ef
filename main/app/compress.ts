/** The steps of compression compared on a folder of recordings, as a table. */
import { inputError } from "../../common/errors.ts";
import { type Compared, compareRecipes } from "../../models/compression/compare-recipes.ts";
import { readFolder } from "../../models/recordings/folder.ts";
import { choosePerson, splitTakes } from "./train.ts";
import type { Progress } from "./progress.ts";

export interface CompressRequest {
  readonly recordings: string;
  readonly person: string | undefined;
  /** First takes of each command that are used; all if left out. */
  readonly enrol: number | undefined;
  readonly seed: number;
}

/** One step of compression over all people; shares are of 1. */
export interface CompressRow {
  readonly step: string;
  /** Missed or confused of the takes left out, the worst person first. */
  readonly errors: readonly number[];
  /** Of sound or movement that is no command, what was taken for one. */
  readonly accepted: number;
  readonly bytes: number;
  readonly packedBytes: number;
  readonly macsPerSecond: number;
}

/** @throws BeckonError when the folder cannot be read or nobody in it can be judged. */
export async function compress(
  { recordings, person, enrol = Number.POSITIVE_INFINITY, seed }: CompressRequest,
  progress: Progress,
  stop: AbortSignal,
): Promise<CompressRow[]> {
  const { takes } = await readFolder(
    recordings,
    person === undefined ? {} : { person: await choosePerson(recordings, person) },
  );
  const people = [...Map.groupBy(takes, (take) => take.person).values()].map(
    (own) => splitTakes(own, enrol).enrolled,
  );
  const compared = await compareRecipes(people, {
    seed,
    onProgress: (done) => progress("Comparing", done, 1),
    signal: stop,
  });
  if (compared.length === 0) {
    const problem = "has nobody with two takes of every command.";
    throw inputError("no-takes", recordings, problem, "Record at least two takes of each command.");
  }
  return compared.map(rowOf);
}

function rowOf({ step, trials, weight }: Compared): CompressRow {
  const sum = (of: (trial: (typeof trials)[number]) => number): number =>
    trials.reduce((total, trial) => total + of(trial), 0);
  return {
    step,
    errors: trials.map(({ missed, confused, tested }) => (missed + confused) / tested).sort((a, b) => b - a),
    accepted: sum(({ accepted }) => accepted) / sum(({ others }) => others),
    ...weight,
  };
}

/** @param rows at least one. */
export function compressTable(rows: readonly CompressRow[]): string[] {
  const percent = (share: number): string => (100 * share).toFixed(1);
  const mean = (shares: readonly number[]): number => shares.reduce((a, b) => a + b, 0) / shares.length;
  return [
    "| step | missed or confused, mean / worst person, % | no command, accepted, % | bytes | packed | multiplications a second |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows.map(({ step, errors, accepted, bytes, packedBytes, macsPerSecond }) =>
      [
        "",
        step,
        `${percent(mean(errors))} / ${percent(errors[0]!)}`,
        percent(accepted),
        bytes,
        packedBytes,
        macsPerSecond,
        "",
      ]
        .join(" | ")
        .trim(),
    ),
  ];
}
