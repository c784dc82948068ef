/** Thread of countWrong(): everyday sound through a model, by the runtime itself. */
import { parentPort, workerData } from "node:worker_threads";
import { SOUND_RATE_HZ } from "../../../common/street.ts";
import { createEngine } from "../../../firmware-gen/engine/engine.ts";
import { toMessage } from "../../../models/training/thread.ts";
import type { CountJob, Counted } from "./result.ts";

const port = parentPort!;
try {
  const { image, everyday } = workerData as CountJob;
  const engine = await createEngine();
  const wrong: Record<string, number> = {};
  let samples = 0;
  for (const pcm of everyday) {
    const session = engine.open(image);
    session.pushSound(pcm);
    samples += pcm.length;
    for (const { command, phase } of session.takeEvents()) {
      if (phase === "tap" || phase === "start") wrong[command] = (wrong[command] ?? 0) + 1;
    }
  }
  const result: Counted = { hours: samples / SOUND_RATE_HZ / 3600, wrong };
  port.postMessage({ result });
} catch (error) {
  port.postMessage({ error: toMessage(error) });
}
