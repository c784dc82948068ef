/** What a soak's thread has heard, on its way into the vault. */
import { type Signal, VALUES_PER_SECOND } from "../../../common/street.ts";
import type { SoakPiece } from "../../../models/evaluation/soak-listener.ts";
import type { SoakSaid } from "../../contract/soak-values.ts";
import type { SoakPieceRow } from "../../vault/rows.ts";

/**
 * @param said what was going on, where it was not quiet.
 * @param startMs when the first piece began, ms since 1970.
 */
export function rowsOf(
  signal: Signal,
  pieces: readonly SoakPiece[],
  said: SoakSaid,
  startMs: number,
): SoakPieceRow[] {
  const perMs = VALUES_PER_SECOND[signal] / 1000;
  let beganMs = startMs;
  return pieces.map(({ samples, quiet, candidates }) => {
    const row: SoakPieceRow = {
      // Whatever could become an event stood out: then it was not quiet.
      kind: quiet ? "quiet" : said,
      samples,
      candidates: candidates.map(({ at, ...one }) => ({ ...one, at: Math.round(beganMs + at / perMs) })),
    };
    beganMs += samples / perMs;
    return row;
  });
}

export function samplesOf(pieces: readonly { readonly samples: number }[]): number {
  return pieces.reduce((sum, { samples }) => sum + samples, 0);
}
