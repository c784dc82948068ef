/**
 * Where each `KeyboardEvent.code` lies on an X keyboard: the XKB names of its
 * place, first match wins. Sources: W3C UI Events KeyboardEvent code Values
 * and the keycodes of xkeyboard-config (`keycodes/evdev`, `keycodes/xfree86`).
 *
 * The name of a place does not depend on the layout, and not on the numbering
 * of keycodes either, which evdev and older rules do differently.
 */
import type { KeyCode } from "../../contract/key-codes.ts";

export const XKB_NAMES: Readonly<Record<KeyCode, readonly string[]>> = {
  Backquote: ["TLDE"], Digit1: ["AE01"], Digit2: ["AE02"], Digit3: ["AE03"], Digit4: ["AE04"], Digit5: ["AE05"],
  Digit6: ["AE06"], Digit7: ["AE07"], Digit8: ["AE08"], Digit9: ["AE09"], Digit0: ["AE10"], Minus: ["AE11"],
  Equal: ["AE12"], IntlYen: ["AE13"], Backspace: ["BKSP"],
  Tab: ["TAB"], KeyQ: ["AD01"], KeyW: ["AD02"], KeyE: ["AD03"], KeyR: ["AD04"], KeyT: ["AD05"], KeyY: ["AD06"],
  KeyU: ["AD07"], KeyI: ["AD08"], KeyO: ["AD09"], KeyP: ["AD10"], BracketLeft: ["AD11"], BracketRight: ["AD12"],
  Backslash: ["BKSL", "AC12"],
  CapsLock: ["CAPS"], KeyA: ["AC01"], KeyS: ["AC02"], KeyD: ["AC03"], KeyF: ["AC04"], KeyG: ["AC05"], KeyH: ["AC06"],
  KeyJ: ["AC07"], KeyK: ["AC08"], KeyL: ["AC09"], Semicolon: ["AC10"], Quote: ["AC11"], Enter: ["RTRN"],
  ShiftLeft: ["LFSH"], IntlBackslash: ["LSGT"], KeyZ: ["AB01"], KeyX: ["AB02"], KeyC: ["AB03"], KeyV: ["AB04"],
  KeyB: ["AB05"], KeyN: ["AB06"], KeyM: ["AB07"], Comma: ["AB08"], Period: ["AB09"], Slash: ["AB10"],
  IntlRo: ["AB11"], ShiftRight: ["RTSH"],
  ControlLeft: ["LCTL"], MetaLeft: ["LWIN"], AltLeft: ["LALT"], Space: ["SPCE"], AltRight: ["RALT"],
  MetaRight: ["RWIN"], ContextMenu: ["COMP", "MENU"], ControlRight: ["RCTL"],
  Lang1: ["HNGL"], Lang2: ["HJCV"], Convert: ["HENK"], NonConvert: ["MUHE"], KanaMode: ["HKTG"],
  Insert: ["INS"], Home: ["HOME"], PageUp: ["PGUP"], Delete: ["DELE"], End: ["END"], PageDown: ["PGDN"],
  ArrowUp: ["UP"], ArrowLeft: ["LEFT"], ArrowDown: ["DOWN"], ArrowRight: ["RGHT"],
  NumLock: ["NMLK"], NumpadDivide: ["KPDV"], NumpadMultiply: ["KPMU"], NumpadSubtract: ["KPSU"], NumpadAdd: ["KPAD"],
  NumpadEnter: ["KPEN"], NumpadDecimal: ["KPDL"], Numpad0: ["KP0"], Numpad1: ["KP1"], Numpad2: ["KP2"],
  Numpad3: ["KP3"], Numpad4: ["KP4"], Numpad5: ["KP5"], Numpad6: ["KP6"], Numpad7: ["KP7"], Numpad8: ["KP8"],
  Numpad9: ["KP9"],
  Escape: ["ESC"], F1: ["FK01"], F2: ["FK02"], F3: ["FK03"], F4: ["FK04"], F5: ["FK05"], F6: ["FK06"], F7: ["FK07"],
  F8: ["FK08"], F9: ["FK09"], F10: ["FK10"], F11: ["FK11"], F12: ["FK12"],
  PrintScreen: ["PRSC"], ScrollLock: ["SCLK"], Pause: ["PAUS"],
  AudioVolumeMute: ["MUTE"], AudioVolumeDown: ["VOL-"], AudioVolumeUp: ["VOL+"],
  MediaPlayPause: ["I172"], MediaStop: ["I174"], MediaTrackPrevious: ["I173"], MediaTrackNext: ["I171"],
  BrowserBack: ["I166"], BrowserForward: ["I167"],
};
