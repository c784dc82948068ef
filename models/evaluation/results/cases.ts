/** What is measured, and what comes of it: the messages between the page's threads. */
import type { Signal } from "../../../common/street.ts";
import type { HeadKind } from "../../training/model.ts";
import type { MotionGrain } from "../../features/adapt.ts";
import type { Watched } from "../background.ts";
import type { OtherWords } from "../report.ts";
import type { Stress } from "../stress.ts";
import type { TakesReport } from "../test-takes.ts";
import type { CepstraModel } from "./cepstra.ts";

/**
 * Who listens: Beckon as it is; its templates over the frames alone; a network of the person's
 * own, from scratch; a classic recogniser that exists for comparison only.
 */
export const LISTENERS = ["beckon", "frames", "dense", "cepstra"] as const;
export type Listener = (typeof LISTENERS)[number];

/** Which takes: all in order; those of the first day; enrolled on the first day and tested on later ones. */
export type Part = "all" | "first day" | "later days" | "later days, two takes more";

export interface Condition {
  readonly name: string;
  readonly stress?: Stress;
  readonly snrDb?: number;
  readonly noise?: readonly string[];
  readonly wearCheck?: boolean;
}

export interface Case {
  readonly listener: Listener;
  readonly part: Part;
  /** Takes of each command that train. */
  readonly enrol: number;
  /** Only these labels are commands. */
  readonly commands?: readonly string[];
  /** What the test takes are changed by, besides being heard as they are. */
  readonly conditions: readonly Condition[];
  /** Other people's takes of the same words are tried too. */
  readonly otherPeople?: boolean;
}

export interface PersonJob {
  readonly set: string;
  readonly folder: string;
  readonly person: string;
  readonly seed: number;
  readonly cases: readonly Case[];
}

/** A trained model, as everyday recordings are streamed through it. */
export interface ListeningModel {
  /** The same model has the same id. */
  readonly id: string;
  readonly signal: Signal;
  readonly originRateHz: number;
  /** Motion only. */
  readonly grain?: MotionGrain;
  /** Base64 of the image; absent for the classic recogniser. */
  readonly image?: string;
  readonly cepstra?: CepstraModel;
}

export interface CaseResult {
  /** As they are, and by name of condition. */
  readonly plain: TakesReport;
  readonly changed: Readonly<Record<string, TakesReport>>;
  readonly ownOtherWords: OtherWords;
  readonly otherPeople: OtherWords;
  /** Own everyday recordings that did not enrol. */
  readonly own: Watched;
  readonly head: HeadKind | "cepstra";
  readonly imageBytes: number;
  readonly model: ListeningModel;
}

/** A result, or why this person cannot be judged so. */
export type CaseOutcome = { readonly result: CaseResult } | { readonly skipped: string };

export interface EverydayJob {
  readonly rows: readonly { readonly file: string; readonly thing: string }[];
  readonly signal: Signal;
  readonly models: readonly ListeningModel[];
}
