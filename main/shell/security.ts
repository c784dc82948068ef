/** What the window may and may not, as data: the shell applies it, a test reads it. */

/** The page is ours and has the rights of any page, no more. */
export const WEB_PREFERENCES = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  webSecurity: true,
  webviewTag: false,
  // A window in the background still hears: losing the microphone is losing the wearable.
  backgroundThrottling: false,
} as const;

/** @param origin of the loopback host, such as `http://127.0.0.1:41234`. */
export function mayLoad(url: string, origin: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host } = new URL(url);
  const own = new URL(origin);
  const isOwn = host === own.host && (protocol === own.protocol || protocol === "ws:");
  // Sound that the page itself made, for listening to a take; scripts cannot come so, the page's policy forbids it.
  return isOwn || protocol === "blob:" || protocol === "data:";
}

/** The microphone for our own page; no camera, no place, no notification, nothing else. */
export function mayUse(
  permission: string,
  asking: string,
  origin: string,
  mediaTypes: readonly string[] = [],
): boolean {
  if (!URL.canParse(asking) || new URL(asking).origin !== origin) return false;
  return permission === "media" && !mediaTypes.includes("video");
}
