/** Thread of evaluate(): one plan in, progress and one share out. */
import { parentPort, workerData } from "node:worker_threads";
import { toMessage } from "../training/thread.ts";
import type { Plan } from "./options.ts";
import { evaluateSome } from "./some-people.ts";

const { plan, people } = workerData as { plan: Plan; people: string[] };
const port = parentPort!;
try {
  const share = await evaluateSome(plan, people, (progress) => port.postMessage({ progress }));
  port.postMessage({ result: share });
} catch (error) {
  port.postMessage({ error: toMessage(error) });
}
