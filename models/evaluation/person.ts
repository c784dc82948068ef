/** One person: enrolled, trained, and heard again in a stream by the int8 runtime. */
import { BeckonError } from "../../common/errors.ts";
import { createRandom } from "../../common/random.ts";
import type { MotionSamples, Samples, SoundSamples, Take } from "../../common/street.ts";
import type { Engine } from "../../firmware-gen/engine/engine.ts";
import type { SessionEvent } from "../../firmware-gen/engine/session.ts";
import { createBandLimiter, grainOf, toGrain } from "../features/adapt.ts";
import { judge, percentile } from "../features/judge.ts";
import { layMotion, laySound, type Place } from "../features/lay.ts";
import { motionOf, secondsOf, soundOf } from "../training/enrolment.ts";
import { train, type Trained } from "../training/train.ts";
import { shareInterval } from "./intervals.ts";
import { type Parts, type Plan, partsOf } from "./options.ts";
import type { OtherWords, PersonReport } from "./report.ts";
import { addNoise, stressMotion, stressSound } from "./stress.ts";

/** A trained person and what the takes alone say about the model. */
export interface Heard {
  readonly person: string;
  readonly trained: Trained;
  /** All but the everyday recordings, which are streamed for many people at once. */
  readonly report: Omit<PersonReport, "background" | "wrongPerHour" | "backgroundHours">;
  /** The own everyday recordings that did not enrol. */
  readonly everyday: readonly Samples[];
}

/** Signal streamed through the runtime, and the time that took. */
export class Stopwatch {
  signalSeconds = 0;
  wallSeconds = 0;

  /** Runs `work` and counts it as `signalSeconds` of signal. */
  time<T>(signalSeconds: number, work: () => T): T {
    const started = performance.now();
    try {
      return work();
    } finally {
      this.signalSeconds += signalSeconds;
      this.wallSeconds += (performance.now() - started) / 1000;
    }
  }
}

/**
 * @param all takes of everybody in the folder, in the manifest's order.
 * @returns a reason where this person cannot be judged.
 */
export async function hearPerson(
  engine: Engine,
  person: string,
  all: readonly Take[],
  plan: Plan,
  watch: Stopwatch,
  signal?: AbortSignal,
): Promise<Heard | string> {
  const parts = partsOf(
    all.filter((take) => take.person === person),
    plan,
  );
  if (parts.skip !== undefined) return parts.skip;
  const [enrolling, testing] = halves(parts.everyday);
  let trained: Trained;
  try {
    trained = await train({
      takes: [...parts.enrolled, ...enrolling],
      seed: plan.seed ?? 1,
      ...(plan.targetWrongPerHour !== undefined && { targetWrongPerHour: plan.targetWrongPerHour }),
      ...(plan.head && { head: plan.head }),
      ...(signal && { signal }),
    });
  } catch (error) {
    if (error instanceof BeckonError) return error.message;
    throw error;
  }
  const { report } = trained;
  const result = testTakes(engine, trained, parts, plan, watch);
  return {
    person,
    trained,
    everyday: testing.map(({ samples }) => samples),
    report: {
      person,
      commands: [...trained.enrolment.labels],
      ...result,
      ownOtherWords: otherWords(engine, trained, parts.otherWords, watch),
      otherPeople: otherWords(
        engine,
        trained,
        all.filter((take) => take.person !== person && trained.enrolment.labels.includes(take.label)),
        watch,
      ),
      head: report.head,
      trainSeconds: report.trainSeconds,
      imageBytes: report.imageBytes,
      arenaBytes: report.arenaBytes,
      macsPerSecond: trained.macsPerSecond,
    },
  };
}

/** The first half in time, and the rest; the recording in the middle is cut in two. */
function halves(takes: readonly Take[]): [Take[], Take[]] {
  const half = takes.reduce((sum, take) => sum + secondsOf(take), 0) / 2;
  const first: Take[] = [];
  const second: Take[] = [];
  let before = 0;
  for (const take of takes) {
    const seconds = secondsOf(take);
    const inside = Math.max(0, Math.min(seconds, half - before));
    if (inside > 0) first.push({ ...take, samples: cut(take.samples, 0, inside) });
    if (inside < seconds) second.push({ ...take, samples: cut(take.samples, inside, seconds) });
    before += seconds;
  }
  return [first, second];
}

