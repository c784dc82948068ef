/** Advice before anything is trained: as the recordings come, however few or bad they are. */
import { BeckonError } from "../../common/errors.ts";
import { BACKGROUND_LABEL, OTHER_LABEL, type Take } from "../../common/street.ts";
import type { Engine } from "../../firmware-gen/engine/engine.ts";
import { checkTake } from "../recordings/checks.ts";
import { type Enrolment, enrol } from "../training/enrolment.ts";
import { everydayOf } from "../training/everyday.ts";
import type { Advice } from "./advice.ts";
import { advise } from "./adviser.ts";
import { LEAST_TAKES } from "./likeness.ts";
import { badTake } from "./sentences.ts";

/**
 * @param takes one person's, everyday recordings among them. Commands with fewer than three takes are left aside.
 * @param held labels of commands that last as long as their sound.
 * @returns nothing where no command has three. A command in which no sound is found does not keep the others from advice.
 */
export function adviseOnTakes(
  engine: Engine,
  takes: readonly Take[],
  held: readonly string[] = [],
): Advice[] {
  const counts = new Map<string, number>();
  for (const { label } of takes) counts.set(label, (counts.get(label) ?? 0) + 1);
  let left = takes.filter(
    ({ label }) => label === BACKGROUND_LABEL || label === OTHER_LABEL || counts.get(label)! >= LEAST_TAKES,
  );
  const silent: Advice[] = [];
  for (;;) {
    if (!left.some(isCommand)) return silent;
    const enrolment = enrolled(engine, left, held);
    if ("takes" in enrolment)
      return [...silent, ...advise(engine, enrolment, everydayOf(engine, left, enrolment))];
    const label = left.find(({ path }) => path === enrolment.path)!.label;
    silent.push(...left.filter((take) => take.label === label).map((take) => empty(take, enrolment.problem)));
    left = left.filter((take) => take.label !== label);
  }
}

function enrolled(
  engine: Engine,
  takes: readonly Take[],
  held: readonly string[],
): Enrolment | { path: string; problem: string } {
  try {
    return enrol(engine, takes, { held });
  } catch (error) {
    if (!(error instanceof BeckonError) || !["take-empty", "take-short"].includes(error.fault.code))
      throw error;
    return { path: error.fault.thing, problem: error.fault.problem };
  }
}

function empty({ path, label, samples }: Take, problem: string): Advice {
  const [worst] = checkTake(samples);
  return {
    kind: "bad-take",
    reason: "empty",
    commands: [label],
    takes: [path],
    figures: { value: worst?.value ?? 0 },
    sentence: badTake(path, label, problem),
  };
}

function isCommand({ label }: Take): boolean {
  return label !== BACKGROUND_LABEL && label !== OTHER_LABEL;
}
