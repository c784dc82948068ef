/** Some everyday recordings through many models at once: each is read and brought to a band one time only. */
import { createEngine, type Engine } from "../../../firmware-gen/engine/engine.ts";
import { createBandLimiter, toGrain } from "../../features/adapt.ts";
import { isActivation } from "../../features/replay.ts";
import { featuresOf } from "../../features/segments.ts";
import { readMotion } from "../../recordings/motion-file.ts";
import { readSound } from "../../recordings/sound-file.ts";
import type { Watched } from "../background.ts";
import type { EverydayJob, ListeningModel } from "./cases.ts";
import { hearCepstra } from "./cepstra.ts";

/** @returns one entry per model, in their order. */
export async function watchEveryday({ rows, signal, models }: EverydayJob): Promise<Watched[]> {
  const engine = await createEngine();
  const totals = models.map(() => ({ hours: 0, wrong: 0 }));
  for (const { file, thing } of rows) {
    const listen =
      signal === "sound" ? await soundIn(engine, file, thing) : await motionIn(engine, file, thing);
    for (const [m, model] of models.entries()) {
      const { hours, wrong } = listen(model);
      totals[m]!.hours += hours;
      totals[m]!.wrong += wrong;
    }
  }
  return totals;
}

type Listen = (model: ListeningModel) => Watched;

async function soundIn(engine: Engine, file: string, thing: string): Promise<Listen> {
  const { samples } = await readSound(file, thing);
  const hours = samples.pcm.length / 16000 / 3600;
  const inBand = new Map<number, Int16Array>();
  return ({ originRateHz, image, cepstra }) => {
    // A recording that holds no more than the takes do is streamed as it is.
    const rate = samples.originRateHz <= originRateHz ? 16000 : originRateHz;
    const pcm = inBand.get(rate) ?? createBandLimiter(rate).push(samples.pcm);
    inBand.set(rate, pcm);
    if (cepstra) {
      const features = featuresOf(engine, { signal: "sound", pcm, originRateHz: rate });
      return { hours, wrong: hearCepstra(engine, cepstra, features).length };
    }
    const session = engine.open(Buffer.from(image!, "base64"));
    session.pushSound(pcm);
    return { hours, wrong: session.takeEvents().filter(isActivation).length };
  };
}

async function motionIn(engine: Engine, file: string, thing: string): Promise<Listen> {
  const { samples } = await readMotion(file, thing);
  const hours = samples.milliG.length / 3 / samples.rateHz / 3600;
  return ({ originRateHz, grain, image }) => {
    const rateHz = Math.min(originRateHz, samples.rateHz);
    const session = engine.open(Buffer.from(image!, "base64"), { rateHz });
    session.pushMotion(toGrain(samples, { ...grain!, rateHz }).milliG);
    return { hours, wrong: session.takeEvents().filter(isActivation).length };
  };
}
