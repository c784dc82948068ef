/**
 * The X11 back end: XTEST events, and what is down noted on the server before
 * it goes down. Each action waits until the server has done it, so that "done"
 * is true for every other client too.
 */
import { machineError } from "../../../common/errors.ts";
import {
  type Input,
  isInput,
  isModifier,
  isMouseButton,
  type KeyCode,
  MOUSE_BUTTONS,
  type MouseButton,
} from "../../contract/key-codes.ts";
import type { Backend } from "../backend.ts";
import { XConnection } from "./connection.ts";
import { modifierKeycodes, readKeycodes } from "./keyboard.ts";
import { TextTyper } from "./text.ts";

const HELD_NOTE = "_BECKON_HELD";
const CLAIM = "_BECKON_ACTOR";
const CLAIM_LIMIT_MS = 1000;
const CLAIM_RETRY_MS = 5;
/** X's numbers of the wheel's directions. */
const WHEEL = { up: 4, down: 5, left: 6, right: 7 } as const;

/**
 * @param display such as ":0"; without one, DISPLAY.
 * @throws BeckonError (exit 3) if libraries, server or the XTEST extension are missing.
 */
export function openX11(display?: string): Backend {
  return new X11Backend(new XConnection(display));
}

class X11Backend implements Backend {
  readonly #connection: XConnection;
  readonly #keycodes: ReadonlyMap<KeyCode, number>;
  readonly #modifiers: ReadonlySet<number>;
  readonly #typer: TextTyper;
  /** What we put down, oldest first, with its keycode or button number. */
  readonly #held = new Map<Input, number>();

