/**
 * One connection to an X server, and what the actor notes on it.
 *
 * The notes are properties of the root window. They live exactly as long as
 * the state that they describe: they outlive the actor and its parent, and
 * they die with the server, whose keys are then up anyway. A file would do
 * neither. And they travel in the same stream of requests as the key itself,
 * so that a note written before a press is there before the press.
 */
import { machineError } from "../../../common/errors.ts";
import { type Display, loadX, type XBinding } from "./library.ts";

const XA_STRING = 31;
const PROP_MODE_REPLACE = 0;
/** In 4-byte units; our longest note is a few kilobytes. */
const LONGEST_NOTE = 65536;

/** Xlib's button masks of buttons 1 to 5, `1 << (7 + button)`. */
const BUTTON_MASK_SHIFT = 7;

export class XConnection implements XBinding {
  readonly x: XBinding["x"];
  readonly koffi: XBinding["koffi"];
  readonly display: Display;
  readonly root: number;
  readonly screen: number;

  /**
   * @param name such as ":0"; without one, DISPLAY.
   * @throws BeckonError (exit 3) if libraries, server or the XTEST extension are missing.
   */
  constructor(name: string | undefined) {
    const { x, koffi } = loadX();
    const display = x.XOpenDisplay(name ?? null);
    if (display === null) {
      const thing = name === undefined || name === "" ? "the display" : `display ${name}`;
      const remedy = "Start Beckon inside a graphical session, or set DISPLAY to one that runs.";
      throw machineError("display-unreachable", thing, "No X server answers there.", remedy);
    }
    this.x = x;
    this.koffi = koffi;
    this.display = display;
    this.root = x.XDefaultRootWindow(display);
    this.screen = x.XDefaultScreen(display);
    if (x.XTestQueryExtension(display, [0], [0], [0], [0]) === 0) {
      const remedy = "Start the X server with its XTEST extension; every usual one has it.";
      throw machineError("xtest-missing", "the X server", "It does not take simulated input.", remedy);
    }
    // A menu that grabs the server must not keep a key from going up.
    x.XTestGrabControl(display, 1);
  }

  /**
   * Takes a name on this server that only one connection can have; it ends with the connection, however that ends.
   *
   * @returns false if another has it.
   */
  claim(name: string): boolean {
    const { x, display, root } = this;
    const selection = x.XInternAtom(display, name, 0);
    if (x.XGetSelectionOwner(display, selection) !== 0) return false;
    const window = x.XCreateSimpleWindow(display, root, 0, 0, 1, 1, 0, 0, 0);
    x.XSetSelectionOwner(display, selection, window, 0);
    return x.XGetSelectionOwner(display, selection) === window;
  }

  /** The keycodes that are down, by whatever hand. */
  keysDown(): ReadonlySet<number> {
    const bits = new Uint8Array(32);
    this.x.XQueryKeymap(this.display, bits);
    const down = new Set<number>();
    for (let code = 0; code < 256; code++) if ((bits[code >> 3]! >> (code & 7)) & 1) down.add(code);
    return down;
  }

  /** The mouse buttons 1 to 5 that are down, and the pointer's place in pixels. */
  pointer(): { readonly buttons: ReadonlySet<number>; readonly x: number; readonly y: number } {
    const [x, y, mask] = [[0], [0], [0]];
    this.x.XQueryPointer(this.display, this.root, [0], [0], x, y, [0], [0], mask);
    const buttons = new Set([1, 2, 3, 4, 5].filter((n) => (mask[0]! >> (BUTTON_MASK_SHIFT + n)) & 1));
    return { buttons, x: x[0]!, y: y[0]! };
  }

  /** Notes `text` (ASCII) on the server; an empty text takes the note away. */
  note(name: string, text: string): void {
    const property = this.x.XInternAtom(this.display, name, 0);
    if (text === "") {
      this.x.XDeleteProperty(this.display, this.root, property);
      return;
    }
    const bytes = Buffer.from(text, "latin1");
    this.x.XChangeProperty(
      this.display,
      this.root,
      property,
      XA_STRING,
      8,
      PROP_MODE_REPLACE,
      bytes,
      bytes.length,
    );
  }

  /** The note of this name, or "" if there is none. */
  readNote(name: string): string {
    const property = this.x.XInternAtom(this.display, name, 0);
    const [type, format, items] = [[0], [0], [0]];
    const data: (import("./library.ts").Pointer | null)[] = [null];
    this.x.XGetWindowProperty(
      this.display,
      this.root,
      property,
      0,
      LONGEST_NOTE,
      0,
      XA_STRING,
      type,
      format,
      items,
      [0],
      data,
    );
    if (data[0] === null) return "";
    const length = type[0] === XA_STRING && format[0] === 8 ? items[0]! : 0;
    const bytes = this.koffi.decode(data[0], "uint8_t", length) as Uint8Array;
    const text = Buffer.from(bytes).toString("latin1");
    this.x.XFree(data[0]!);
    return text;
  }

  /** Hands the requests so far to the server. */
  flush(): void {
    this.x.XFlush(this.display);
  }

  /** Waits until the server has done everything so far. */
  sync(): void {
    this.x.XSync(this.display, 0);
  }

  close(): void {
    this.x.XCloseDisplay(this.display);
  }
}
