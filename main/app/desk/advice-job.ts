/** What the adviser's thread is given: a person's takes and ordinary talk. */
import type { Advice } from "../../../models/adviser/advice.ts";

export interface AdviceJob {
  readonly takes: readonly { readonly id: string; readonly label: string; readonly pcm: Int16Array }[];
  /** Ordinary talk, a recording each. */
  readonly talk: readonly { readonly id: string; readonly pcm: Int16Array }[];
}

/** Paths are ids of takes and recordings. */
export type AdviceFound = readonly Advice[];
