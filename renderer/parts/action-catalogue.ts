/** What a command can be chosen to do, in plain words instead of key names. */
import { harmOf, commandAction, type WrittenAction } from "../../main/contract/command-action.ts";
import type { Text } from "../text/en.ts";

type Name = keyof Text["actions"]["names"];
type Group = keyof Text["actions"]["groups"];

interface Offer {
  readonly name: Name;
  readonly group: Group;
  readonly action: WrittenAction;
}

const keys = (codes: string, harm: "harmless" | "ordinary"): WrittenAction => ({
  do: "keys",
  keys: codes,
  harm,
});
const hold = (codes: string, harm: "harmless" | "ordinary"): WrittenAction => ({
  do: "hold",
  keys: codes,
  harm,
});
const scroll = (down: number): WrittenAction => ({ do: "scroll", down, harm: "harmless" });

export const OFFERS: readonly Offer[] = [
  { name: "holdDown", group: "hold", action: hold("ArrowDown", "harmless") },
  { name: "holdUp", group: "hold", action: hold("ArrowUp", "harmless") },
  { name: "holdRight", group: "hold", action: hold("ArrowRight", "harmless") },
  { name: "holdLeft", group: "hold", action: hold("ArrowLeft", "harmless") },
  { name: "holdSpace", group: "hold", action: hold("Space", "ordinary") },
  { name: "holdMouse", group: "hold", action: hold("MouseLeft", "ordinary") },
  { name: "scrollDown", group: "move", action: scroll(3) },
  { name: "scrollUp", group: "move", action: scroll(-3) },
  { name: "pageDown", group: "move", action: keys("PageDown", "harmless") },
  { name: "pageUp", group: "move", action: keys("PageUp", "harmless") },
  { name: "nextLink", group: "move", action: keys("Tab", "harmless") },
  { name: "previousLink", group: "move", action: keys("ShiftLeft+Tab", "harmless") },
  { name: "down", group: "move", action: keys("ArrowDown", "harmless") },
  { name: "up", group: "move", action: keys("ArrowUp", "harmless") },
  { name: "right", group: "move", action: keys("ArrowRight", "harmless") },
  { name: "left", group: "move", action: keys("ArrowLeft", "harmless") },
  { name: "browserBack", group: "move", action: keys("AltLeft+ArrowLeft", "ordinary") },
  { name: "play", group: "media", action: keys("MediaPlayPause", "harmless") },
  { name: "nextTrack", group: "media", action: keys("MediaTrackNext", "harmless") },
  { name: "previousTrack", group: "media", action: keys("MediaTrackPrevious", "harmless") },
  { name: "louder", group: "media", action: keys("AudioVolumeUp", "harmless") },
  { name: "softer", group: "media", action: keys("AudioVolumeDown", "harmless") },
  { name: "mute", group: "media", action: keys("AudioVolumeMute", "harmless") },
  { name: "space", group: "keys", action: keys("Space", "ordinary") },
  { name: "enter", group: "keys", action: keys("Enter", "ordinary") },
  { name: "escape", group: "keys", action: keys("Escape", "ordinary") },
  { name: "backspace", group: "keys", action: keys("Backspace", "ordinary") },
  { name: "releaseAll", group: "keys", action: { do: "releaseAll" } },
  { name: "sleep", group: "keys", action: { do: "sleep" } },
  { name: "mode", group: "keys", action: { do: "mode" } },
  { name: "undo", group: "keys", action: { do: "undo" } },
  { name: "click", group: "mouse", action: { do: "click" } },
  { name: "doubleClick", group: "mouse", action: { do: "doubleClick" } },
  { name: "rightClick", group: "mouse", action: { do: "click", button: "MouseRight" } },
];

/** The offer that does the same, whatever harm is written with either. */
export function offerFor(action: WrittenAction): Offer | undefined {
  const wanted = sameness(action);
  return OFFERS.find((offer) => sameness(offer.action) === wanted);
}

export function isHarmless(action: WrittenAction): boolean {
  const read = commandAction.safeParse(action);
  return read.success && harmOf(read.data) === "harmless";
}

/** In plain words, in the window's language. */
export function describeAction(action: WrittenAction, text: Text): string {
  const { names, describe } = text.actions;
  const offer = offerFor(action);
  if (offer !== undefined) return names[offer.name];
  switch (action.do) {
    case "keys":
      return describe.keys(action.keys.split("+").map(keyName).join(" + "));
    case "hold":
      return describe.hold(action.keys.split("+").map(keyName).join(" + "));
    case "toggle":
      return describe.toggle(action.keys.split("+").map(keyName).join(" + "));
    case "text":
      return describe.text(action.text);
    case "move":
      return describe.move;
    case "moveTo":
      return describe.moveTo;
    case "scroll":
      return describe.scroll;
    case "click":
      return action.button === "MouseMiddle" ? describe.keys(keyName(action.button)) : names.click;
    case "doubleClick":
      return names.doubleClick;
    case "releaseAll":
      return names.releaseAll;
    case "undo":
      return names.undo;
    case "sleep":
      return names.sleep;
    case "mode":
      return names.mode;
  }
}

/** As it is printed on most keyboards: "KeyS" is S, "ControlLeft" Ctrl. */
function keyName(code: string): string {
  const printed: Readonly<Record<string, string>> = {
    Control: "Ctrl",
    Meta: "Super",
    ArrowUp: "↑",
    ArrowDown: "↓",
    ArrowLeft: "←",
    ArrowRight: "→",
  };
  const bare = code.startsWith("Arrow") ? code : code.replace(/^(Key|Digit)|(?<=.)(Left|Right)$/g, "");
  return printed[bare] ?? bare.replace(/([a-z])([A-Z])/g, "$1 $2");
}

function sameness(action: WrittenAction): string {
  const read = commandAction.safeParse(action);
  return read.success ? JSON.stringify({ ...read.data, harm: "" }) : "";
}
