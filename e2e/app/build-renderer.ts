/** Builds the window, or the page of its stories, if it was never built or if a source is newer. */
import { execFileSync } from "node:child_process";
import { existsSync, globSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const BUILT = {
  app: { folder: "renderer/dist", page: "index.html", args: [] },
  stories: { folder: "build/stories", page: "stories.html", args: ["--mode", "stories"] },
} as const;

/** @returns the folder with the built page. */
export function buildRenderer(what: keyof typeof BUILT): string {
  const { folder, page, args } = BUILT[what];
  const built = join(ROOT, folder, page);
  const sources = globSync(["renderer/**/*.{ts,tsx,css,html,js,svg}", "main/contract/*.ts"], {
    cwd: ROOT,
    exclude: ["renderer/dist/**"],
  });
  const newest = Math.max(...sources.map((path) => statSync(join(ROOT, path)).mtimeMs));
  if (!existsSync(built) || statSync(built).mtimeMs < newest) {
    const vite = join(ROOT, "node_modules/vite/bin/vite.js");
    const line = [vite, "build", "renderer", "--logLevel", "warn", ...args];
    execFileSync(process.execPath, line, { cwd: ROOT, stdio: "inherit" });
  }
  return join(ROOT, folder);
}
