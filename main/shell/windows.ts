/** The shell's two windows, as data: the shell opens them, a test reads them. */
import { WEB_PREFERENCES } from "./security.ts";

export const MAIN_WINDOW = {
  width: 1100,
  height: 800,
  title: "Beckon",
  webPreferences: WEB_PREFERENCES,
} as const;

/**
 * What Beckon does, always in sight. It takes no focus, so that keys go on to the program they are meant for,
 * also when something is taken back from here.
 */
export const SMALL_WINDOW = {
  width: 380,
  height: 230,
  title: "Beckon",
  alwaysOnTop: true,
  focusable: false,
  skipTaskbar: true,
  maximizable: false,
  fullscreenable: false,
  show: false,
  webPreferences: WEB_PREFERENCES,
} as const;

/** Where the small window is in the page; it may take back what was done, for it never takes the focus. */
export const SMALL_PLACE = "#/small/floating";
