/**
 * Text into X clients: characters that the layout lacks are put on spare
 * keycodes, all of one batch with a single change of the map; afterwards the
 * map is put back.
 *
 * Why so: one change per character loses characters in every client tried and
 * keeps the window manager busy for minutes. A client reads the map when it
 * comes to the notice of the change, not when the change happens: a slow one
 * must still find our map then, so it stays a while after the last character.
 * The map is noted on the server first; whoever starts next puts it back.
 */
import { setTimeout as wait } from "node:timers/promises";
import { machineError } from "../../../common/errors.ts";
import type { XConnection } from "./connection.ts";
import {
  CAPS_LOCK_MASK,
  findInLayout,
  type KeyboardMap,
  keysymOf,
  readKeyboardState,
  readMap,
} from "./keyboard.ts";
import { CORE_KEYBOARD } from "./library.ts";
import { changeKeys, readSpareKeycodes } from "./spare-keys.ts";

const NOTE = "_BECKON_SPARE_KEYS";
const CAPS_NOTE = "_BECKON_CAPS_LOCK";
/** From the change of the map to the first character, ms. */
const BEFORE_MS = 100;
/** From the last character until the map is put back, ms. */
const AFTER_MS = 400;
/** Between two characters, ms: some clients drop the release of Shift at full speed. */
const BETWEEN_MS = 2;

interface Special {
  readonly enter: number | undefined;
  readonly tab: number | undefined;
  readonly shift: number | undefined;
}

interface Batch {
  /** Characters in order. */
  readonly characters: string[];
  /** Those of them that need a spare keycode, each once. */
  readonly missing: Set<string>;
}

export class TextTyper {
  readonly #connection: XConnection;
  readonly #special: Special;
  /** What now lies on spare keycodes. */
  #borrowed = new Map<string, number>();
  #capsLock = false;
  #back: NodeJS.Timeout | undefined;
  #backAtMs = 0;

  constructor(connection: XConnection, special: Special) {
    this.#connection = connection;
    this.#special = special;
  }

