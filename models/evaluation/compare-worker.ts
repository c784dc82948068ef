/** Thread of compareInThread(). */
import { parentPort, workerData } from "node:worker_threads";
import { createEngine } from "../../firmware-gen/engine/engine.ts";
import { toMessage } from "../training/thread.ts";
import { compareModels, hearAll } from "./compare.ts";
import type { CompareJob } from "./compare-in-thread.ts";

const port = parentPort!;
try {
  const { kept, before, now } = workerData as CompareJob;
  const engine = await createEngine();
  const result = compareModels(kept, hearAll(engine, before, kept), hearAll(engine, now, kept));
  port.postMessage({ result });
} catch (error) {
  port.postMessage({ error: toMessage(error) });
}
