/** Compiles small C programs for tests against the runtime's own sources. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const runtimeFolder = join(import.meta.dirname, "../../../firmware-gen/runtime");

/** Tests that need a C compiler are skipped, saying so, where there is none. */
export const noCompiler = ["/usr/bin/cc", "/usr/bin/gcc"].some(existsSync) ? false : "needs a C compiler";

const WARNINGS = ["-std=c99", "-pedantic", "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror"];
const made = new Map<string, string>();

/**
 * Compiles `main` of this folder with sources of the runtime, under the sanitizers; once per process.
 *
 * @returns the program's path; it is deleted when this process ends.
 */
export function compile(main: string, sources: readonly string[]): string {
  const known = made.get(main);
  if (known !== undefined) return known;
  const folder = mkdtempSync(join(tmpdir(), "beckon-c-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const out = join(folder, main.replace(/\.c$/, ""));
  execFileSync("cc", [
    ...[...WARNINGS, "-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"],
    ...["-I", runtimeFolder, join(import.meta.dirname, main)],
    ...sources.map((name) => join(runtimeFolder, name)),
    ...["-o", out],
  ]);
  made.set(main, out);
  return out;
}
