import { readFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname } from "node:path";
import { projectFiles } from "./files.ts";
import type { CheckResult } from "./program.ts";

const BINARY = /\.(bin|wasm|hex|uf2|elf|bkn|bkb|opus|wav|flac|png|ico|icns|tflite)$/;

/** Nothing that git keeps names this machine's folders, and the lockfile names no registry. */
export async function checkPaths(): Promise<CheckResult> {
  // A clone right under /tmp has a parent that every machine has, and that is rightly named.
  const everywhere = ["//", "/", `${tmpdir()}/`];
  const here = [`${dirname(process.cwd())}/`, `${homedir()}/`].filter((path) => !everywhere.includes(path));
  const faults: string[] = [];
  for (const path of projectFiles(/./)) {
    if (BINARY.test(path)) continue;
    const lines = readFileSync(path, "utf8").split("\n");
    lines.forEach((line, index) => {
      for (const word of here) {
        if (line.includes(word)) faults.push(`${path}:${index + 1}: names a folder of this machine, ${word}`);
      }
      if (path.endsWith("package-lock.json") && /"resolved": "https?:/.test(line)) {
        faults.push(`${path}:${index + 1}: names a registry; see .npmrc`);
      }
    });
  }
  return { ok: faults.length === 0, report: faults.join("\n") };
}
