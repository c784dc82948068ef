/** The training thread: reads the recordings, trains, and sends the image back. */
import { parentPort, workerData } from "node:worker_threads";
import { BeckonError } from "../../common/errors.ts";
import { BACKGROUND_LABEL, type Take } from "../../common/street.ts";
import { readFolder } from "../../models/recordings/folder.ts";
import { isCommand } from "../../models/recordings/manifest.ts";
import { train } from "../../models/training/train.ts";
import type { FromTraining, TrainRequest } from "./train.ts";

const port = parentPort;
if (port === null) throw new Error("train-worker.ts runs as a worker thread only");
const send = (message: FromTraining): void => port.postMessage(message);

try {
  const request = workerData as TrainRequest;
  const { recordings, person, commands, background, enrol, targetWrongPerHour, seed } = request;
  send({ kind: "progress", stage: "read", done: 0 });
  const own = await readFolder(recordings, person === undefined ? {} : { person });
  const takes = [
    ...firstTakes(own.takes, enrol ?? Number.POSITIVE_INFINITY, request.halfOfEveryday === true),
  ];
  for (const folder of background) {
    for (const take of (await readFolder(folder)).takes) takes.push({ ...take, label: BACKGROUND_LABEL });
  }
  const { image, report } = await train({
    takes,
    seed,
    ...(commands === undefined ? {} : { commands }),
    ...(targetWrongPerHour === undefined ? {} : { targetWrongPerHour }),
    onProgress: ({ stage, done }) => send({ kind: "progress", stage, done }),
  });
  send({ kind: "done", image, report: { ...report, warnings: [...own.warnings, ...report.warnings] } });
} catch (error) {
  // The class does not survive the way to the main thread; what it says does.
  if (!(error instanceof BeckonError)) throw error;
  send({ kind: "fault", fault: error.fault });
}

/** The first `most` takes of each command, and all or half of what is no command, in the manifest's order. */
function firstTakes(takes: readonly Take[], most: number, halfOfEveryday: boolean): Take[] {
  const everyday = takes.filter((take) => !isCommand(take)).length;
  const counts = new Map<string, number>();
  return takes.filter((take) => {
    const label = isCommand(take) ? take.label : BACKGROUND_LABEL;
    const count = (counts.get(label) ?? 0) + 1;
    counts.set(label, count);
    if (isCommand(take)) return count <= most;
    return !halfOfEveryday || count <= Math.ceil(everyday / 2);
  });
}
