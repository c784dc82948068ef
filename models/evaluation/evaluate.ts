/**
 * How well models of everybody in a folder hear their commands, and how often
 * they hear one where there is none (DESIGN §9). The int8 runtime alone decides.
 */
import { usageError } from "../../common/errors.ts";
import { isCommand, type ManifestRow, readManifest } from "../recordings/manifest.ts";
import { runThread } from "../training/thread.ts";
import { refuseBankRecordings } from "./bank-check.ts";
import type { EvaluateOptions, EvaluateProgress, Plan } from "./options.ts";
import { type EvaluationReport, evaluationReport, type PersonReport } from "./report.ts";
import type { Share } from "./some-people.ts";
import { STRESSES_OF } from "./stress.ts";

/**
 * @throws BeckonError where a folder cannot be read, names nobody or holds a recording of the shipped bank, or
 * a setting is out of range; the signal's reason when cancelled.
 */
export async function evaluate(options: EvaluateOptions): Promise<EvaluationReport> {
  const { onProgress, signal, threads = 2, ...plan } = options;
  checkPlan(plan);
  const listed = await readManifest(plan.recordings);
  const rows = listed.filter(isCommand);
  const names = [...new Set(rows.map(({ person }) => person))].filter(
    (n) => plan.person === undefined || n === plan.person,
  );
  if (names.length === 0) {
    throw usageError(
      "no-person",
      plan.person === undefined ? plan.recordings : `“${plan.person}”`,
      "there is nobody with takes of a command.",
      "Name a recordings folder whose manifest.csv lists takes of a person.",
    );
  }
  checkStress(plan, rows);
  // A wrong folder is told before minutes of training.
  const backgrounds = await Promise.all((plan.background ?? []).map((dir) => readManifest(dir)));
  await refuseBankRecordings([...listed, ...backgrounds.flat()]);
  const shares = await inThreads(plan, names, Math.max(1, threads), onProgress, signal);
  return summary(plan, names, shares);
}

function checkPlan(plan: Plan): void {
  if (!Number.isInteger(plan.enrol) || plan.enrol < 1) {
    throw usageError(
      "enrol-range",
      "--enrol",
      `it is ${plan.enrol}.`,
      "Give a whole number of takes, 1 or more.",
    );
  }
  if (plan.commands !== undefined && plan.commands.length === 0) {
    throw usageError("no-commands", "--commands", "it names none.", "Give labels with commas between them.");
  }
}

function checkStress({ stress }: Plan, rows: readonly ManifestRow[]): void {
  const kind = rows[0]?.kind;
  if (stress === undefined || kind === undefined || STRESSES_OF[kind].includes(stress)) return;
  throw usageError(
    "stress-signal",
    `--stress ${stress}`,
    `recordings of ${kind} cannot be changed so.`,
    `Choose one of: ${STRESSES_OF[kind].join(", ")}.`,
  );
}

async function inThreads(
  plan: Plan,
  names: readonly string[],
  threads: number,
  onProgress: ((progress: EvaluateProgress) => void) | undefined,
  signal: AbortSignal | undefined,
): Promise<Share[]> {
  const groups = Array.from({ length: Math.min(threads, names.length) }, (_, t) =>
    names.filter((_, i) => i % threads === t),
  );
  const done = groups.map(() => 0);
  let most = 0;
  return Promise.all(
    groups.map((people, t) =>
      runThread<Share, EvaluateProgress>(
        new URL("./worker.ts", import.meta.url),
        { plan, people },
        (progress) => {
          done[t] = progress.done;
          most = Math.max(most, done.reduce((sum, d) => sum + d, 0) / done.length);
          onProgress?.({ ...progress, done: most });
        },
        signal,
      ),
    ),
  );
}

function summary(plan: Plan, names: readonly string[], shares: readonly Share[]): EvaluationReport {
  const inOrder = <T extends { readonly person: string }>(items: readonly T[]): T[] =>
    [...items].sort((a, b) => names.indexOf(a.person) - names.indexOf(b.person));
  const people = inOrder(shares.flatMap((share) => share.people));
  const ids = new Map(
    shares.flatMap((share) => share.people.map((p, i) => [p.person, share.modelIds[i]!] as const)),
  );
  const wall = shares.reduce((sum, share) => sum + share.wallSeconds, 0);
  const streamed = shares.reduce((sum, share) => sum + share.signalSeconds, 0);
  return evaluationReport.parse({
    kind: shares.find(({ kind }) => kind !== null)?.kind ?? "sound",
    enrol: plan.enrol,
    seed: plan.seed ?? 1,
    runtime: "int8",
    modelIds: people.map(({ person }) => ids.get(person)),
    skipped: inOrder(shares.flatMap((share) => share.skipped)),
    people,
    mean: { errorRate: meanOf(people, "errorRate"), wrongPerHour: meanOf(people, "wrongPerHour") },
    worst: worstOf(people),
    realTimeFactor: wall > 0 ? streamed / wall : null,
  });
}

function meanOf(people: readonly PersonReport[], key: "errorRate" | "wrongPerHour"): number | null {
  const known = people.flatMap((person) => (person[key] === null ? [] : [person[key]]));
  return known.length === 0 ? null : known.reduce((sum, v) => sum + v, 0) / known.length;
}

/** The person with the most errors; of equal ones, the most wrong activations. */
function worstOf(people: readonly PersonReport[]): EvaluationReport["worst"] {
  const [worst] = people
    .filter(({ errorRate }) => errorRate !== null)
    .sort((a, b) => b.errorRate! - a.errorRate! || (b.wrongPerHour ?? 0) - (a.wrongPerHour ?? 0));
  return worst
    ? { person: worst.person, errorRate: worst.errorRate, wrongPerHour: worst.wrongPerHour }
    : { person: null, errorRate: null, wrongPerHour: null };
}
