/** What the vault keeps as takes, by their ids. */
import { BACKGROUND_LABEL, type Take } from "../../../common/street.ts";
import type { SoundRow } from "../../vault/rows.ts";
import { samplesOf } from "./signals.ts";

export function takeOf(person: string, { id, label, signal, pcm }: SoundRow): Take {
  return {
    path: id,
    person,
    label,
    session: 1,
    source: "Beckon",
    samples: samplesOf(signal, pcm),
    warnings: [],
  };
}

/** An everyday recording, or a part of one. */
export function everydayTake(person: string, row: Pick<SoundRow, "id" | "signal" | "pcm">): Take {
  return takeOf(person, { ...row, label: BACKGROUND_LABEL });
}
