/** The builds of renderer/: the window (renderer/dist), made where it is missing or older than its sources. */
import { spawn } from "node:child_process";
import { globSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { machineError } from "../../common/errors.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SOURCES = ["renderer/**/*.{ts,tsx,css,html,js,svg}", "main/contract/*.ts", "package-lock.json"];

/** Folder of the built window. */
export const WINDOW_FOLDER = join(ROOT, "renderer", "dist");

/** @throws BeckonError `window-unbuilt`; a build that is there, though older, is then left as it is. */
export function buildWindow(onBuild: () => void): Promise<void> {
  return buildPage(WINDOW_FOLDER, "index.html", "production", onBuild);
}

/**
 * Builds `page` of renderer/ into `folder` where that is missing or older than its sources. The build is made apart and
 * put in its place whole: of several processes that find it missing at once, none sees half of another's.
 *
 * @throws BeckonError `window-unbuilt`.
 */
export async function buildPage(
  folder: string,
  page: string,
  mode: "production" | "stories",
  onBuild: () => void = () => undefined,
): Promise<void> {
  const isFresh = (): boolean => {
    const built = statSync(join(folder, page), { throwIfNoEntry: false });
    return built !== undefined && built.mtimeMs >= newestSource();
  };
  if (isFresh()) return;
  onBuild();
  const beside = join(ROOT, "build", `${basename(folder)}.${process.pid}`);
  const vite = join(ROOT, "node_modules", "vite", "bin", "vite.js");
  const line = [vite, "build", "renderer", "--logLevel", "warn", "--mode", mode];
  const child = spawn(process.execPath, [...line, "--outDir", beside, "--emptyOutDir"], {
    cwd: ROOT,
    // Standard output is for the address alone.
    stdio: ["ignore", 2, "inherit"],
  });
  const code = await new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(null));
    child.once("exit", resolve);
  });
  if (code !== 0) {
    rmSync(beside, { recursive: true, force: true });
    const remedy = "Run `npm ci` and start again; what went wrong stands above.";
    throw machineError("window-unbuilt", "renderer", "The window could not be built.", remedy);
  }
  // Another process may have been faster: its build, of the same sources, stays.
  if (!isFresh()) {
    rmSync(folder, { recursive: true, force: true });
    try {
      renameSync(beside, folder);
    } catch (error) {
      if (!isFresh()) throw error;
    }
  }
  rmSync(beside, { recursive: true, force: true });
}

function newestSource(): number {
  const found = globSync(SOURCES, { cwd: ROOT, exclude: ["renderer/dist/**"] });
  return Math.max(0, ...found.map((path) => statSync(join(ROOT, path)).mtimeMs));
}
