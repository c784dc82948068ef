/**
 * The desktop shell, thin: a window of its own on the same loopback host that a
 * browser would open. Type-checked and packed here, but never run: Electron's
 * binary was not to be had where this was written. What it allows stands in
 * security.ts, which is tested.
 */
import { fileURLToPath } from "node:url";
import { app, BrowserWindow, dialog, session } from "electron";
import { BeckonError } from "../../common/errors.ts";
import { dataFolder } from "../app/desk/places.ts";
import { serve, type Served } from "../host/serve.ts";
import { mayLoad, mayUse } from "./security.ts";
import { MAIN_WINDOW, SMALL_PLACE, SMALL_WINDOW } from "./windows.ts";

app.enableSandbox();
// A second start shows the first window: two would want the same vault.
if (!app.requestSingleInstanceLock()) app.exit(0);
await app.whenReady();

let served: Served | undefined;
try {
  served = await serve({
    folder: dataFolder(process.env),
    pages: fileURLToPath(new URL("../../renderer/dist", import.meta.url)),
    port: 0,
    useKeyRing: true,
    log: (error) => console.error(error),
  });
} catch (error) {
  if (!(error instanceof BeckonError)) throw error;
  dialog.showErrorBox("Beckon", error.message);
  app.exit(error.fault.exit);
}

if (served !== undefined) {
  const host = served;
  const address = host.address();
  const { origin } = new URL(address);
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, permission, grant, details) => {
    const mediaTypes = "mediaTypes" in details ? details.mediaTypes : [];
    grant(mayUse(permission, details.requestingUrl, origin, mediaTypes));
  });
  defaultSession.setPermissionCheckHandler((_contents, permission, asking) =>
    mayUse(permission, asking, origin),
  );
  defaultSession.webRequest.onBeforeRequest(({ url }, decide) => decide({ cancel: !mayLoad(url, origin) }));
  app.on("web-contents-created", (_event, contents) => {
    contents.on("will-navigate", (event, url) => {
      if (!mayLoad(url, origin)) event.preventDefault();
    });
    contents.setWindowOpenHandler(() => ({ action: "deny" }));
  });

  const window = new BrowserWindow(MAIN_WINDOW);
  const small = new BrowserWindow(SMALL_WINDOW);
  small.setAlwaysOnTop(true, "screen-saver");
  window.on("closed", () => small.destroy());
  app.on("second-instance", () => {
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  app.on("window-all-closed", () => app.quit());
  let closing = false;
  // Everything that is held goes up before the program ends.
  app.on("before-quit", (event) => {
    if (closing) return;
    closing = true;
    event.preventDefault();
    void host.close().finally(() => app.quit());
  });
  await window.loadURL(address);
  // The first page's cookie lets this one in.
  await small.loadURL(`${origin}/${SMALL_PLACE}`);
  small.showInactive();
}
