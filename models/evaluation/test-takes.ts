/** A person's takes in a stream, heard by the int8 runtime. */
import type { MotionSamples, SoundSamples, Take } from "../../common/street.ts";
import type { Engine } from "../../firmware-gen/engine/engine.ts";
import type { SessionEvent } from "../../firmware-gen/engine/session.ts";
import { judge, percentile, type StreamEvent } from "../features/judge.ts";
import type { Place } from "../features/lay.ts";
import { isActivation } from "../features/replay.ts";
import type { Trained } from "../training/train.ts";
import type { Conditions } from "./conditions.ts";
import { shareInterval } from "./intervals.ts";
import type { OtherWords, PersonReport } from "./report.ts";
import { streamOf } from "./test-stream.ts";
import { afterWearCheck, takesForWear } from "./wear-check.ts";

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

/** What a stream of takes says about a model. */
export type TakesReport = Pick<
  PersonReport,
  "tested" | "missed" | "confused" | "extraEvents" | "errorRate" | "errorRate95" | "delayMs"
>;

/** @param tested takes of the model's commands, in the order they are laid. */
export function testTakes(
  engine: Engine,
  trained: Trained,
  tested: readonly Take[],
  conditions: Conditions,
  watch: Stopwatch,
): TakesReport {
  const { enrolment, image } = trained;
  const shown = conditions.wearCheck ? takesForWear(tested) : [];
  const counted = tested.filter((take) => !shown.includes(take));
  const { samples, places } = streamOf(enrolment, counted, conditions);
  const worn = samples.signal === "motion" && shown.length > 0;
  const heard = worn ? afterWearCheck(engine, enrolment, shown, conditions, samples) : samples;
  return takesReport(counted, places, run(engine, image, heard, watch));
}

/** @param places one per take, in their order. */
export function takesReport(
  tested: readonly Take[],
  places: readonly Place[],
  events: readonly StreamEvent[],
): TakesReport {
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
export function otherWords(
  engine: Engine,
  trained: Trained,
  takes: readonly Take[],
  watch: Stopwatch,
): OtherWords {
  const usable = takes.filter(({ samples }) => samples.signal === trained.enrolment.signal);
  if (usable.length === 0) return { tested: 0, accepted: 0, rate: null };
  const { samples, places } = streamOf(trained.enrolment, usable, { seed: 1 });
  return acceptedOf(places, run(engine, trained.image, samples, watch));
}

/** @param places of words that are no command; at least one. */
export function acceptedOf(places: readonly Place[], events: readonly StreamEvent[]): OtherWords {
  const { confused } = judge(
    places.map((place) => ({ label: "", place })), // no event is right here, so each one is "confused"
    events,
  );
  return { tested: places.length, accepted: confused, rate: confused / places.length };
}

/** The commands that were heard. */
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
    return session.takeEvents().filter(isActivation);
  });
}

export function asPair(interval: readonly [number, number] | null): [number, number] | null {
  return interval === null ? null : [interval[0], interval[1]];
}
