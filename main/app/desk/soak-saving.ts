/** What a soak's thread has heard, on its way into the vault. */
import { SOUND_RATE_HZ } from "../../../common/street.ts";
import type { SoakPiece } from "../../../models/evaluation/soak-listener.ts";
import type { SoakSaid } from "../../contract/values.ts";
import type { SoakPieceRow } from "../../vault/rows.ts";

const PER_MS = SOUND_RATE_HZ / 1000;

/**
 * @param said what was going on, where it was not quiet.
 * @param startMs when the first piece began, ms since 1970.
 */
export function rowsOf(pieces: readonly SoakPiece[], said: SoakSaid, startMs: number): SoakPieceRow[] {
  let beganMs = startMs;
  return pieces.map(({ samples, quiet, candidates }) => {
    const row: SoakPieceRow = {
      // Whatever could become an event stood out: then it was not quiet.
      kind: quiet ? "quiet" : said,
      samples,
      candidates: candidates.map(({ at, ...one }) => ({ ...one, at: Math.round(beganMs + at / PER_MS) })),
    };
    beganMs += samples / PER_MS;
    return row;
  });
}

export function samplesOf(pieces: readonly { readonly samples: number }[]): number {
  return pieces.reduce((sum, { samples }) => sum + samples, 0);
}
