/** Which command each take was heard as while it was left out of the training. */
import type { Fold, Judged } from "./cross-validate.ts";

export interface Confusion {
  /** In the order of their first take. */
  readonly labels: readonly string[];
  /** heardAs[i][j]: takes of label i heard as label j; the last column is "not heard". */
  readonly heardAs: readonly (readonly number[])[];
}

/** @param judged one per fold; none where there were too few takes to leave any out. */
export function confusionOf(
  labels: readonly string[],
  folds: readonly Fold[],
  judged: readonly Judged[],
): Confusion {
  const heardAs = labels.map(() => Array<number>(labels.length + 1).fill(0));
  judged.forEach(({ takes: { heard } }, f) => {
    folds[f]!.takes.forEach(({ label }, i) => {
      const as = heard[i] ?? null;
      heardAs[labels.indexOf(label)]![as === null ? labels.length : labels.indexOf(as)]!++;
    });
  });
  return { labels, heardAs };
}

/** One take that was left out. */
export interface HeardTake {
  /** Of {@link Take}. */
  readonly path: string;
  /** The command it was heard as, or null. */
  readonly as: string | null;
}

/** @see confusionOf for `judged`. */
export function heardTakes(folds: readonly Fold[], judged: readonly Judged[]): HeardTake[] {
  return judged.flatMap(({ takes: { heard } }, f) =>
    folds[f]!.takes.map(({ path }, i) => ({ path, as: heard[i] ?? null })),
  );
}
