import { readFileSync } from "node:fs";
import { projectFiles } from "./files.ts";
import type { CheckResult } from "./program.ts";

/** A file of one purpose is shorter than this; a longer one has two. */
const MOST_LINES = 400;

/** Tables made by a program are read by nobody. */
const GENERATED = /\/(prebuilt|vectors)\/|[._-]tables?\.(c|h|ts)$/;

export async function checkFileSize(): Promise<CheckResult> {
  const long = projectFiles(/\.(tsx?|mjs|c|h)$/)
    .filter((path) => !GENERATED.test(path))
    .map((path) => ({ path, lines: readFileSync(path, "utf8").split("\n").length - 1 }))
    .filter(({ lines }) => lines > MOST_LINES);
  return {
    ok: long.length === 0,
    report: long.map(({ path, lines }) => `${path}: ${lines} lines, at most ${MOST_LINES}`).join("\n"),
  };
}