  /** Puts back what an actor before this one changed and could not put back. */
  recover(): void {
    const keycodes = this.#connection
      .readNote(NOTE)
      .split(" ")
      .map(Number)
      .filter((code) => code > 0);
    if (keycodes.length > 0) this.#blank(keycodes);
    if (this.#connection.readNote(CAPS_NOTE) !== "") this.#restoreCapsLock();
  }

  /**
   * @param text line breaks are Enter, tabs are Tab.
   * @param stopped asked before each character; true ends the text there.
   * @throws BeckonError if the keyboard has no spare keycode and the layout lacks a character.
   */
  async type(text: string, stopped: () => boolean): Promise<void> {
    const map = readMap(this.#connection);
    const { group, capsLock } = readKeyboardState(this.#connection);
    const spare = [...readSpareKeycodes(this.#connection), ...this.#borrowed.values()];
    const layoutKey = (character: string) => {
      const key = this.#layoutKey(map, group, character);
      // What we borrowed may be gone before the text is: it is no part of the layout.
      return key === undefined || spare.includes(key.keycode) ? undefined : key;
    };
    const batches = split(text, (character) => layoutKey(character) === undefined, spare.length);

    if (capsLock) {
      this.#capsLock = true;
      this.#connection.note(CAPS_NOTE, "on");
      this.#connection.x.XkbLockModifiers(this.#connection.display, CORE_KEYBOARD, CAPS_LOCK_MASK, 0);
    }
    try {
      for (const { characters, missing } of batches) {
        if (missing.size > 0) await this.#borrow([...missing], spare);
        for (const character of characters) {
          if (stopped()) return;
          this.#tap(layoutKey(character) ?? { keycode: this.#borrowed.get(character)!, shift: false });
          await wait(BETWEEN_MS);
        }
      }
    } finally {
      if (this.#capsLock) this.#restoreCapsLock();
      this.#putBackLater();
    }
  }

  /** Puts the map back now. */
  close(): void {
    if (this.#capsLock) this.#restoreCapsLock();
    this.#putBack();
  }

  #layoutKey(
    map: KeyboardMap,
    group: number,
    character: string,
  ): { keycode: number; shift: boolean } | undefined {
    const special =
      character === "\n" ? this.#special.enter : character === "\t" ? this.#special.tab : undefined;
    if (special !== undefined) return { keycode: special, shift: false };
    const found = findInLayout(map, group, keysymOf(character));
    return found?.shift && this.#special.shift === undefined ? undefined : found;
  }

  /** Makes every one of `characters` lie on a spare keycode, and waits until clients can know. */
  async #borrow(characters: readonly string[], spare: readonly number[]): Promise<void> {
    if (characters.every((character) => this.#borrowed.has(character))) return;
    if (this.#borrowed.size > 0) {
      // The batch before may still be on its way through a slow client.
      this.#putBackLater();
      await wait(Math.max(0, this.#backAtMs - performance.now()));
    }
    clearTimeout(this.#back);
    this.#back = undefined;
    const before = [...this.#borrowed.values()];
    this.#borrowed = new Map(characters.map((character, at) => [character, spare[at]!]));
    const changes = new Map<number, bigint | undefined>(before.map((code) => [code, undefined]));
    for (const [character, code] of this.#borrowed) changes.set(code, keysymOf(character));

    this.#connection.note(NOTE, [...new Set([...before, ...this.#borrowed.values()])].join(" "));
    changeKeys(this.#connection, changes);
    await wait(BEFORE_MS);
  }

  #tap({ keycode, shift }: { readonly keycode: number; readonly shift: boolean }): void {
    const { x, display } = this.#connection;
    const shiftKey = shift ? this.#special.shift : undefined;
    if (shiftKey !== undefined) x.XTestFakeKeyEvent(display, shiftKey, 1, 0);
    x.XTestFakeKeyEvent(display, keycode, 1, 0);
    x.XTestFakeKeyEvent(display, keycode, 0, 0);
    if (shiftKey !== undefined) x.XTestFakeKeyEvent(display, shiftKey, 0, 0);
    this.#connection.flush();
  }

  #putBackLater(): void {
    if (this.#borrowed.size === 0) return;
    clearTimeout(this.#back);
    this.#backAtMs = performance.now() + AFTER_MS;
    this.#back = setTimeout(() => this.#putBack(), AFTER_MS);
  }

  #putBack(): void {
    clearTimeout(this.#back);
    this.#back = undefined;
    if (this.#borrowed.size === 0) return;
    this.#blank([...this.#borrowed.values()]);
    this.#borrowed.clear();
  }

  #blank(keycodes: readonly number[]): void {
    changeKeys(this.#connection, new Map(keycodes.map((code) => [code, undefined])));
    this.#connection.note(NOTE, "");
    this.#connection.flush();
  }

  #restoreCapsLock(): void {
    this.#connection.x.XkbLockModifiers(
      this.#connection.display,
      CORE_KEYBOARD,
      CAPS_LOCK_MASK,
      CAPS_LOCK_MASK,
    );
    this.#connection.note(CAPS_NOTE, "");
    this.#connection.flush();
    this.#capsLock = false;
  }
}

/** Cuts a text so that no part needs more than `room` spare keycodes. */
function split(text: string, isMissing: (character: string) => boolean, room: number): Batch[] {
  const batches: Batch[] = [{ characters: [], missing: new Set() }];
  for (const character of text.replaceAll("\r\n", "\n")) {
    let batch = batches.at(-1)!;
    if (isMissing(character)) {
      if (room === 0) {
        const remedy = "Take this character out of the text, or add a layout that has it.";
        const problem = `The keyboard layout lacks "${character}", and no key is free to carry it.`;
        throw machineError("text-no-spare-key", "the text", problem, remedy);
      }
      if (!batch.missing.has(character) && batch.missing.size === room) {
        batch = { characters: [], missing: new Set() };
        batches.push(batch);
      }
      batch.missing.add(character);
    }
    batch.characters.push(character);
  }
  return batches;
}
