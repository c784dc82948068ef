/** What the cross-validation tells the person about their commands. */
import type { Enrolment } from "./enrolment.ts";
import type { Fold, Judged } from "./cross-validate.ts";

/** A command that missed or confused at least this share of its own takes is worth a word. */
const WORTH_SAYING = 0.3;
const LEAST = 2;

/** Advice of the head that was taken; worst command first. */
export function adviceFrom(
  enrolment: Enrolment,
  folds: readonly Fold[],
  judged: readonly Judged[],
): string[] {
  const found = enrolment.labels.map((label) => {
    const heard = folds.flatMap((fold, f) =>
      fold.takes.flatMap((take, i) => (take.label === label ? [judged[f]?.takes.heard[i] ?? null] : [])),
    );
    const missed = heard.filter((h) => h === null).length;
    const confused = heard.filter((h) => h !== null && h !== label);
    return { label, tested: heard.length, missed, confused };
  });
  return found
    .filter(({ tested, missed, confused }) => {
      const wrong = missed + confused.length;
      return judged.length > 0 && wrong >= LEAST && wrong / tested >= WORTH_SAYING;
    })
    .sort((a, b) => (b.missed + b.confused.length) / b.tested - (a.missed + a.confused.length) / a.tested)
    .map(({ label, tested, missed, confused }) => {
      const other = mostFrequent(confused);
      if (other !== undefined && confused.length > missed) {
        return `“${label}” was taken for “${other}” in ${confused.length} of ${tested} of your own takes: choose a word that sounds less alike.`;
      }
      return `“${label}” was not recognised in ${missed + confused.length} of ${tested} of your own takes: record it a few times more, or choose another.`;
    });
}

function mostFrequent(values: readonly (string | null)[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
