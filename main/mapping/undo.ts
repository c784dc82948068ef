/**
 * The exact way back of what a command did. Where there is none it is said so:
 * a click, Enter or Escape cannot be taken back by a key, and Beckon does not
 * know what a program's own undo would undo.
 */
import type { Action } from "../contract/action.ts";
import type { CommandAction } from "../contract/command-action.ts";
import type { Input } from "../contract/key-codes.ts";

/** Longer texts are not taken back letter by letter. */
const MOST_LETTERS = 100;

/** Chords that undo each other, and those that undo themselves. */
const PAIRS: readonly (readonly [string, string])[] = [
  ["PageDown", "PageUp"],
  ["Tab", "ShiftLeft+Tab"],
  ["ArrowLeft", "ArrowRight"],
  ["ArrowUp", "ArrowDown"],
  ["AltLeft+ArrowLeft", "AltLeft+ArrowRight"],
  ["ControlLeft+Tab", "ControlLeft+ShiftLeft+Tab"],
  ["ControlLeft+Equal", "ControlLeft+Minus"],
  ["AudioVolumeUp", "AudioVolumeDown"],
  ["AudioVolumeMute", "AudioVolumeMute"],
  ["MediaPlayPause", "MediaPlayPause"],
];
/** These reach their program from any window. */
const EVERYWHERE = ["AudioVolumeUp", "AudioVolumeDown", "AudioVolumeMute", "MediaPlayPause"];

/**
 * Actions that bring back what was before, in order; undefined where there is no exact way. A `toggle` is not
 * here: it is let go by the guard that holds it. Exact as long as nothing else happened in between.
 */
export function undoOf(does: CommandAction): readonly Action[] | undefined {
  switch (does.do) {
    case "scroll":
      return [{ kind: "scroll", right: -does.right, down: -does.down }];
    case "move":
      return [{ kind: "move", right: -does.right, down: -does.down }];
    case "text": {
      const letters = [...new Intl.Segmenter().segment(does.text)].length;
      // A line break or tab may have sent the text or left the field.
      if (letters > MOST_LETTERS || /[\n\t]/.test(does.text)) return undefined;
      return Array.from({ length: letters }, (): Action => ({ kind: "tap", inputs: ["Backspace"] }));
    }
    case "keys": {
      const back = counterpart(does.keys);
      return back === undefined ? undefined : [{ kind: "tap", inputs: back }];
    }
    case "click":
    case "doubleClick":
    case "moveTo":
    case "hold":
    case "toggle":
    case "releaseAll":
    case "undo":
    case "sleep":
    case "mode":
      return undefined;
  }
}

/** Does the way back work wherever the keyboard and the pointer are? */
export function worksAnywhere(does: CommandAction): boolean {
  return does.do === "toggle" || (does.do === "keys" && EVERYWHERE.includes(does.keys.join("+")));
}

function counterpart(keys: readonly Input[]): Input[] | undefined {
  const chord = keys.join("+");
  for (const [one, other] of PAIRS) {
    if (chord === one) return other.split("+") as Input[];
    if (chord === other) return one.split("+") as Input[];
  }
  return undefined;
}
