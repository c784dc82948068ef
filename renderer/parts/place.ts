/** Where the person is in the app, as the fragment of the address: a reload and the back button lead where they should. */
import { STEPS, type Step } from "../../main/contract/values.ts";

export type Place =
  | { readonly at: "people" }
  | { readonly at: "new" }
  | { readonly at: "step"; readonly personId: string; readonly step: Step };

export function placeOf(fragment: string): Place {
  const [first, second] = fragment
    .replace(/^#?\/?/, "")
    .split("/")
    .map(decode);
  if (first === "new") return { at: "new" };
  const step = STEPS.find((name) => name === second);
  return first && step ? { at: "step", personId: first, step } : { at: "people" };
}

export function fragmentOf(place: Place): string {
  switch (place.at) {
    case "people":
      return "#/";
    case "new":
      return "#/new";
    case "step":
      return `#/${encodeURIComponent(place.personId)}/${place.step}`;
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
