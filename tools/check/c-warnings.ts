import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFiles } from "./files.ts";
import { runProgram, type CheckResult } from "./program.ts";

const WARNINGS =
  "-std=c99 -pedantic -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wundef -Werror";

/** -O2: some warnings (use of what was never set) need the optimiser. */
const FLAGS = [...WARNINGS.split(" "), "-O2", "-c", "-I", "firmware-gen/runtime"];

/** Every C file of the runtime, tests included, compiles without a word from gcc. */
export async function checkCWarnings(): Promise<CheckResult> {
  const folder = mkdtempSync(join(tmpdir(), "beckon-c-"));
  try {
    const results: CheckResult[] = [];
    for (const file of projectFiles(/^firmware-gen\/runtime\/.*\.c$/)) {
      results.push(await runProgram("gcc", [...FLAGS, "-o", join(folder, "out.o"), file]));
    }
    const bad = results.filter(({ ok }) => !ok);
    return { ok: bad.length === 0, report: bad.map(({ report }) => report).join("") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
