/**
 * A small real X client for {@link file://./x-testing.ts}: a window over the whole
 * display that takes the focus and writes each key and button event it gets as
 * a JSON line. Blocks in XNextEvent as most clients do, so that the time it
 * gives is when a client can have the event.
 */
import { writeSync } from "node:fs";
import { XConnection } from "./x11/connection.ts";

const MASKS = {
  keyPress: 1,
  keyRelease: 2,
  buttonPress: 4,
  buttonRelease: 8,
  structure: 1 << 17,
  exposure: 1 << 15,
};
const EVENT = { keyPress: 2, keyRelease: 3, buttonPress: 4, buttonRelease: 5, expose: 12, mapping: 34 };
/** Offsets in an XKeyEvent or XButtonEvent of a 64-bit system (X11/Xlib.h), and the size of an XEvent, bytes. */
const AT = { x: 64, y: 68, state: 80, detail: 84 };
const EVENT_BYTES = 192;
const REVERT_TO_PARENT = 2;

const { koffi, x, display, root, screen } = new XConnection(undefined);
const x11 = koffi.load("libX11.so.6");
const createWindow = x11.func(
  "unsigned long XCreateSimpleWindow(void *d, unsigned long parent, int x, int y, unsigned int w, unsigned int h, unsigned int border, unsigned long b, unsigned long c)",
);
const selectInput = x11.func("int XSelectInput(void *d, unsigned long window, long mask)");
const mapWindow = x11.func("int XMapRaised(void *d, unsigned long window)");
const setFocus = x11.func(
  "int XSetInputFocus(void *d, unsigned long window, int revert, unsigned long time)",
);
const nextEvent = x11.func("int XNextEvent(void *d, _Out_ uint8_t *event)");
const refreshMapping = x11.func("int XRefreshKeyboardMapping(uint8_t *event)");
const lookup = x11.func(
  "int XLookupString(uint8_t *event, _Out_ uint8_t *text, int length, _Out_ unsigned long *keysym, void *status)",
);

const window = createWindow(
  display,
  root,
  0,
  0,
  x.XDisplayWidth(display, screen),
  x.XDisplayHeight(display, screen),
  0,
  0,
  0,
);
selectInput(
  display,
  window,
  MASKS.keyPress |
    MASKS.keyRelease |
    MASKS.buttonPress |
    MASKS.buttonRelease |
    MASKS.structure |
    MASKS.exposure,
);
mapWindow(display, window);

const event = Buffer.alloc(EVENT_BYTES);
let shown = false;
for (;;) {
  nextEvent(display, event);
  const atNs = process.hrtime.bigint().toString();
  const type = event.readInt32LE(0);
  if (type === EVENT.mapping) refreshMapping(event);
  if (type === EVENT.expose && !shown) {
    shown = true;
    setFocus(display, window, REVERT_TO_PARENT, 0);
    x.XSync(display, 0);
    report({ kind: "ready" });
  }
  const state = event.readUInt32LE(AT.state);
  if (type === EVENT.keyPress || type === EVENT.keyRelease) {
    const keysym = [0];
    lookup(event, Buffer.alloc(32), 32, keysym, null);
    const keycode = event.readUInt32LE(AT.detail);
    report({ kind: "key", down: type === EVENT.keyPress, keycode, keysym: Number(keysym[0]), state, atNs });
  }
  if (type === EVENT.buttonPress || type === EVENT.buttonRelease) {
    const place = { x: event.readInt32LE(AT.x), y: event.readInt32LE(AT.y) };
    const button = event.readUInt32LE(AT.detail);
    report({ kind: "button", down: type === EVENT.buttonPress, button, ...place, state, atNs });
  }
}

function report(message: object): void {
  writeSync(1, `${JSON.stringify(message)}\n`);
}
