/** Compiles small C programs for tests against the runtime's own sources. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";

export const runtimeFolder = join(import.meta.dirname, "../../../firmware-gen/runtime");

/** Tests that need a C compiler are skipped, saying so, where there is none. */
export const noCompiler = ["/usr/bin/cc", "/usr/bin/gcc"].some(existsSync) ? false : "needs a C compiler";

const WARNINGS = ["-std=c99", "-pedantic", "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror"];
/** Ten seconds of compiling are spared as long as no source changes; git ignores `build`. */
const cache = join(import.meta.dirname, "../../../build/test-programs");

/**
 * Compiles `main` of this folder with sources of the runtime, under the sanitizers.
 *
 * @returns the program's path.
 */
export function compile(main: string, sources: readonly string[]): string {
  const paths = [join(import.meta.dirname, main), ...sources.map((name) => join(runtimeFolder, name))];
  const headers = readdirSync(runtimeFolder).filter((name) => name.endsWith(".h"));
  const hash = createHash("sha256");
  for (const path of [...paths, ...headers.map((name) => join(runtimeFolder, name))])
    hash.update(readFileSync(path));
  const out = join(cache, `${main.replace(/\.c$/, "")}-${hash.digest("hex").slice(0, 16)}`);
  if (existsSync(out)) return out;
  mkdirSync(cache, { recursive: true });
  const unfinished = `${out}.${process.pid}`;
  execFileSync("cc", [
    ...[...WARNINGS, "-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"],
    ...["-I", runtimeFolder, ...paths, "-o", unfinished],
  ]);
  renameSync(unfinished, out); // two test files may compile at the same time
  return out;
}
