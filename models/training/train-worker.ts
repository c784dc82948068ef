/** Thread of trainInThread(). */
import { parentPort, workerData } from "node:worker_threads";
import { toMessage } from "./thread.ts";
import { train, type TrainOptions } from "./train.ts";

const port = parentPort!;
try {
  const options = workerData as TrainOptions;
  const { image, report } = await train({
    ...options,
    onProgress: (progress) => port.postMessage({ progress }),
  });
  port.postMessage({ result: { image, report } });
} catch (error) {
  port.postMessage({ error: toMessage(error) });
}
