/** The window's build (renderer/dist), made where it is missing or older than its sources. */
import { spawn } from "node:child_process";
import { existsSync, globSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { machineError } from "../../common/errors.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SOURCES = ["renderer/**/*.{ts,tsx,css,html,js,svg}", "main/contract/*.ts", "package-lock.json"];

/** Folder of the built window. */
export const WINDOW_FOLDER = join(ROOT, "renderer", "dist");

/** @throws BeckonError `window-unbuilt`; a build that is there, though older, is then left as it is. */
export async function buildWindow(onBuild: () => void): Promise<void> {
  const page = join(WINDOW_FOLDER, "index.html");
  if (existsSync(page) && statSync(page).mtimeMs >= newestSource()) return;
  onBuild();
  const vite = join(ROOT, "node_modules", "vite", "bin", "vite.js");
  const child = spawn(process.execPath, [vite, "build", "renderer", "--logLevel", "warn"], {
    cwd: ROOT,
    // Standard output is for the address alone.
    stdio: ["ignore", 2, "inherit"],
  });
  const code = await new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(null));
    child.once("exit", resolve);
  });
  if (code === 0) return;
  const remedy = "Run `npm ci` and start again; what went wrong stands above.";
  throw machineError("window-unbuilt", "renderer", "The window could not be built.", remedy);
}

function newestSource(): number {
  const found = globSync(SOURCES, { cwd: ROOT, exclude: ["renderer/dist/**"] });
  return Math.max(0, ...found.map((path) => statSync(join(ROOT, path)).mtimeMs));
}