function cut(samples: Samples, from: number, to: number): Samples {
  if (samples.signal === "sound") {
    return { ...samples, pcm: samples.pcm.subarray(Math.round(from * 16000), Math.round(to * 16000)) };
  }
  const at = (seconds: number): number => Math.round(seconds * samples.rateHz) * 3;
  return { ...samples, milliG: samples.milliG.subarray(at(from), at(to)) };
}

function testTakes(engine: Engine, trained: Trained, { tested }: Parts, plan: Plan, watch: Stopwatch) {
  const { events, places } = streamTakes(engine, trained, tested, watch, plan);
  const tally = judge(
    tested.map(({ label }, i) => ({ label, place: places[i]! })),
    events,
  );
  const wrong = tally.missed + tally.confused;
  return {
    tested: tally.tested,
    missed: tally.missed,
    confused: tally.confused,
    extraEvents: tally.extraEvents,
    errorRate: tally.tested === 0 ? null : wrong / tally.tested,
    errorRate95: asPair(shareInterval(wrong, tally.tested)),
    delayMs: { p50: percentile(tally.delaysMs, 0.5), p95: percentile(tally.delaysMs, 0.95) },
  };
}

/** How many of these takes, which are no command of this person, made an event. */
function otherWords(engine: Engine, trained: Trained, takes: readonly Take[], watch: Stopwatch): OtherWords {
  const usable = takes.filter(({ samples }) => samples.signal === trained.enrolment.signal);
  if (usable.length === 0) return { tested: 0, accepted: 0, rate: null };
  const { events, places } = streamTakes(engine, trained, usable, watch);
  const { confused } = judge(
    places.map((place) => ({ label: "", place })), // no event is right here, so each one is "confused"
    events,
  );
  return { tested: usable.length, accepted: confused, rate: confused / usable.length };
}

function streamTakes(
  engine: Engine,
  { image, enrolment }: Trained,
  takes: readonly Take[],
  watch: Stopwatch,
  plan: Plan = { recordings: "", enrol: 1 },
): { events: SessionEvent[]; places: readonly Place[] } {
  const { originRateHz, quietLevel } = enrolment;
  const seed = plan.seed ?? 1;
  if (enrolment.signal === "motion") {
    const own = grainOf(enrolment.takes.map(({ take }) => motionOf(take)));
    const grain = { ...own, rateHz: originRateHz };
    const samples = takes
      .map((take) => toGrain(motionOf(take), grain))
      .map((one) => (plan.stress ? stressMotion(one, plan.stress) : one));
    const laid = layMotion(samples);
    return { events: run(engine, image, { signal: "motion", ...laid }, watch), places: laid.places };
  }
  const samples = takes
    .map((take) => inBand(soundOf(take), originRateHz))
    .map((one) => (plan.stress ? stressSound(one, plan.stress) : one));
  const level = plan.stress === "quieter" ? quietLevel / 10 : quietLevel; // the room is as far away as the voice
  const laid = laySound(samples, level, createRandom(seed).fork("test quiet"));
  const pcm =
    plan.snrDb === undefined ? laid.pcm : addNoise(laid.pcm, samples, plan.snrDb, originRateHz, seed);
  return { events: run(engine, image, { signal: "sound", pcm, originRateHz }, watch), places: laid.places };
}

/** Own takes stay as they are; only what was recorded with more is brought down. */
function inBand(samples: SoundSamples, originRateHz: number): SoundSamples {
  if (samples.originRateHz <= originRateHz) return { ...samples, originRateHz };
  const limiter = createBandLimiter(originRateHz);
  const padded = new Int16Array(samples.pcm.length + limiter.delay);
  padded.set(samples.pcm);
  return { ...samples, pcm: limiter.push(padded).slice(limiter.delay), originRateHz };
}

/** Events but for refusals. */
function run(
  engine: Engine,
  image: Uint8Array,
  samples: SoundSamples | MotionSamples,
  watch: Stopwatch,
): SessionEvent[] {
  const seconds =
    samples.signal === "sound" ? samples.pcm.length / 16000 : samples.milliG.length / 3 / samples.rateHz;
  return watch.time(seconds, () => {
    const session = engine.open(image, samples.signal === "motion" ? { rateHz: samples.rateHz } : {});
    if (samples.signal === "sound") session.pushSound(samples.pcm);
    else session.pushMotion(samples.milliG);
    return session.takeEvents();
  });
}

export function asPair(interval: readonly [number, number] | null): [number, number] | null {
  return interval === null ? null : [interval[0], interval[1]];
}
