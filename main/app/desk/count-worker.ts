/** Thread of countWrong(): everyday recordings through a model, by the runtime itself. */
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
  let seconds = 0;
  for (const samples of everyday) {
    const session =
      samples.signal === "sound" ? engine.open(image) : engine.open(image, { rateHz: samples.rateHz });
    if (samples.signal === "sound") session.pushSound(samples.pcm);
    else session.pushMotion(samples.milliG);
    seconds +=
      samples.signal === "sound"
        ? samples.pcm.length / SOUND_RATE_HZ
        : samples.milliG.length / 3 / samples.rateHz;
    for (const { command, phase } of session.takeEvents()) {
      if (phase === "tap" || phase === "start") wrong[command] = (wrong[command] ?? 0) + 1;
    }
  }
  const result: Counted = { hours: seconds / 3600, wrong };
  port.postMessage({ result });
} catch (error) {
  port.postMessage({ error: toMessage(error) });
}
