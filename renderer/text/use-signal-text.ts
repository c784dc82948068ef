import type { PersonView } from "../../main/contract/values.ts";
import type { Text } from "./en.ts";
import { forMotion, isMotion } from "./signal-text.ts";
import { useText } from "./text-context.tsx";

/** The words that suit how a person gives commands. */
export function useSignalText(person: Pick<PersonView, "ability">): Text {
  const text = useText();
  return isMotion(person) ? forMotion(text) : text;
}
