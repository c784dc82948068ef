/** Thread of the adviser: compares takes by the runtime, so that the window stays quick with forty commands too. */
import { parentPort, workerData } from "node:worker_threads";
import { createEngine } from "../../../firmware-gen/engine/engine.ts";
import { adviseOnTakes } from "../../../models/adviser/advise-on-takes.ts";
import { toMessage } from "../../../models/training/thread.ts";
import type { AdviceFound, AdviceJob } from "./advice-job.ts";
import { everydayTake, takeOf } from "./vault-takes.ts";

const port = parentPort!;
try {
  const { takes, held, talk } = workerData as AdviceJob;
  const engine = await createEngine();
  const all = [...takes.map((row) => takeOf("", row)), ...talk.map((row) => everydayTake("", row))];
  const result: AdviceFound = adviseOnTakes(engine, all, held);
  port.postMessage({ result });
} catch (error) {
  port.postMessage({ error: toMessage(error) });
}
