/** Advice in the person's language. */
import type { AdviceView } from "../../main/contract/advice-values.ts";
import type { PersonView } from "../../main/contract/values.ts";
import type { Text } from "../text/en.ts";

/** Name of a command; empty where it has just gone. */
export function labelOf({ commands }: PersonView, commandId: string): string {
  return commands.find((command) => command.commandId === commandId)?.label ?? "";
}

export function adviceTitle(advice: AdviceView, person: PersonView, { advice: words }: Text): string {
  const label = (id: string): string => labelOf(person, id);
  switch (advice.kind) {
    case "alike":
      return words.alike(label(advice.commandIds[0]), label(advice.commandIds[1]));
    case "unsteady":
      return words.unsteady(label(advice.commandId));
    case "badTake":
      return words.badTake(label(advice.commandId));
    case "recording":
      return words.recording(advice.takes, advice.of);
    case "likeTalk":
      return words.likeTalk(label(advice.commandId));
  }
}

export function adviceReason(
  advice: AdviceView,
  person: PersonView,
  { advice: words, locale }: Text,
): string {
  const number = (value: number): string =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value);
  switch (advice.kind) {
    case "alike":
      return words.alikeWhy(advice.nearer, advice.of);
    case "unsteady":
      return words.unsteadyWhy(number(advice.times));
    case "badTake":
      return advice.otherId === null
        ? words.badWhy[advice.reason]
        : words.otherWord(labelOf(person, advice.otherId));
    case "recording":
      return words.recordingWhy[advice.reason];
    case "likeTalk":
      return words.likeTalkWhy(advice.pieces, number(advice.minutes));
  }
}
