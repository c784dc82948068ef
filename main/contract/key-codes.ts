/**
 * What can be pressed: keys by their place on the keyboard, and mouse buttons.
 *
 * A key is named by its W3C UI Events `KeyboardEvent.code` (UI Events
 * KeyboardEvent code Values, section 3): the place, not the letter. "KeyQ" is
 * the key right of Tab on every layout, whatever is printed on it.
 */
export const KEY_CODES = [
  "Backquote",
  "Digit1",
  "Digit2",
  "Digit3",
  "Digit4",
  "Digit5",
  "Digit6",
  "Digit7",
  "Digit8",
  "Digit9",
  "Digit0",
  "Minus",
  "Equal",
  "IntlYen",
  "Backspace",
  "Tab",
  "KeyQ",
  "KeyW",
  "KeyE",
  "KeyR",
  "KeyT",
  "KeyY",
  "KeyU",
  "KeyI",
  "KeyO",
  "KeyP",
  "BracketLeft",
  "BracketRight",
  "Backslash",
  "CapsLock",
  "KeyA",
  "KeyS",
  "KeyD",
  "KeyF",
  "KeyG",
  "KeyH",
  "KeyJ",
  "KeyK",
  "KeyL",
  "Semicolon",
  "Quote",
  "Enter",
  "ShiftLeft",
  "IntlBackslash",
  "KeyZ",
  "KeyX",
  "KeyC",
  "KeyV",
  "KeyB",
  "KeyN",
  "KeyM",
  "Comma",
  "Period",
  "Slash",
  "IntlRo",
  "ShiftRight",
  "ControlLeft",
  "MetaLeft",
  "AltLeft",
  "Space",
  "AltRight",
  "MetaRight",
  "ContextMenu",
  "ControlRight",
  "Lang1",
  "Lang2",
  "Convert",
  "NonConvert",
  "KanaMode",
  "Insert",
  "Home",
  "PageUp",
  "Delete",
  "End",
  "PageDown",
  "ArrowUp",
  "ArrowLeft",
  "ArrowDown",
  "ArrowRight",
  "NumLock",
  "NumpadDivide",
  "NumpadMultiply",
  "NumpadSubtract",
  "NumpadAdd",
  "NumpadEnter",
  "NumpadDecimal",
  "Numpad0",
  "Numpad1",
  "Numpad2",
  "Numpad3",
  "Numpad4",
  "Numpad5",
  "Numpad6",
  "Numpad7",
  "Numpad8",
  "Numpad9",
  "Escape",
  "F1",
  "F2",
  "F3",
  "F4",
  "F5",
  "F6",
  "F7",
  "F8",
  "F9",
  "F10",
  "F11",
  "F12",
  "PrintScreen",
  "ScrollLock",
  "Pause",
  "AudioVolumeMute",
  "AudioVolumeDown",
  "AudioVolumeUp",
  "MediaPlayPause",
  "MediaStop",
  "MediaTrackPrevious",
  "MediaTrackNext",
  "BrowserBack",
  "BrowserForward",
] as const;

export type KeyCode = (typeof KEY_CODES)[number];

export const MODIFIER_CODES = [
  "ShiftLeft",
  "ShiftRight",
  "ControlLeft",
  "ControlRight",
  "AltLeft",
  "AltRight",
  "MetaLeft",
  "MetaRight",
] as const satisfies readonly KeyCode[];

/** Named as keys are, so that a chord can hold both: "ControlLeft+MouseLeft". */
export const MOUSE_BUTTONS = ["MouseLeft", "MouseMiddle", "MouseRight"] as const;

export type MouseButton = (typeof MOUSE_BUTTONS)[number];

/** Whatever can be down. */
export type Input = KeyCode | MouseButton;

const INPUTS: ReadonlySet<string> = new Set([...KEY_CODES, ...MOUSE_BUTTONS]);
const MODIFIERS: ReadonlySet<string> = new Set(MODIFIER_CODES);
const BUTTONS: ReadonlySet<string> = new Set(MOUSE_BUTTONS);

export function isInput(name: string): name is Input {
  return INPUTS.has(name);
}

export function isMouseButton(input: Input): input is MouseButton {
  return BUTTONS.has(input);
}

export function isModifier(input: Input): boolean {
  return MODIFIERS.has(input);
}
