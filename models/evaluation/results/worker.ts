/** Thread of measure(): a person's cases, each told as progress, or a piece of everyday recordings. */
import { parentPort, workerData } from "node:worker_threads";
import { toMessage } from "../../training/thread.ts";
import type { EverydayJob, PersonJob } from "./cases.ts";

const port = parentPort!;
try {
  const job = workerData as PersonJob | EverydayJob;
  if ("rows" in job) {
    const { watchEveryday } = await import("./watch-everyday.ts");
    port.postMessage({ result: await watchEveryday(job) });
  } else {
    const { judgePerson } = await import("./judge-person.ts"); // TensorFlow comes with it
    await judgePerson(job, (index, outcome) => port.postMessage({ progress: { index, outcome } }));
    port.postMessage({ result: null });
  }
} catch (error) {
  port.postMessage({ error: toMessage(error) });
}
