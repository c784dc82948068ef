/**
 * libX11 and libXtst through koffi: only the functions that we call, with
 * their C types. Thin on purpose; what they are used for stands in the files
 * beside this one.
 *
 * koffi and the two libraries are loaded here and only when asked, so that a
 * machine without them can still say so in plain words.
 */
import { createRequire } from "node:module";
import { machineError } from "../../../common/errors.ts";

/** A `Display *`; opaque. */
export type Display = { readonly __display: unique symbol };
/** Any other C pointer; opaque. */
export type Pointer = { readonly __pointer: unique symbol };

export interface XLibrary {
  XOpenDisplay(name: string | null): Display | null;
  XCloseDisplay(display: Display): number;
  XDefaultRootWindow(display: Display): number;
  XDefaultScreen(display: Display): number;
  XDisplayWidth(display: Display, screen: number): number;
  XDisplayHeight(display: Display, screen: number): number;
  XCreateSimpleWindow(
    display: Display,
    parent: number,
    x: number,
    y: number,
    width: number,
    height: number,
    borderWidth: number,
    border: number,
    background: number,
  ): number;
  XGetSelectionOwner(display: Display, selection: number): number;
  XSetSelectionOwner(display: Display, selection: number, window: number, time: number): number;
  XFlush(display: Display): number;
  XSync(display: Display, discard: number): number;
  XQueryKeymap(display: Display, keys: Uint8Array): number;
  XQueryPointer(
    display: Display,
    window: number,
    root: number[],
    child: number[],
    rootX: number[],
    rootY: number[],
    windowX: number[],
    windowY: number[],
    mask: number[],
  ): number;
  XDisplayKeycodes(display: Display, least: number[], most: number[]): number;
  XGetKeyboardMapping(display: Display, first: number, count: number, perKeycode: number[]): Pointer;
  XFree(pointer: Pointer): number;
  XInternAtom(display: Display, name: string, onlyIfExists: number): number;
  XChangeProperty(
    display: Display,
    window: number,
    property: number,
    type: number,
    format: number,
    mode: number,
    data: Uint8Array,
    elements: number,
  ): number;
  XDeleteProperty(display: Display, window: number, property: number): number;
  XGetWindowProperty(
    display: Display,
    window: number,
    property: number,
    offset: number,
    length: number,
    remove: number,
    type: number,
    actualType: number[],
    actualFormat: number[],
    items: number[],
    bytesLeft: number[],
    data: (Pointer | null)[],
  ): number;
  XkbGetMap(display: Display, which: number, device: number): Pointer | null;
  XkbGetNames(display: Display, which: number, description: Pointer): number;
  XkbChangeTypesOfKey(
    description: Pointer,
    keycode: number,
    groups: number,
    groupMask: number,
    types: number[],
    changes: null,
  ): number;
  XkbChangeMap(display: Display, description: Pointer, changes: Uint8Array): number;
  XkbFreeKeyboard(description: Pointer, which: number, all: number): void;
  XkbGetState(display: Display, device: number, state: Uint8Array): number;
  XkbLockModifiers(display: Display, device: number, affect: number, values: number): number;
  XTestQueryExtension(
    display: Display,
    event: number[],
    error: number[],
    major: number[],
    minor: number[],
  ): number;
  XTestGrabControl(display: Display, impervious: number): number;
  XTestFakeKeyEvent(display: Display, keycode: number, down: number, delayMs: number): number;
  XTestFakeButtonEvent(display: Display, button: number, down: number, delayMs: number): number;
  XTestFakeMotionEvent(display: Display, screen: number, x: number, y: number, delayMs: number): number;
  XTestFakeRelativeMotionEvent(display: Display, x: number, y: number, delayMs: number): number;
}

