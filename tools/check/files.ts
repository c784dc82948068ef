import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

/**
 * Paths, relative to the root, of what git tracks and of what it would track
 * (new, not ignored). Throws when that is nothing: a check over nothing proves nothing.
 */
export function projectFiles(pattern: RegExp): string[] {
  const args = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
  const files = execFileSync("git", args, { encoding: "utf8", maxBuffer: 1 << 26 })
    .split("\0")
    .filter((path) => path !== "" && pattern.test(path) && existsSync(path));
  if (files.length === 0) throw new Error(`git lists no file that matches ${pattern}`);
  return [...new Set(files)].sort();
}
