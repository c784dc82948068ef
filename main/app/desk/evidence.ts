/** All that was ever kept of a person, as training and comparison take it. */
import { BACKGROUND_LABEL, OTHER_LABEL, SOUND_RATE_HZ, type Take } from "../../../common/street.ts";
import type { Kept } from "../../../models/evaluation/compare.ts";
import type { SoundRow } from "../../vault/rows.ts";
import type { Vault } from "../../vault/vault.ts";
import { takeOf } from "./vault-takes.ts";

export interface Evidence {
  readonly takes: readonly Take[];
  /** Each everyday recording's first half. */
  readonly background: readonly Take[];
  /** Taken for a command, and none. */
  readonly mistakes: readonly Take[];
  /** Each everyday recording's second half, which no training sees. */
  readonly unseen: readonly Int16Array[];
}

/** @throws BeckonError `recordings-locked`. */
export async function evidenceOf(vault: Vault, personId: string): Promise<Evidence> {
  const take = (row: SoundRow, label = row.label): Take => takeOf(personId, { ...row, label });
  const everyday = await vault.everydayOf(personId);
  const half = ({ pcm }: SoundRow): number => pcm.length >> 1;
  return {
    takes: (await vault.takesOf(personId)).map((row) => take(row)),
    background: everyday.map((row) => take({ ...row, pcm: row.pcm.slice(0, half(row)) }, BACKGROUND_LABEL)),
    mistakes: (await vault.mistakesOf(personId)).map((row) => take(row, OTHER_LABEL)),
    unseen: everyday.map((row) => row.pcm.slice(half(row))),
  };
}

/** What two models are compared on. */
export function keptOf({ takes, mistakes, unseen }: Evidence): Kept {
  const everyday = unseen.map((pcm) => ({ signal: "sound" as const, pcm, originRateHz: SOUND_RATE_HZ }));
  return { takes, mistakes, everyday };
}
