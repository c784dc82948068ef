/** What the vault keeps as takes, by their ids. */
import { BACKGROUND_LABEL, type Signal, type Take } from "../../../common/street.ts";
import type { CommandRow, SoundRow } from "../../vault/rows.ts";
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

/** Labels of the commands that last as long as their sound, as far as there are takes of them; a movement cannot be held. */
export function heldAmong(
  commands: readonly Pick<CommandRow, "label" | "held">[],
  takes: readonly { readonly label: string; readonly signal: Signal }[],
): string[] {
  return commands
    .filter(
      ({ held, label }) => held && takes.some((take) => take.label === label && take.signal === "sound"),
    )
    .map(({ label }) => label);
}

/** An everyday recording, or a part of one. */
export function everydayTake(person: string, row: Pick<SoundRow, "id" | "signal" | "pcm">): Take {
  return takeOf(person, { ...row, label: BACKGROUND_LABEL });
}
