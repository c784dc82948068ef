/** One thread's share of an evaluation: some people, all of their takes and everyday recordings. */
import { basename, resolve } from "node:path";
import { createEngine } from "../../firmware-gen/engine/engine.ts";
import { readFolder } from "../recordings/folder.ts";
import { backgroundReport, watchFolder, watchOwn } from "./background.ts";
import type { EvaluateProgress, Plan } from "./options.ts";
import { type Heard, hearPerson } from "./person.ts";
import type { PersonReport } from "./report.ts";
import { Stopwatch } from "./test-takes.ts";

export interface Share {
  readonly kind: "sound" | "motion" | null;
  readonly people: readonly PersonReport[];
  readonly skipped: readonly { readonly person: string; readonly reason: string }[];
  readonly modelIds: readonly string[];
  readonly signalSeconds: number;
  readonly wallSeconds: number;
}

/** Training is most of the work where there are no everyday recordings. */
const TRAINING_SHARE = 0.6;

export async function evaluateSome(
  plan: Plan,
  people: readonly string[],
  onProgress: (progress: EvaluateProgress) => void,
  signal?: AbortSignal,
): Promise<Share> {
  const engine = await createEngine();
  const watch = new Stopwatch();
  const { takes } = await readFolder(plan.recordings);
  const heard: Heard[] = [];
  const skipped: { person: string; reason: string }[] = [];
  for (const [index, person] of people.entries()) {
    onProgress({ stage: "train", name: person, done: (TRAINING_SHARE * index) / people.length });
    const result = await hearPerson(engine, person, takes, plan, watch, signal);
    if (typeof result === "string") skipped.push({ person, reason: result });
    else heard.push(result);
  }
  const backgrounds = heard.map((one) =>
    one.everyday.length === 0
      ? []
      : [{ folder: basename(resolve(plan.recordings)), ...watchOwn(engine, one, watch) }],
  );
  const folders = heard.length === 0 ? [] : (plan.background ?? []);
  for (const [f, dir] of folders.entries()) {
    const watched = await watchFolder(engine, dir, heard, watch, (row, index, count) => {
      signal?.throwIfAborted();
      const part = (f + index / count) / folders.length;
      onProgress({ stage: "background", name: row.path, done: TRAINING_SHARE + (1 - TRAINING_SHARE) * part });
    });
    watched.forEach((one, p) => backgrounds[p]!.push({ folder: basename(resolve(dir)), ...one }));
  }
  return {
    kind: heard[0]?.trained.enrolment.signal ?? null,
    people: heard.map(({ report }, p) => withBackground(report, backgrounds[p]!)),
    skipped,
    modelIds: heard.map(({ trained }) => trained.report.modelId),
    signalSeconds: watch.signalSeconds,
    wallSeconds: watch.wallSeconds,
  };
}

function withBackground(
  report: Heard["report"],
  watched: readonly { readonly folder: string; readonly hours: number; readonly wrong: number }[],
): PersonReport {
  const hours = watched.reduce((sum, one) => sum + one.hours, 0);
  const wrong = watched.reduce((sum, one) => sum + one.wrong, 0);
  return {
    ...report,
    background: watched.map(({ folder, ...rest }) => backgroundReport(folder, rest)),
    wrongPerHour: hours > 0 ? wrong / hours : null,
    backgroundHours: hours,
  };
}
