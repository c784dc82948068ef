import type { LiveView } from "../../main/contract/values.ts";

/** What Beckon does, as the window says it: live, with all but one command asleep, is a state of its own. */
export type ShownState = LiveView["state"] | "asleep";

export function shownState({ state, dozing }: LiveView): ShownState {
  return state === "armed" && dozing !== null ? "asleep" : state;
}
