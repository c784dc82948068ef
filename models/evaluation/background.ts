/**
 * Everyday recordings through many people's models at once: each recording is
 * read one time only, and no more than a block of it is held.
 */
import type { Engine } from "../../firmware-gen/engine/engine.ts";
import type { Session } from "../../firmware-gen/engine/session.ts";
import { createBandLimiter, grainOf, toGrain } from "../features/adapt.ts";
import { isActivation } from "../features/replay.ts";
import { readTake } from "../recordings/folder.ts";
import { type ManifestRow, readManifest } from "../recordings/manifest.ts";
import { openSound } from "../recordings/sound-file.ts";
import { motionOf } from "../training/enrolment.ts";
import { rateInterval } from "./intervals.ts";
import type { Heard } from "./person.ts";
import type { BackgroundReport } from "./report.ts";
import { asPair, type Stopwatch } from "./test-takes.ts";

/** Hours streamed and events they made. */
export interface Watched {
  hours: number;
  wrong: number;
}

export function backgroundReport(folder: string, { hours, wrong }: Watched): BackgroundReport {
  return {
    folder,
    hours,
    wrong,
    wrongPerHour: hours > 0 ? wrong / hours : null,
    wrongPerHour95: asPair(rateInterval(wrong, hours)),
  };
}

/**
 * @param onRow told each recording before it is streamed.
 * @returns one entry per person, in their order. Rows of the other signal are passed over.
 */
export async function watchFolder(
  engine: Engine,
  dir: string,
  people: readonly Heard[],
  watch: Stopwatch,
  onRow: (row: ManifestRow, index: number, count: number) => void,
): Promise<Watched[]> {
  const totals = people.map(() => ({ hours: 0, wrong: 0 }));
  const { signal } = people[0]?.trained.enrolment ?? {};
  const rows = (await readManifest(dir)).filter(({ kind }) => kind === signal);
  for (const [index, row] of rows.entries()) {
    onRow(row, index, rows.length);
    const started = performance.now();
    const seconds =
      signal === "sound"
        ? await watchSound(engine, row, people, totals)
        : await watchMotion(engine, row, people, totals);
    watch.signalSeconds += seconds * people.length;
    watch.wallSeconds += (performance.now() - started) / 1000;
  }
  return totals;
}

async function watchSound(
  engine: Engine,
  row: ManifestRow,
  people: readonly Heard[],
  totals: Watched[],
): Promise<number> {
  const sound = await openSound(row.file, row.thing);
  const rates = [...new Set(people.map(({ trained }) => trained.enrolment.originRateHz))];
  // A recording that holds no more than the takes do is streamed as it is.
  const limiters = rates.map((rate) => createBandLimiter(sound.originRateHz <= rate ? 16000 : rate));
  const sessions = people.map(({ trained }) => engine.open(trained.image));
  let samples = 0;
  for await (const block of sound.blocks()) {
    samples += block.length;
    rates.forEach((rate, r) => {
      const limited = limiters[r]!.push(block);
      people.forEach(({ trained }, p) => {
        if (trained.enrolment.originRateHz === rate) sessions[p]!.pushSound(limited);
      });
    });
  }
  const seconds = samples / 16000;
  count(sessions, totals, seconds);
  return seconds;
}

async function watchMotion(
  engine: Engine,
  row: ManifestRow,
  people: readonly Heard[],
  totals: Watched[],
): Promise<number> {
  const samples = motionOf(await readTake(row));
  const seconds = samples.milliG.length / 3 / samples.rateHz;
  const sessions = people.map(({ trained: { enrolment, image } }) => {
    const rateHz = Math.min(enrolment.originRateHz, samples.rateHz);
    const grain = grainOf(enrolment.takes.map(({ take }) => motionOf(take)));
    const session = engine.open(image, { rateHz });
    session.pushMotion(toGrain(samples, { ...grain, rateHz }).milliG);
    return session;
  });
  count(sessions, totals, seconds);
  return seconds;
}

function count(sessions: readonly Session[], totals: Watched[], seconds: number): void {
  sessions.forEach((session, p) => {
    totals[p]!.hours += seconds / 3600;
    totals[p]!.wrong += session.takeEvents().filter(isActivation).length;
  });
}

/** The person's own everyday recordings that did not enrol. */
export function watchOwn(
  engine: Engine,
  { trained, everyday }: Pick<Heard, "trained" | "everyday">,
  watch: Stopwatch,
): Watched {
  const total = { hours: 0, wrong: 0 };
  for (const samples of everyday) {
    const sound = samples.signal === "sound";
    const seconds = sound ? samples.pcm.length / 16000 : samples.milliG.length / 3 / samples.rateHz;
    watch.time(seconds, () => {
      const session = engine.open(trained.image, sound ? {} : { rateHz: samples.rateHz });
      if (sound) session.pushSound(createBandLimiter(trained.enrolment.originRateHz).push(samples.pcm));
      else session.pushMotion(samples.milliG);
      count([session], [total], seconds);
    });
  }
  return total;
}
