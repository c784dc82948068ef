/**
 * The desktop shell, thin: one window that shows the demo's run while the main
 * process does it. Type-checked and packed here, but never run: Electron's
 * binary was not to be had where this was written.
 */
import { fileURLToPath } from "node:url";
import { app, BrowserWindow, session } from "electron";
import { BeckonError } from "../../common/errors.ts";
import { runDemo } from "../app/demo.ts";
import type { FromShell } from "./messages.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

app.enableSandbox();
await app.whenReady();

// The page asks for nothing, so nothing is granted: no microphone, no network, no other window.
session.defaultSession.setPermissionRequestHandler((_contents, _permission, grant) => grant(false));
session.defaultSession.webRequest.onBeforeRequest(({ url }, decide) =>
  decide({ cancel: !url.startsWith("file:") }),
);
app.on("web-contents-created", (_event, contents) => {
  contents.on("will-navigate", (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: "deny" }));
});

const stop = new AbortController();
const window = new BrowserWindow({
  width: 760,
  height: 560,
  title: "Beckon",
  webPreferences: {
    preload: here("./preload.cjs"),
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
  },
});
app.on("window-all-closed", () => {
  stop.abort();
  app.quit();
});
await window.loadFile(here("./page/index.html"));

const send = (message: FromShell): void => {
  if (!window.isDestroyed()) window.webContents.send("beckon", message);
};
try {
  const figures = await runDemo({
    seed: 1,
    progress: (name, done, of) => send({ kind: "progress", name, share: of > 0 ? done / of : 1 }),
    onNote: (text) => send({ kind: "note", text }),
    stop: stop.signal,
  });
  send({ kind: "figures", figures });
} catch (error) {
  if (!stop.signal.aborted) {
    const text = error instanceof BeckonError ? error.message : "Beckon met a fault of its own and stopped.";
    send({ kind: "note", text });
    if (!(error instanceof BeckonError)) console.error(error);
  }
}
