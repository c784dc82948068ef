/** Sound of the vault as takes, by their ids. */
import { BACKGROUND_LABEL, SOUND_RATE_HZ, type Take } from "../../../common/street.ts";
import type { SoundRow } from "../../vault/rows.ts";

export function takeOf(person: string, { id, label, pcm }: SoundRow): Take {
  return {
    path: id,
    person,
    label,
    session: 1,
    source: "Beckon",
    samples: { signal: "sound", pcm, originRateHz: SOUND_RATE_HZ },
    warnings: [],
  };
}

/** An everyday recording, or a part of one. */
export function everydayTake(person: string, row: Pick<SoundRow, "id" | "pcm">): Take {
  return takeOf(person, { ...row, label: BACKGROUND_LABEL });
}
