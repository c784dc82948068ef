/** What crosses between a soak's thread and the desk: questions one after the other, each with one answer. */
import type { SoakPiece } from "../../../models/evaluation/soak-listener.ts";
import type { ErrorMessage } from "../../../models/training/thread.ts";

export interface SoakJob {
  readonly image: Uint8Array;
  /** Lowest score of interest, by label. */
  readonly least: ReadonlyMap<string, number>;
}

export type SoakQuestion =
  /** Sound or movement from elsewhere is to come. `before`: values counted earlier; `warmUp`: those just before. */
  | { readonly kind: "begin"; readonly before: number; readonly warmUp?: Int16Array }
  | { readonly kind: "push"; readonly values: Int16Array }
  /** A file, from this sample on. */
  | { readonly kind: "open"; readonly path: string; readonly thing: string; readonly from: number }
  /** About a minute more of the file. */
  | { readonly kind: "read" }
  | { readonly kind: "end" };

export interface SoakHeard {
  readonly pieces: readonly SoakPiece[];
  /** The file, or what was pushed, is at its end. */
  readonly ended: boolean;
}

export type SoakAnswer = { readonly heard: SoakHeard } | { readonly error: ErrorMessage };
