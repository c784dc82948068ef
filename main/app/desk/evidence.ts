/** All that was ever kept of a person, as training and comparison take it. */
import { BACKGROUND_LABEL, OTHER_LABEL, type Samples, type Take } from "../../../common/street.ts";
import type { Kept } from "../../../models/evaluation/compare.ts";
import type { SoundRow } from "../../vault/rows.ts";
import type { Vault } from "../../vault/vault.ts";
import { middleOf, samplesOf } from "./signals.ts";
import { takeOf } from "./vault-takes.ts";

export interface Evidence {
  readonly takes: readonly Take[];
  /** Each everyday recording's first half. */
  readonly background: readonly Take[];
  /** Taken for a command, and none. */
  readonly mistakes: readonly Take[];
  /** Each everyday recording's second half, which no training sees. */
  readonly unseen: readonly Samples[];
}

/** @throws BeckonError `recordings-locked`. */
export async function evidenceOf(vault: Vault, personId: string): Promise<Evidence> {
  const take = (row: SoundRow, label = row.label): Take => takeOf(personId, { ...row, label });
  const everyday = await vault.everydayOf(personId);
  const half = ({ signal, pcm }: SoundRow): number => middleOf(signal, pcm);
  const takes = await vault.takesOf(personId);
  return {
    takes: takes.map((row) => take(row)),
    background: everyday.map((row) => take({ ...row, pcm: row.pcm.slice(0, half(row)) }, BACKGROUND_LABEL)),
    // Of another signal they say nothing about these commands.
    mistakes: (await vault.mistakesOf(personId))
      .filter(({ signal }) => takes.some((row) => row.signal === signal))
      .map((row) => take(row, OTHER_LABEL)),
    unseen: everyday.map((row) => samplesOf(row.signal, row.pcm.slice(half(row)))),
  };
}

/** What two models are compared on. */
export function keptOf({ takes, mistakes, unseen }: Evidence): Kept {
  return { takes, mistakes, everyday: unseen };
}