  constructor(connection: XConnection) {
    this.#connection = connection;
    this.#keycodes = readKeycodes(connection);
    this.#modifiers = modifierKeycodes(this.#keycodes);
    this.#typer = new TextTyper(connection, {
      enter: this.#keycodes.get("Enter"),
      tab: this.#keycodes.get("Tab"),
      shift: this.#keycodes.get("ShiftLeft"),
    });
  }

  recover(): readonly Input[] {
    this.#claimServer();
    const left: Input[] = [];
    for (const entry of this.#connection.readNote(HELD_NOTE).split(" ").reverse()) {
      const [name = "", number = ""] = entry.split("=");
      if (!isInput(name) || !(Number(number) > 0) || !this.#isDown(name, Number(number))) continue;
      this.#fake(name, Number(number), false);
      left.push(name);
    }
    this.#connection.note(HELD_NOTE, "");
    this.#connection.sync();
    this.#typer.recover();
    return left;
  }

  press(input: Input): boolean {
    const number = this.#numberOf(input);
    if (this.#held.has(input)) return true;
    if (this.#isDown(input, number)) return false;
    this.#held.set(input, number);
    this.#noteHeld();
    this.#fake(input, number, true);
    this.#connection.sync();
    return true;
  }

  release(input: Input): void {
    const number = this.#held.get(input);
    if (number === undefined) return;
    this.#held.delete(input);
    this.#fake(input, number, false);
    this.#noteHeld();
    this.#connection.sync();
  }

  tap(inputs: readonly Input[]): void {
    const numbers = new Map(inputs.map((input) => [input, this.#numberOf(input)]));
    const down = this.#connection.keysDown();
    this.#refuseForeign(down, new Set(numbers.values()));
    const stay = (input: Input): boolean => isModifier(input) && down.has(numbers.get(input)!);
    const own = inputs.filter((input) => !stay(input));
    for (const input of own) this.#fake(input, numbers.get(input)!, true);
    for (const input of own.reverse()) this.#fake(input, numbers.get(input)!, false);
    this.#connection.sync();
  }

  click(button: MouseButton, count: number): void {
    const number = this.#numberOf(button);
    if (this.#isDown(button, number)) throw inUse(`mouse button ${button}`);
    for (let i = 0; i < count; i++) {
      this.#fake(button, number, true);
      this.#fake(button, number, false);
    }
    this.#connection.sync();
  }

  move(right: number, down: number): void {
    this.#connection.x.XTestFakeRelativeMotionEvent(this.#connection.display, right, down, 0);
    this.#connection.sync();
  }

  moveTo(x: number, y: number): void {
    const { display, screen } = this.#connection;
    const width = this.#connection.x.XDisplayWidth(display, screen);
    const height = this.#connection.x.XDisplayHeight(display, screen);
    if (x >= width || y >= height) {
      const problem = `It lies outside the desktop of ${width} × ${height} pixels.`;
      throw machineError("pointer-outside", `the place ${x}, ${y}`, problem, "Name a place inside it.");
    }
    this.#connection.x.XTestFakeMotionEvent(display, screen, x, y, 0);
    this.#connection.sync();
  }

  scroll(right: number, down: number): void {
    this.#turnWheel(down < 0 ? WHEEL.up : WHEEL.down, Math.abs(down));
    this.#turnWheel(right < 0 ? WHEEL.left : WHEEL.right, Math.abs(right));
    this.#connection.sync();
  }

  async text(text: string, stopped: () => boolean): Promise<void> {
    this.#refuseForeign(this.#connection.keysDown(), new Set());
    // A held Shift or Control of ours would turn the text into something else.
    const lifted = [...this.#held.keys()].filter(isModifier).reverse();
    for (const input of lifted) this.#fake(input, this.#held.get(input)!, false);
    try {
      await this.#typer.type(text, stopped);
    } finally {
      for (const input of lifted.reverse()) {
        const number = this.#held.get(input);
        if (number !== undefined) this.#fake(input, number, true);
      }
      this.#connection.sync();
    }
  }

  close(): void {
    for (const input of [...this.#held.keys()].reverse()) this.release(input);
    this.#typer.close();
    this.#connection.sync();
    this.#connection.close();
  }

  /** Two actors would let go of each other's keys. One that was just killed may still be there for a moment. */
  #claimServer(): void {
    const endMs = performance.now() + CLAIM_LIMIT_MS;
    while (!this.#connection.claim(CLAIM)) {
      if (performance.now() > endMs) {
        const remedy = "Stop the other one first; npx beckon doctor tells more.";
        throw machineError("actor-twice", "this display", "Another Beckon already acts on it.", remedy);
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, CLAIM_RETRY_MS);
    }
  }

  #numberOf(input: Input): number {
    if (isMouseButton(input)) return MOUSE_BUTTONS.indexOf(input) + 1;
    const keycode = this.#keycodes.get(input);
    if (keycode !== undefined) return keycode;
    const remedy = "Use another key for this command.";
    throw machineError("key-not-there", input, "This keyboard has no such key.", remedy);
  }

  #isDown(input: Input, number: number): boolean {
    if (isMouseButton(input)) return this.#connection.pointer().buttons.has(number);
    return this.#connection.keysDown().has(number);
  }

  /** A modifier under another hand would turn what we send into something else; neither may we let it go. */
  #refuseForeign(down: ReadonlySet<number>, wanted: ReadonlySet<number>): void {
    const own = new Set(this.#held.values());
    for (const keycode of this.#modifiers) {
      if (!down.has(keycode) || own.has(keycode) || wanted.has(keycode)) continue;
      const name = [...this.#keycodes].find(([, code]) => code === keycode)![0];
      throw inUse(name);
    }
  }

  #turnWheel(button: number, notches: number): void {
    for (let i = 0; i < notches; i++) {
      this.#connection.x.XTestFakeButtonEvent(this.#connection.display, button, 1, 0);
      this.#connection.x.XTestFakeButtonEvent(this.#connection.display, button, 0, 0);
    }
  }

  #fake(input: Input, number: number, down: boolean): void {
    const { x, display } = this.#connection;
    if (isMouseButton(input)) x.XTestFakeButtonEvent(display, number, down ? 1 : 0, 0);
    else x.XTestFakeKeyEvent(display, number, down ? 1 : 0, 0);
  }

  #noteHeld(): void {
    this.#connection.note(
      HELD_NOTE,
      [...this.#held].map(([input, number]) => `${input}=${number}`).join(" "),
    );
  }
}

function inUse(what: string): Error {
  const problem = `${what} is held down by another hand or program, so nothing was sent.`;
  return machineError(
    "keyboard-in-use",
    "the keyboard is in use",
    problem,
    "Let go of it and give the command again.",
  );
}
