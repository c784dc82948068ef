/** What the adviser's thread is given: a person's takes and ordinary talk. */
import type { Advice } from "../../../models/adviser/advice.ts";
import type { SoundRow } from "../../vault/rows.ts";

export interface AdviceJob {
  readonly takes: readonly SoundRow[];
  /** Labels of commands that last as long as their sound. */
  readonly held: readonly string[];
  /** Ordinary talk, a recording each. */
  readonly talk: readonly Pick<SoundRow, "id" | "signal" | "pcm">[];
}

/** Paths are ids of takes and recordings. */
export type AdviceFound = readonly Advice[];
