/** Training as the app does it: recordings in, an image file out that is whole or not there. */
import { inputError, usageError } from "../../common/errors.ts";
import { BACKGROUND_LABEL, type Take } from "../../common/street.ts";
import { readFolder } from "../../models/recordings/folder.ts";
import { isCommand, readManifest } from "../../models/recordings/manifest.ts";
import type { TrainReport } from "../../models/training/train.ts";
import { type TrainedImage, trainInThread } from "../../models/training/train-in-thread.ts";
import { writeWholeFile } from "./files.ts";
import type { Progress } from "./progress.ts";

export interface TrainRequest {
  /** Recordings folder. */
  readonly recordings: string;
  /** May be left out where the folder holds one person only. */
  readonly person?: string | undefined;
  /** Only these; all of the person's if left out. */
  readonly commands?: readonly string[] | undefined;
  /** Of those, the ones that last as long as their sound. */
  readonly held?: readonly string[] | undefined;
  /** Folders whose recordings hold none of the commands. */
  readonly background: readonly string[];
  /** Only the first so many takes of each command, in the manifest's order. */
  readonly enrol?: number | undefined;
  readonly targetWrongPerHour?: number | undefined;
  readonly seed: number;
}

/** Takes to train with, gathered from the folders that the person named. */
export interface Gathered {
  readonly takes: readonly Take[];
  readonly warnings: readonly string[];
}

/** @throws BeckonError when a folder cannot be read, or the person is not in it. */
export async function gatherTakes(request: TrainRequest): Promise<Gathered> {
  const { recordings, background, enrol = Number.POSITIVE_INFINITY } = request;
  const person = await choosePerson(recordings, request.person);
  const own = await readFolder(recordings, { person });
  const takes = splitTakes(own.takes, enrol).enrolled;
  for (const folder of background) {
    for (const take of (await readFolder(folder)).takes) takes.push({ ...take, label: BACKGROUND_LABEL });
  }
  return { takes, warnings: own.warnings };
}

/** The first `enrol` takes of each command, and the others; whatever is no command goes with the first. */
export function splitTakes(takes: readonly Take[], enrol: number): { enrolled: Take[]; others: Take[] } {
  const counts = new Map<string, number>();
  const enrolled: Take[] = [];
  const others: Take[] = [];
  for (const take of takes) {
    const count = (counts.get(take.label) ?? 0) + 1;
    counts.set(take.label, count);
    (isCommand(take) && count > enrol ? others : enrolled).push(take);
  }
  return { enrolled, others };
}

const STAGES = {
  enrol: "Looking at the takes",
  embedding: "Comparing takes",
  template: "Comparing takes",
  dense: "Training the network",
  image: "Building the image",
} as const;

/**
 * Trains on the takes given, in a thread of its own.
 *
 * @throws BeckonError as models/training/train.ts; the signal's reason when it is stopped.
 */
export async function trainOn(
  { takes, warnings }: Gathered,
  { commands, held, targetWrongPerHour, seed }: Omit<TrainRequest, "recordings" | "background">,
  progress: Progress,
  stop: AbortSignal,
): Promise<TrainedImage> {
  let stage: keyof typeof STAGES = "enrol";
  const { image, report } = await trainInThread({
    takes,
    seed,
    ...(commands === undefined ? {} : { commands }),
    ...(held === undefined ? {} : { held }),
    ...(targetWrongPerHour === undefined ? {} : { targetWrongPerHour }),
    signal: stop,
    onProgress(now) {
      if (now.stage !== stage) progress(STAGES[stage], 1, 1);
      stage = now.stage;
      progress(STAGES[stage], now.done, 1);
    },
  });
  return { image, report: { ...report, warnings: [...warnings, ...report.warnings] } };
}

/** Recordings → image file. @throws BeckonError; then nothing has been written. */
export async function trainToFile(
  request: TrainRequest,
  out: string,
  progress: Progress,
  stop: AbortSignal,
): Promise<TrainReport> {
  progress("Reading the recordings", 0, 1);
  const gathered = await gatherTakes(request);
  progress("Reading the recordings", 1, 1);
  const { image, report } = await trainOn(gathered, request, progress, stop);
  writeWholeFile(out, image);
  return report;
}

export async function choosePerson(recordings: string, person: string | undefined): Promise<string> {
  const people = [...new Set((await readManifest(recordings)).filter(isCommand).map((row) => row.person))];
  if (people.length === 0) {
    const problem = "It holds no take of a command.";
    throw inputError("takes-missing", recordings, problem, "Record some, or name another folder.");
  }
  if (person === undefined && people.length === 1) return people[0]!;
  if (person === undefined) {
    const problem = `is missing: ${recordings} holds takes of ${people.length} people.`;
    throw usageError("cli-option", "--person", problem, `Choose one of: ${people.join(", ")}.`);
  }
  if (people.includes(person)) return person;
  const problem = `has no takes in ${recordings}.`;
  throw inputError("person-unknown", `"${person}"`, problem, `Choose one of: ${people.join(", ")}.`);
}
