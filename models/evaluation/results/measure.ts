/** Every person of every set in every case, and the everyday recordings through every model. */
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type ManifestRow, MANIFEST_NAME, readManifest } from "../../recordings/manifest.ts";
import { runThread } from "../../training/thread.ts";
import type { Watched } from "../background.ts";
import { refuseBankRecordings } from "../bank-check.ts";
import type { Case, CaseOutcome, EverydayJob, ListeningModel, PersonJob } from "./cases.ts";
import { fingerprint, type Keep, keyOf } from "./keep.ts";
import { type Everyday, type Extent, jobsOf, type ResultSet } from "./sets.ts";

export interface MeasureOptions {
  readonly sets: readonly ResultSet[];
  readonly extent: Extent;
  readonly seed: number;
  readonly threads: number;
  readonly keep: Keep;
  readonly onProgress: (done: number, of: number) => void;
  readonly signal?: AbortSignal;
}

/** One person in one case, with the everyday recordings of others by name. */
export interface MeasuredCase {
  readonly person: string;
  readonly asked: Case;
  readonly outcome: CaseOutcome;
  readonly everyday: Partial<Record<Everyday["name"], Watched>>;
}

export interface MeasuredSet {
  readonly set: ResultSet;
  readonly cases: readonly MeasuredCase[];
}

type Done = { readonly index: number; readonly outcome: CaseOutcome };

/** Short recordings of movement share a thread; one of sound has its own. */
const ROWS_OF_A_JOB = { sound: 1, motion: 60 };

/**
 * @throws BeckonError where a recording cannot be read or is one of the shipped bank; the signal's reason
 * when cancelled. What was done by then is kept.
 */
export async function measure(options: MeasureOptions): Promise<MeasuredSet[]> {
  const { sets, extent, seed } = options;
  const code = fingerprint();
  const folders = [...new Set(sets.flatMap((set) => [set.folder, ...set.everyday.map((one) => one.folder)]))];
  const rows = new Map<string, ManifestRow[]>();
  for (const folder of folders) rows.set(folder, await readManifest(folder));
  await refuseBankRecordings([...rows.values()].flat());
  const jobs = await Promise.all(sets.map((set) => jobsOf(set, extent, seed)));
  const pieces = new Map(
    sets.flatMap(({ signal, everyday }) =>
      everyday.map(({ folder }) => [folder, cut(rows.get(folder)!, signal)] as const),
    ),
  );
  const count = jobs.flat().reduce((sum, job) => sum + job.cases.length, 0);
  const of = count + [...pieces.values()].flat().length;
  let done = 0;
  const step = (by: number): void => options.onProgress((done += by), of);

  const outcomes = new Map<PersonJob, CaseOutcome[]>();
  await inTurn(jobs.flat(), options.threads, async (job) => {
    outcomes.set(job, await judged(job, options, code, step));
  });
  const heard = new Map<string, Watched>();
  await inTurn([...pieces], 1, async ([folder, parts]) => {
    const models = sets.flatMap((set, s) =>
      set.everyday.some((one) => one.folder === folder)
        ? jobs[s]!.flatMap((job) => outcomes.get(job)!.flatMap(modelOf))
        : [],
    );
    await inTurn(parts, options.threads, async (part) => {
      await watched(folder, part, models, options, code, heard);
      step(1);
    });
  });
  return sets.map((set, s) => ({
    set,
    cases: jobs[s]!.flatMap((job) =>
      job.cases.map((asked, c) => {
        const outcome = outcomes.get(job)![c]!;
        const [model] = modelOf(outcome);
        const everyday = set.everyday.flatMap(({ name, folder }) =>
          model ? [[name, heard.get(`${folder} ${model.id}`)!] as const] : [],
        );
        return { person: job.person, asked, outcome, everyday: Object.fromEntries(everyday) };
      }),
    ),
  }));
}

function modelOf(outcome: CaseOutcome): ListeningModel[] {
  return "result" in outcome ? [outcome.result.model] : [];
}

/** All cases of a person; those that are kept are not done again. */
async function judged(
  job: PersonJob,
  { keep, signal }: MeasureOptions,
  code: string,
  step: (by: number) => void,
): Promise<CaseOutcome[]> {
  const { set, person, seed } = job;
  const recordings = readFileSync(join(job.folder, MANIFEST_NAME), "utf8");
  const keys = job.cases.map((one) => keyOf(code, set, person, seed, recordings, portable(one)));
  const known = keys.map((key) => keep.get(key) as CaseOutcome | undefined);
  const missing = known.flatMap((outcome, i) => (outcome === undefined ? [i] : []));
  step(known.length - missing.length);
  if (missing.length > 0) {
    const asked = { ...job, cases: missing.map((i) => job.cases[i]!) };
    await runThread<null, Done>(
      WORKER,
      asked,
      ({ index, outcome }) => {
        const place = missing[index]!;
        known[place] = outcome;
        keep.set(keys[place]!, outcome);
        step(1);
      },
      signal,
    );
  }
  return known as CaseOutcome[];
}

/** A case without the places of its files. */
function portable(one: Case): unknown {
  return {
    ...one,
    conditions: one.conditions.map(({ noise, ...rest }) => ({ ...rest, noise: noise?.map(named) })),
  };
}

function named(file: string): string {
  return `${file.split(/[\\/]/).at(-1)} ${statSync(file).size}`;
}

const WORKER = new URL("./worker.ts", import.meta.url);

/** Adds what every model hears in a piece to `heard`, by folder and model. */
async function watched(
  folder: string,
  rows: readonly ManifestRow[],
  models: readonly ListeningModel[],
  { keep, signal }: MeasureOptions,
  code: string,
  heard: Map<string, Watched>,
): Promise<void> {
  const files = rows.map(({ path, file }) => [path, statSync(file).size]);
  const unique = [...new Map(models.map((model) => [model.id, model])).values()];
  const keyFor = ({ id }: ListeningModel): string => keyOf(code, id, files);
  const missing = unique.filter((model) => keep.get(keyFor(model)) === undefined);
  if (missing.length > 0) {
    const job: EverydayJob = {
      rows: rows.map(({ file, thing }) => ({ file, thing })),
      signal: missing[0]!.signal,
      models: missing,
    };
    const counts = await runThread<Watched[], never>(WORKER, job, () => undefined, signal);
    missing.forEach((model, m) => keep.set(keyFor(model), counts[m]));
  }
  for (const model of unique) {
    const { hours, wrong } = keep.get(keyFor(model)) as Watched;
    const at = `${folder} ${model.id}`;
    const before = heard.get(at) ?? { hours: 0, wrong: 0 };
    heard.set(at, { hours: before.hours + hours, wrong: before.wrong + wrong });
  }
}

function cut(rows: readonly ManifestRow[], signal: ResultSet["signal"]): ManifestRow[][] {
  const own = rows.filter(({ kind }) => kind === signal);
  const size = ROWS_OF_A_JOB[signal];
  return Array.from({ length: Math.ceil(own.length / size) }, (_, i) => own.slice(i * size, (i + 1) * size));
}

/** No more than `most` at once, in order. */
async function inTurn<T>(items: readonly T[], most: number, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < items.length) await work(items[next++]!);
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, one));
}
