/** What an evaluation is asked for, and which takes of a person it tests. */
import type { Take } from "../../common/street.ts";
import { BACKGROUND_LABEL, OTHER_LABEL } from "../../common/street.ts";
import type { HeadKind } from "../training/model.ts";
import type { Stress } from "./stress.ts";

export interface EvaluateOptions {
  /** Recordings folder; every person in it is judged. */
  readonly recordings: string;
  /** First takes of each command, in the manifest's order, that train. At least 1. */
  readonly enrol: number;
  /** Folders of everyday recordings, for testing only. */
  readonly background?: readonly string[];
  /** Only this person. */
  readonly person?: string;
  /** Only these labels are commands; the others become the person's own other words. */
  readonly commands?: readonly string[];
  readonly targetWrongPerHour?: number;
  /** `later`: test only takes of days after the last enrolled one. */
  readonly sessions?: "all" | "later";
  /** Noise over the test takes, this many dB below their mean power; white without `noise`. Sound only. */
  readonly snrDb?: number;
  /** Recordings laid over the test takes one after the other: sound at `snrDb`; of movement the first, as it is. */
  readonly noise?: readonly string[];
  readonly stress?: Stress;
  /** The first tested take of a few commands tells how the wearable sits now; it does not count. Motion only. */
  readonly wearCheck?: boolean;
  readonly seed?: number;
  /** Force a head instead of the one that cross-validation chooses. */
  readonly head?: HeadKind;
  /** Threads that share the people; 2 if left out. */
  readonly threads?: number;
  readonly onProgress?: (progress: EvaluateProgress) => void;
  readonly signal?: AbortSignal;
}

export interface EvaluateProgress {
  readonly stage: "train" | "test" | "background";
  /** Person or everyday recording at hand. */
  readonly name: string;
  /** 0 to 1 over the whole evaluation, never falling. */
  readonly done: number;
}

/** Options without what cannot be sent to another thread. */
export type Plan = Omit<EvaluateOptions, "onProgress" | "signal" | "threads">;

export interface Parts {
  readonly enrolled: readonly Take[];
  readonly tested: readonly Take[];
  /** The person's takes of labels that are no command here. */
  readonly otherWords: readonly Take[];
  /** Their own everyday recordings, in time order. */
  readonly everyday: readonly Take[];
  /** Why this person cannot be judged. */
  readonly skip?: string;
}

/** Least test takes of a command that still say something. */
const LEAST_TESTED = 2;

/** @param takes one person's, in the manifest's order. */
export function partsOf(takes: readonly Take[], plan: Plan): Parts {
  const isCommand = ({ label }: Take): boolean => plan.commands?.includes(label) ?? !isNoCommand(label);
  const commands = takes.filter(isCommand);
  const counts = new Map<string, number>();
  const enrolled: Take[] = [];
  const rest: Take[] = [];
  for (const take of commands) {
    const count = (counts.get(take.label) ?? 0) + 1;
    counts.set(take.label, count);
    (count <= plan.enrol ? enrolled : rest).push(take);
  }
  const lastDay = Math.max(...enrolled.map(({ session }) => session));
  const tested = plan.sessions === "later" ? rest.filter(({ session }) => session > lastDay) : rest;
  const parts = {
    enrolled,
    tested,
    otherWords: takes.filter((take) => !isCommand(take) && !isNoCommand(take.label)),
    everyday: takes.filter(({ label }) => label === BACKGROUND_LABEL),
  };
  const skip = reasonToSkip(parts, [...counts.keys()], plan);
  return skip === undefined ? parts : { ...parts, skip };
}

function isNoCommand(label: string): boolean {
  return label === BACKGROUND_LABEL || label === OTHER_LABEL;
}

function reasonToSkip(
  { tested }: Pick<Parts, "tested">,
  labels: readonly string[],
  plan: Plan,
): string | undefined {
  if (labels.length === 0) return "no takes of a command";
  const scarce = labels.filter(
    (label) => tested.filter((take) => take.label === label).length < LEAST_TESTED,
  );
  const later = plan.sessions === "later" ? " on later days" : "";
  return scarce.length === 0
    ? undefined
    : `fewer than ${LEAST_TESTED} takes to test${later} of ${scarce.map((label) => `“${label}”`).join(", ")}`;
}
