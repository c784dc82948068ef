/** The browser that the journeys run in; BECKON_CHROMIUM names another one. */
export const CHROMIUM = process.env.BECKON_CHROMIUM ?? "/usr/bin/chromium";
