/** The X keyboard: which keycode is which place, and which characters the layout gives. */
import { KEY_CODES, type KeyCode, MODIFIER_CODES } from "../../contract/key-codes.ts";
import type { XConnection } from "./connection.ts";
import { XKB_NAMES } from "./key-names.ts";
import { CORE_KEYBOARD } from "./library.ts";

const XKB_KEY_NAMES_MASK = 1 << 9;
// Offsets in bytes of X11/XKBstr.h on a 64-bit system: XkbDescRec.min_key_code, .max_key_code, .names and
// XkbNamesRec.keys (4 characters for each keycode, from keycode 0). x11.test.ts holds them against real keys.
const LEAST_KEYCODE_OFFSET = 12;
const MOST_KEYCODE_OFFSET = 13;
const NAMES_OFFSET = 48;
const KEYS_OFFSET = 456;
/** sizeof(XkbStateRec); its first byte is the active group, byte 9 the locked modifiers. */
const STATE_BYTES = 18;
const LOCKED_MODIFIERS_OFFSET = 9;

/** Xlib's LockMask: Caps Lock. */
export const CAPS_LOCK_MASK = 2;

/** Keycode of every place that this keyboard has. */
export function readKeycodes(connection: XConnection): ReadonlyMap<KeyCode, number> {
  const { x, koffi, display } = connection;
  const description = x.XkbGetMap(display, 0, CORE_KEYBOARD);
  const byName = new Map<string, number>();
  if (description !== null) {
    if (x.XkbGetNames(display, XKB_KEY_NAMES_MASK, description) === 0) {
      const least = koffi.decode(description, LEAST_KEYCODE_OFFSET, "uint8_t") as number;
      const most = koffi.decode(description, MOST_KEYCODE_OFFSET, "uint8_t") as number;
      const names = koffi.decode(koffi.decode(description, NAMES_OFFSET, "void *"), KEYS_OFFSET, "void *");
      const raw = Buffer.from(koffi.decode(names, "uint8_t", 4 * (most + 1)) as Uint8Array);
      for (let code = least; code <= most; code++) {
        const name = raw.toString("latin1", 4 * code, 4 * code + 4).replace(/\0.*$/, "");
        if (name !== "") byName.set(name, code);
      }
    }
    x.XkbFreeKeyboard(description, 0, 1);
  }
  const keycodes = new Map<KeyCode, number>();
  for (const code of KEY_CODES) {
    const keycode = XKB_NAMES[code].map((name) => byName.get(name)).find((found) => found !== undefined);
    if (keycode !== undefined) keycodes.set(code, keycode);
  }
  return keycodes;
}

/** Keycodes of Shift, Control, Alt and Meta, both sides. */
export function modifierKeycodes(keycodes: ReadonlyMap<KeyCode, number>): ReadonlySet<number> {
  return new Set(MODIFIER_CODES.map((code) => keycodes.get(code)).filter((code) => code !== undefined));
}

/** The active layout of several, from 0, and whether Caps Lock is on. */
export function readKeyboardState({ x, display }: XConnection): {
  readonly group: number;
  readonly capsLock: boolean;
} {
  const state = new Uint8Array(STATE_BYTES);
  x.XkbGetState(display, CORE_KEYBOARD, state);
  return { group: state[0]!, capsLock: (state[LOCKED_MODIFIERS_OFFSET]! & CAPS_LOCK_MASK) !== 0 };
}

/** The core map: what each keycode gives, to look at. Writing it back would flatten keys with levels of their own. */
export interface KeyboardMap {
  readonly least: number;
  readonly perKeycode: number;
  /** `perKeycode` keysyms of each keycode from `least` on; 0 is none. */
  readonly keysyms: BigUint64Array;
}

export function readMap({ x, koffi, display }: XConnection): KeyboardMap {
  const [least, most, perKeycode] = [[0], [0], [0]];
  x.XDisplayKeycodes(display, least, most);
  const count = most[0]! - least[0]! + 1;
  const pointer = x.XGetKeyboardMapping(display, least[0]!, count, perKeycode);
  const keysyms = BigUint64Array.from(
    koffi.decode(pointer, "uint64_t", count * perKeycode[0]!) as BigUint64Array,
    (value) => BigInt(value),
  );
  x.XFree(pointer);
  return { least: least[0]!, perKeycode: perKeycode[0]!, keysyms };
}

/** How the active layout gives a keysym. The core map has two levels of group 0, then two of group 1. */
export function findInLayout(
  { least, perKeycode, keysyms }: KeyboardMap,
  group: number,
  keysym: bigint,
): { readonly keycode: number; readonly shift: boolean } | undefined {
  if (group > 1 || perKeycode < 2 * group + 2) return undefined;
  for (let at = 0; at < keysyms.length; at += perKeycode) {
    for (const level of [0, 1]) {
      if (keysyms[at + 2 * group + level] === keysym)
        return { keycode: least + at / perKeycode, shift: level === 1 };
    }
  }
  return undefined;
}

/** Keysym of a character (X11 protocol, appendix A: Latin-1 as it is, the rest 0x01000000 + code point). */
export function keysymOf(character: string): bigint {
  const point = character.codePointAt(0)!;
  const latin1 = (point >= 0x20 && point <= 0x7e) || (point >= 0xa0 && point <= 0xff);
  return BigInt(latin1 ? point : 0x01000000 + point);
}
