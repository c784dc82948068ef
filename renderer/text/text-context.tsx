import { createContext, use } from "react";
import type { Language } from "../../main/contract/values.ts";
import { en, type Text } from "./en.ts";
import { ko } from "./ko.ts";

export const TEXTS: Readonly<Record<Language, Text>> = { en, ko };

export const TextContext = createContext<Text>(en);

export function useText(): Text {
  return use(TextContext);
}

/** The first language of the system's list that Beckon speaks, or English. */
export function systemLanguage(): Language {
  const spoken = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  return spoken.find((tag): tag is Language => tag in TEXTS) ?? "en";
}
