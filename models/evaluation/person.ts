/** One person: enrolled, trained, and heard again in a stream by the int8 runtime. */
import { BeckonError } from "../../common/errors.ts";
import type { Samples, Take } from "../../common/street.ts";
import type { Engine } from "../../firmware-gen/engine/engine.ts";
import { secondsOf } from "../training/enrolment.ts";
import { train, type Trained } from "../training/train.ts";
import { conditionsOf } from "./conditions.ts";
import { type Plan, partsOf } from "./options.ts";
import type { PersonReport } from "./report.ts";
import { otherWords, type Stopwatch, testTakes } from "./test-takes.ts";

/** A trained person and what the takes alone say about the model. */
export interface Heard {
  readonly person: string;
  readonly trained: Trained;
  /** All but the everyday recordings, which are streamed for many people at once. */
  readonly report: Omit<PersonReport, "background" | "wrongPerHour" | "backgroundHours">;
  /** The own everyday recordings that did not enrol. */
  readonly everyday: readonly Samples[];
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
  const conditions = await conditionsOf(plan, parts.enrolled[0]!.samples.signal);
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
  const result = testTakes(engine, trained, parts.tested, conditions, watch);
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
export function halves(takes: readonly Take[]): [Take[], Take[]] {
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
