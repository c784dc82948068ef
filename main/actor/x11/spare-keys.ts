/**
 * Keycodes to which the layout gives nothing, and lending them characters.
 *
 * By XkbSetMap and not by the core request: that one rewrites keys as it
 * understands them, and leaves F1 to F12 with a second layout they never had.
 * Whatever is changed goes out as one request: one per key keeps window
 * managers busy for minutes, because each makes every client read all again.
 */
import { machineError } from "../../../common/errors.ts";
import type { XConnection } from "./connection.ts";
import { CORE_KEYBOARD, type Pointer } from "./library.ts";

/** XkbAllClientInfoMask: types, symbols, modifier map. */
const CLIENT_MAP = 7;
const GROUP_1_MASK = 1;
/** XkbOneLevelIndex: a key that Shift and Caps Lock do not change. */
const ONE_LEVEL = 0;
// Offsets and sizes in bytes of X11/XKBstr.h on a 64-bit system; acting.test.ts holds them against a real server.
const LEAST_KEYCODE_AT = 12;
const MOST_KEYCODE_AT = 13;
const MAP_AT = 32;
const SYMBOLS_AT = 24;
const KEYS_AT = 32;
const KEY_BYTES = 8;
const KEY_GROUPS_AT = 4;
const KEY_OFFSET_AT = 6;
/** XkbMapChangesRec, and XkbKeySymsMask for its first field. */
const CHANGES_BYTES = 22;
const CHANGED_FIRST_KEY_AT = 6;
const CHANGED_KEYS_AT = 7;
const KEY_SYMBOLS_CHANGED = 2;
const SYMBOL_BYTES = 8;

/** Keycodes that give nothing, in any layout, in order. */
export function readSpareKeycodes(connection: XConnection): number[] {
  return withMap(connection, (description, map) => {
    const { koffi } = connection;
    const keys = koffi.decode(map, KEYS_AT, "void *") as Pointer;
    const least = koffi.decode(description, LEAST_KEYCODE_AT, "uint8_t") as number;
    const most = koffi.decode(description, MOST_KEYCODE_AT, "uint8_t") as number;
    const spare: number[] = [];
    for (let code = least; code <= most; code++) {
      const groups = koffi.decode(keys, code * KEY_BYTES + KEY_GROUPS_AT, "uint8_t") as number;
      if ((groups & 0x0f) === 0) spare.push(code);
    }
    return spare;
  });
}

/**
 * Makes each of these keycodes give one keysym whatever modifiers and layout
 * are active, or nothing again; returns when the server has done it.
 */
export function changeKeys(connection: XConnection, changes: ReadonlyMap<number, bigint | undefined>): void {
  withMap(connection, (description, map) => {
    const { x, koffi, display } = connection;
    const keycodes = [...changes.keys()];
    const first = Math.min(...keycodes);
    // One range, first to last: the keys between go out as they came in.
    const record = new Uint8Array(CHANGES_BYTES);
    new DataView(record.buffer).setUint16(0, KEY_SYMBOLS_CHANGED, true);
    record[CHANGED_FIRST_KEY_AT] = first;
    record[CHANGED_KEYS_AT] = Math.max(...keycodes) - first + 1;
    for (const [keycode, keysym] of changes) {
      const groups = keysym === undefined ? 0 : 1;
      x.XkbChangeTypesOfKey(description, keycode, groups, GROUP_1_MASK, [ONE_LEVEL], null);
      if (keysym === undefined) continue;
      // Read anew for each key: changing a key's type may move the table.
      const keys = koffi.decode(map, KEYS_AT, "void *") as Pointer;
      const symbols = koffi.decode(map, SYMBOLS_AT, "void *") as Pointer;
      const offset = koffi.decode(keys, keycode * KEY_BYTES + KEY_OFFSET_AT, "uint16_t") as number;
      koffi.encode(symbols, offset * SYMBOL_BYTES, "uint64_t", keysym);
    }
    x.XkbChangeMap(display, description, record);
    connection.sync();
  });
}

function withMap<T>(connection: XConnection, use: (description: Pointer, map: Pointer) => T): T {
  const { x, koffi, display } = connection;
  const description = x.XkbGetMap(display, CLIENT_MAP, CORE_KEYBOARD);
  if (description === null) {
    const remedy = "Texts need the X server's XKEYBOARD extension; every usual one has it.";
    throw machineError("xkb-missing", "the X server", "It does not tell its keyboard map.", remedy);
  }
  try {
    return use(description, koffi.decode(description, MAP_AT, "void *") as Pointer);
  } finally {
    x.XkbFreeKeyboard(description, 0, 1);
  }
}
