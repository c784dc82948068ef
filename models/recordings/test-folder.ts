/** For tests: a folder of files that is gone when the test ends. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** @returns the folder's path. */
export function makeFolder(files: Files): string {
  const dir = mkdtempSync(join(tmpdir(), "beckon-recordings-"));
  after(() => rmSync(dir, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), content);
  }
  return dir;
}

/** One file in a folder of its own. */
export function makeFile(content: string | Uint8Array, name = "file"): string {
  return join(makeFolder({ [name]: content }), name);
}

export const MANIFEST_HEAD = "path,kind,person,label,session,source";

/** A manifest with the usual head. */
export function manifest(...rows: readonly string[]): string {
  return [MANIFEST_HEAD, ...rows, ""].join("\n");
}
