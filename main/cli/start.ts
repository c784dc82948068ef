/**
 * `npm start`: a window of its own where there is a display and Electron's binary, the
 * same window in the browser where there is a display, else the demo in the terminal.
 * Never fetches the binary: that is the person's choice.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildWindow } from "./build-window.ts";
import { runCli } from "./run-cli.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Electron's binary, or undefined. Asking the electron package itself would
 * start a download; path.txt is there only once it has been fetched.
 */
export function findElectron(root: string, env: Readonly<NodeJS.ProcessEnv>): string | undefined {
  const folder = join(root, "node_modules", "electron");
  const pathFile = join(folder, "path.txt");
  const override = env.ELECTRON_OVERRIDE_DIST_PATH;
  const name = existsSync(pathFile) ? readFileSync(pathFile, "utf8").trim() : defaultName();
  const binary = override ? join(override, name) : join(folder, "dist", name);
  return existsSync(binary) && (override || existsSync(pathFile)) ? binary : undefined;
}

function defaultName(): string {
  if (process.platform === "win32") return "electron.exe";
  return process.platform === "darwin" ? "Electron.app/Contents/MacOS/Electron" : "electron";
}

/** Is there a screen to show a window on? An empty name of a display is none. */
export function hasDisplay(
  env: Readonly<NodeJS.ProcessEnv>,
  platform: NodeJS.Platform = process.platform,
): boolean {
  return platform !== "linux" || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

async function start(args: readonly string[]): Promise<number> {
  const electron = findElectron(ROOT, process.env);
  if (electron !== undefined && hasDisplay(process.env)) {
    await buildWindow(() => console.error("Building the window; this is needed once."));
    // Electron's Node runs no TypeScript.
    const built = spawnSync(process.execPath, ["tools/build-app.ts"], { cwd: ROOT, stdio: "inherit" });
    if (built.status !== 0) return 3;
    const child = spawn(electron, [join(ROOT, "build/app/main/shell/main.js"), ...args], {
      stdio: "inherit",
    });
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("exit", (code) => resolve(code ?? 3));
    });
  }
  const seen = hasDisplay(process.env);
  if (!seen)
    console.error("beckon: there is no display here, so this is the demo in the terminal (npx beckon demo).");
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => stop.abort());
  return runCli([seen ? "app" : "demo", ...args], stop.signal);
}

if (import.meta.main) process.exitCode = await start(process.argv.slice(2));
