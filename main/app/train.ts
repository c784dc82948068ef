/** Training as the app does it: in a thread of its own, so that nothing else waits, and to a file that is whole or not there. */
import { Worker } from "node:worker_threads";
import { BeckonError, type Fault, inputError, usageError } from "../../common/errors.ts";
import { isCommand, readManifest } from "../../models/recordings/manifest.ts";
import type { TrainReport } from "../../models/training/train.ts";
import { writeWholeFile } from "./files.ts";
import type { Progress } from "./progress.ts";

export interface TrainRequest {
  /** Recordings folder. */
  readonly recordings: string;
  /** May be left out where the folder holds one person only. */
  readonly person?: string | undefined;
  /** Only these; all of the person's if left out. */
  readonly commands?: readonly string[] | undefined;
  /** Folders whose recordings hold none of the commands. */
  readonly background: readonly string[];
  /** Only the first so many takes of each command, in the manifest's order. */
  readonly enrol?: number | undefined;
  /** Only the first half of the person's own everyday recordings, so that the rest can test; all if left out. */
  readonly halfOfEveryday?: boolean | undefined;
  readonly targetWrongPerHour?: number | undefined;
  readonly seed: number;
}

/** What train-worker.ts says. */
export type FromTraining =
  | { readonly kind: "progress"; readonly stage: string; readonly done: number }
  | { readonly kind: "done"; readonly image: Uint8Array; readonly report: TrainReport }
  | { readonly kind: "fault"; readonly fault: Fault };

const STAGES: Readonly<Record<string, string>> = {
  read: "Reading the recordings",
  enrol: "Looking at the takes",
  template: "Comparing takes",
  dense: "Training the network",
  image: "Building the image",
};

/**
 * Trains one person's model.
 *
 * @throws BeckonError as models/training/train.ts and the recordings' readers;
 *   the signal's reason when it is stopped.
 */
export async function trainModel(
  request: TrainRequest,
  progress: Progress,
  stop?: AbortSignal,
): Promise<{ image: Uint8Array; report: TrainReport }> {
  const person = await choosePerson(request.recordings, request.person);
  stop?.throwIfAborted();
  const worker = new Worker(new URL("./train-worker.ts", import.meta.url), {
    workerData: { ...request, person },
  });
  const end = Promise.withResolvers<{ image: Uint8Array; report: TrainReport }>();
  let stage = "read";
  worker.on("message", (message: FromTraining) => {
    switch (message.kind) {
      case "progress":
        if (message.stage !== stage) progress(STAGES[stage] ?? stage, 1, 1);
        stage = message.stage;
        return progress(STAGES[stage] ?? stage, message.done, 1);
      case "done":
        return end.resolve(message);
      case "fault":
        return end.reject(new BeckonError(message.fault));
    }
  });
  worker.on("error", (error) => end.reject(error));
  worker.on("exit", (code) => end.reject(new Error(`the training thread ended with ${code}`)));
  const cancel = (): void => end.reject(stop?.reason);
  stop?.addEventListener("abort", cancel, { once: true });
  try {
    return await end.promise;
  } finally {
    stop?.removeEventListener("abort", cancel);
    await worker.terminate();
  }
}

/** The same, into a file. */
export async function trainToFile(
  request: TrainRequest,
  out: string,
  progress: Progress,
  stop?: AbortSignal,
): Promise<TrainReport> {
  const { image, report } = await trainModel(request, progress, stop);
  writeWholeFile(out, image);
  return report;
}

async function choosePerson(recordings: string, person: string | undefined): Promise<string> {
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
