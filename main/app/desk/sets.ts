/**
 * Ready-made sets: what a person's first, second, third … command does. The
 * most wanted and the harmless come first, so that few commands do much and
 * something works on the first day already.
 */
import type { WrittenAction } from "../../contract/command-action.ts";
import type { CallInput } from "../../contract/contract.ts";

export type SetName = CallInput<"profile.useSet">["set"];

const harmless = (keys: string): WrittenAction => ({ do: "keys", keys, harm: "harmless" });
const ordinary = (keys: string): WrittenAction => ({ do: "keys", keys });
const scroll = (down: number): WrittenAction => ({ do: "scroll", down, harm: "harmless" });

const SETS: Readonly<Record<SetName, readonly WrittenAction[]>> = {
  browsing: [
    scroll(3),
    scroll(-3),
    harmless("Tab"),
    harmless("ShiftLeft+Tab"),
    ordinary("Enter"),
    ordinary("AltLeft+ArrowLeft"),
    ordinary("ControlLeft+Tab"),
    harmless("Home"),
  ],
  reading: [
    harmless("PageDown"),
    harmless("PageUp"),
    scroll(3),
    scroll(-3),
    harmless("Home"),
    harmless("End"),
    ordinary("ControlLeft+Equal"),
    ordinary("ControlLeft+Minus"),
  ],
  media: [
    harmless("MediaPlayPause"),
    harmless("MediaTrackNext"),
    harmless("MediaTrackPrevious"),
    harmless("AudioVolumeUp"),
    harmless("AudioVolumeDown"),
    harmless("AudioVolumeMute"),
    harmless("ArrowRight"),
    harmless("ArrowLeft"),
  ],
  presenting: [
    harmless("PageDown"),
    harmless("PageUp"),
    harmless("Home"),
    harmless("End"),
    ordinary("KeyB"),
    ordinary("F5"),
    ordinary("Escape"),
  ],
  writing: [
    harmless("ArrowRight"),
    harmless("ArrowLeft"),
    ordinary("Enter"),
    ordinary("Space"),
    ordinary("Backspace"),
    ordinary("ControlLeft+KeyZ"),
    harmless("ArrowUp"),
    harmless("ArrowDown"),
  ],
  // What a program that scans by itself waits for.
  switch: [ordinary("Space"), ordinary("Enter"), harmless("Tab"), ordinary("Escape")],
};

/** @param labels the person's commands in their order; those beyond the set's length do nothing yet. */
export function actionsOfSet(set: SetName, labels: readonly string[]): Record<string, WrittenAction> {
  return Object.fromEntries(
    labels.flatMap((label, i) => {
      const action = SETS[set][i];
      return action === undefined ? [] : [[label, action]];
    }),
  );
}

/** All actions of all sets, for a test that each is one. */
export const ALL_SET_ACTIONS: readonly WrittenAction[] = Object.values(SETS).flat();
