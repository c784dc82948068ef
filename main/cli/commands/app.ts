import { spawn } from "node:child_process";
import { nameWearable } from "../../app/desk/named-wearable.ts";
import { dataFolder } from "../../app/desk/places.ts";
import { serve } from "../../host/serve.ts";
import { buildWindow, WINDOW_FOLDER } from "../build-window.ts";
import type { Command } from "../command.ts";

const command: Command = {
  usage: "[--no-browser] [--port N] [--data FOLDER] [--wearable DEV]",
  about: `Serves the desktop app on this computer alone, prints its address and opens the browser. The
address works once; Ctrl+C ends the app and lets go of everything. Without --data the vault lies
in this account's own data folder. With --no-key-ring its key stays out of the system's key ring.
--wearable offers a wearable that is not found by itself, such as one at another program's port.`,
  options: {
    "no-browser": { type: "boolean" },
    "no-key-ring": { type: "boolean" },
    port: { type: "string" },
    data: { type: "string" },
    wearable: { type: "string" },
  },
  async run({ options, output, stop }) {
    const dev = options.optional("wearable");
    const wearables = dev === undefined ? [] : [await nameWearable(dev)];
    await buildWindow(() => output.note("Building the window; this is needed once."));
    const served = await serve({
      folder: options.optional("data") ?? dataFolder(process.env),
      pages: WINDOW_FOLDER,
      port: options.whole("port", 0, 65535) ?? 0,
      useKeyRing: !options.flag("no-key-ring"),
      wearables,
      log: (error) => output.note(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    });
    const address = served.address();
    output.result({ address, acts: served.acts }, `Beckon is here: ${address}`);
    if (!served.acts)
      output.note("There is no display where keys could be pressed: actions are only written down.");
    if (!options.flag("no-browser")) {
      openBrowser(served.address(), () =>
        output.note("No browser could be opened from here. Open the address above in one yourself."),
      );
    }
    await new Promise<void>((resolve) => {
      if (stop.aborted) resolve();
      stop.addEventListener("abort", () => resolve(), { once: true });
    });
    await served.close();
    return undefined;
  },
};
export default command;

/**
 * With the system's own opener. Whether a browser came, it does not always tell, so the printed address stays good.
 *
 * @param onFail told at most once, whenever the opener is missing or says that it failed.
 */
function openBrowser(address: string, onFail: () => void): void {
  const [program, ...args] =
    process.platform === "win32"
      ? ["explorer.exe", address]
      : [process.platform === "darwin" ? "open" : "xdg-open", address];
  const child = spawn(program!, args, { stdio: "ignore", detached: true });
  child.once("error", onFail);
  child.once("exit", (code) => {
    // Windows' Explorer ends with 1 whatever came of it.
    if (code !== 0 && process.platform !== "win32") onFail();
  });
  child.unref();
}
