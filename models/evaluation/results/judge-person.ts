/** One person in every case of a set: trained, and heard again in streams. */
import { createHash } from "node:crypto";
import { BeckonError } from "../../../common/errors.ts";
import type { Samples, Take } from "../../../common/street.ts";
import { createEngine, type Engine } from "../../../firmware-gen/engine/engine.ts";
import { createBandLimiter, grainOf } from "../../features/adapt.ts";
import { featuresOf } from "../../features/segments.ts";
import { readFolder } from "../../recordings/folder.ts";
import { motionOf } from "../../training/enrolment.ts";
import type { HeadKind } from "../../training/model.ts";
import { train, type Trained } from "../../training/train.ts";
import { watchOwn } from "../background.ts";
import { type Conditions, conditionsOf } from "../conditions.ts";
import { type Parts, partsOf, type Plan } from "../options.ts";
import { halves } from "../person.ts";
import { acceptedOf, otherWords, Stopwatch, takesReport, testTakes } from "../test-takes.ts";
import { streamOf } from "../test-stream.ts";
import type { Case, CaseOutcome, CaseResult, ListeningModel, PersonJob } from "./cases.ts";
import { type CepstraModel, hearCepstra, trainCepstra } from "./cepstra.ts";

const HEADS: Partial<Record<Case["listener"], HeadKind>> = { frames: "template", dense: "dense" };
/** Takes of a later day that are enrolled besides. */
const TOP_UP = 2;

/** @param onDone told each case as it is done, by its place in the job. */
export async function judgePerson(
  job: PersonJob,
  onDone: (index: number, outcome: CaseOutcome) => void,
): Promise<void> {
  const engine = await createEngine();
  const everybody = job.cases.some(({ otherPeople }) => otherPeople);
  const { takes } = await readFolder(job.folder, everybody ? {} : { person: job.person });
  for (const [index, one] of job.cases.entries()) onDone(index, await judgeCase(engine, job, one, takes));
}

async function judgeCase(
  engine: Engine,
  { person, folder, seed }: PersonJob,
  one: Case,
  all: readonly Take[],
): Promise<CaseOutcome> {
  const own = all.filter((take) => take.person === person);
  const plan = { recordings: folder, seed, ...(one.commands && { commands: one.commands }) };
  const parts = partsOfCase(own, one, plan);
  if (parts.skip !== undefined) return { skipped: parts.skip };
  const [enrolling, testing] = halves(parts.everyday);
  const head = HEADS[one.listener];
  let trained: Trained;
  try {
    // The classic recogniser is given the same takes and gate; which head they were made for does not matter.
    const given = one.listener === "cepstra" ? "template" : head;
    trained = await train({ takes: [...parts.enrolled, ...enrolling], seed, ...(given && { head: given }) });
  } catch (error) {
    if (error instanceof BeckonError) return { skipped: error.message };
    throw error;
  }
  const model = modelOf(trained, one.listener);
  if (model === null) return { skipped: "a single take tells no distance" };
  const { signal, labels } = trained.enrolment;
  const listen = listener(engine, trained, model);
  const changed: Record<string, CaseResult["plain"]> = {};
  for (const { name, ...condition } of one.conditions) {
    changed[name] = listen.test(
      parts.tested,
      await conditionsOf({ ...plan, enrol: 1, ...condition }, signal),
    );
  }
  const others = one.otherPeople
    ? all.filter((take) => take.person !== person && labels.includes(take.label))
    : [];
  return {
    result: {
      plain: listen.test(parts.tested, { seed }),
      changed,
      ownOtherWords: listen.others(parts.otherWords),
      otherPeople: listen.others(others),
      own: listen.everyday(testing.map(({ samples }) => samples)),
      head: model.cepstra ? "cepstra" : trained.report.head,
      imageBytes: trained.report.imageBytes,
      model,
    },
  };
}

/** The takes of a person as the case divides them. */
function partsOfCase(own: readonly Take[], { part, enrol }: Case, plan: Omit<Plan, "enrol">): Parts {
  const first = Math.min(...own.map(({ session }) => session));
  switch (part) {
    case "all":
      return partsOf(own, { ...plan, enrol });
    case "first day":
      return partsOf(
        own.filter(({ session }) => session === first),
        { ...plan, enrol },
      );
    case "later days":
      return partsOf(firstTakes(own, first, enrol), { ...plan, enrol });
    case "later days, two takes more":
      return partsOf(firstTakes(own, first, enrol), { ...plan, enrol: enrol + TOP_UP });
  }
}

/** Of the first day no more than `count` takes of a label; all of later days. */
function firstTakes(own: readonly Take[], first: number, count: number): Take[] {
  const seen = new Map<string, number>();
  return own.filter(({ label, session }) => {
    if (session !== first) return true;
    seen.set(label, (seen.get(label) ?? 0) + 1);
    return seen.get(label)! <= count;
  });
}

/** @returns null where the classic recogniser cannot be trained. */
function modelOf({ enrolment, image, report }: Trained, listener: Case["listener"]): ListeningModel | null {
  const { signal, originRateHz } = enrolment;
  if (listener === "cepstra") {
    const cepstra = trainCepstra(enrolment);
    const id = createHash("sha256").update(JSON.stringify(cepstra)).digest("hex").slice(0, 16);
    return cepstra && { id, signal, originRateHz, cepstra };
  }
  return {
    id: report.imageId,
    signal,
    originRateHz,
    ...(signal === "motion" && { grain: grainOf(enrolment.takes.map(({ take }) => motionOf(take))) }),
    image: Buffer.from(image).toString("base64"),
  };
}

function listener(engine: Engine, trained: Trained, { cepstra }: ListeningModel) {
  const watch = new Stopwatch();
  if (cepstra === undefined) {
    return {
      test: (takes: readonly Take[], conditions: Conditions) =>
        testTakes(engine, trained, takes, conditions, watch),
      others: (takes: readonly Take[]) => otherWords(engine, trained, takes, watch),
      everyday: (everyday: readonly Samples[]) => watchOwn(engine, { trained, everyday }, watch),
    };
  }
  const hear = (takes: readonly Take[], conditions: Conditions, model: CepstraModel) => {
    const { samples, places } = streamOf(trained.enrolment, takes, conditions);
    return { places, events: hearCepstra(engine, model, featuresOf(engine, samples)) };
  };
  return {
    test: (takes: readonly Take[], conditions: Conditions) => {
      const { places, events } = hear(takes, conditions, cepstra);
      return takesReport(takes, places, events);
    },
    others: (takes: readonly Take[]) => {
      if (takes.length === 0) return { tested: 0, accepted: 0, rate: null };
      const { places, events } = hear(takes, { seed: 1 }, cepstra);
      return acceptedOf(places, events);
    },
    everyday: (everyday: readonly Samples[]) => {
      const total = { hours: 0, wrong: 0 };
      for (const samples of everyday) {
        if (samples.signal !== "sound") continue;
        const pcm = createBandLimiter(trained.enrolment.originRateHz).push(samples.pcm);
        total.hours += pcm.length / 16000 / 3600;
        total.wrong += hearCepstra(engine, cepstra, featuresOf(engine, { ...samples, pcm })).length;
      }
      return total;
    },
  };
}
