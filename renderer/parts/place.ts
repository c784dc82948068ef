/** Where the person is in the app, as the fragment of the address: a reload and the back button lead where they should. */
import { STEPS, type Step } from "../../main/contract/values.ts";

export const CARE_PARTS = ["care", "backup", "lock", "card", "health", "certificate"] as const;
/** A page of looking after a person. */
export type CarePart = (typeof CARE_PARTS)[number];

export type Place =
  | { readonly at: "people" }
  | { readonly at: "new" }
  | { readonly at: "restore" }
  | { readonly at: "learn"; readonly personId: string }
  | { readonly at: "care"; readonly personId: string; readonly part: CarePart }
  /** The small window, alone; `floating`: it never takes the focus. */
  | { readonly at: "small"; readonly floating: boolean }
  /** `commandId`: what is to be recorded, where another screen sent the person here for it. */
  | { readonly at: "step"; readonly personId: string; readonly step: Step; readonly commandId?: string };

/** A screen that help tells of: every place with a header. */
export type HelpedScreen = Exclude<Place["at"], "small" | "care" | "step"> | CarePart | Step;

export function helpedScreen(place: Place): HelpedScreen {
  switch (place.at) {
    case "step":
      return place.step;
    case "care":
      return place.part;
    case "small":
      return "people";
    default:
      return place.at;
  }
}

export function placeOf(fragment: string): Place {
  const [first, second, third] = fragment
    .replace(/^#?\/?/, "")
    .split("/")
    .map(decode);
  if (first === "new") return { at: "new" };
  if (first === "restore") return { at: "restore" };
  if (first === "small") return { at: "small", floating: second === "floating" };
  if (first && second === "learn") return { at: "learn", personId: first };
  const part = CARE_PARTS.find((name) => name === second);
  if (first && part) return { at: "care", personId: first, part };
  const step = STEPS.find((name) => name === second);
  if (!first || !step) return { at: "people" };
  return { at: "step", personId: first, step, ...(third ? { commandId: third } : {}) };
}

export function fragmentOf(place: Place): string {
  switch (place.at) {
    case "people":
      return "#/";
    case "new":
      return "#/new";
    case "restore":
      return "#/restore";
    case "care":
      return `#/${encodeURIComponent(place.personId)}/${place.part}`;
    case "learn":
      return `#/${encodeURIComponent(place.personId)}/learn`;
    case "small":
      return place.floating ? "#/small/floating" : "#/small";
    case "step": {
      const step = `#/${encodeURIComponent(place.personId)}/${place.step}`;
      return place.commandId === undefined ? step : `${step}/${encodeURIComponent(place.commandId)}`;
    }
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