const X11 = [
  "void *XOpenDisplay(const char *name)",
  "int XCloseDisplay(void *display)",
  "unsigned long XDefaultRootWindow(void *display)",
  "int XDefaultScreen(void *display)",
  "int XDisplayWidth(void *display, int screen)",
  "int XDisplayHeight(void *display, int screen)",
  `unsigned long XCreateSimpleWindow(void *display, unsigned long parent, int x, int y, unsigned int width,
    unsigned int height, unsigned int border_width, unsigned long border, unsigned long background)`,
  "unsigned long XGetSelectionOwner(void *display, unsigned long selection)",
  "int XSetSelectionOwner(void *display, unsigned long selection, unsigned long window, unsigned long time)",
  "int XFlush(void *display)",
  "int XSync(void *display, int discard)",
  "int XQueryKeymap(void *display, _Out_ uint8_t *keys)",
  `int XQueryPointer(void *display, unsigned long window, _Out_ unsigned long *root, _Out_ unsigned long *child,
    _Out_ int *root_x, _Out_ int *root_y, _Out_ int *window_x, _Out_ int *window_y, _Out_ unsigned int *mask)`,
  "int XDisplayKeycodes(void *display, _Out_ int *least, _Out_ int *most)",
  "void *XGetKeyboardMapping(void *display, uint8_t first, int count, _Out_ int *per_keycode)",
  "int XFree(void *data)",
  "unsigned long XInternAtom(void *display, const char *name, int only_if_exists)",
  `int XChangeProperty(void *display, unsigned long window, unsigned long property, unsigned long type, int format,
    int mode, const uint8_t *data, int elements)`,
  "int XDeleteProperty(void *display, unsigned long window, unsigned long property)",
  `int XGetWindowProperty(void *display, unsigned long window, unsigned long property, long offset, long length,
    int remove, unsigned long type, _Out_ unsigned long *actual_type, _Out_ int *actual_format,
    _Out_ unsigned long *items, _Out_ unsigned long *bytes_left, _Out_ void **data)`,
  "void *XkbGetMap(void *display, unsigned int which, unsigned int device)",
  "int XkbGetNames(void *display, unsigned int which, void *description)",
  `int XkbChangeTypesOfKey(void *description, int keycode, int groups, unsigned int group_mask, const int *types,
    void *changes)`,
  "int XkbChangeMap(void *display, void *description, uint8_t *changes)",
  "void XkbFreeKeyboard(void *description, unsigned int which, int all)",
  "int XkbGetState(void *display, unsigned int device, _Out_ uint8_t *state)",
  "int XkbLockModifiers(void *display, unsigned int device, unsigned int affect, unsigned int values)",
];

const XTST = [
  "int XTestQueryExtension(void *display, _Out_ int *event, _Out_ int *error, _Out_ int *major, _Out_ int *minor)",
  "int XTestGrabControl(void *display, int impervious)",
  "int XTestFakeKeyEvent(void *display, unsigned int keycode, int down, unsigned long delay)",
  "int XTestFakeButtonEvent(void *display, unsigned int button, int down, unsigned long delay)",
  "int XTestFakeMotionEvent(void *display, int screen, int x, int y, unsigned long delay)",
  "int XTestFakeRelativeMotionEvent(void *display, int x, int y, unsigned long delay)",
];

type Koffi = typeof import("koffi");

export interface XBinding {
  readonly x: XLibrary;
  readonly koffi: Koffi;
}

/** XkbUseCoreKbd: the keyboard that clients see, whatever hardware stands behind it. */
export const CORE_KEYBOARD = 0x100;

let binding: XBinding | undefined;

/**
 * Loads koffi, libX11 and libXtst once.
 *
 * @throws BeckonError `x11-library-missing` (exit 3) with the line that installs what is missing.
 */
export function loadX(): XBinding {
  if (binding !== undefined) return binding;
  const koffi = createRequire(import.meta.url)("koffi") as Koffi;
  const functions: Record<string, unknown> = {};
  for (const [file, packageName, prototypes] of [
    ["libX11.so.6", "libx11-6", X11],
    ["libXtst.so.6", "libxtst6", XTST],
  ] as const) {
    let library: ReturnType<Koffi["load"]>;
    try {
      library = koffi.load(file);
    } catch (cause) {
      const remedy = `Install it with: sudo apt-get install ${packageName}`;
      throw Object.assign(machineError("x11-library-missing", file, "This library is missing.", remedy), {
        cause,
      });
    }
    for (const prototype of prototypes) {
      const name = /\*?(\w+)\(/.exec(prototype)![1]!;
      functions[name] = library.func(prototype);
    }
  }
  binding = { x: functions as unknown as XLibrary, koffi };
  return binding;
}
