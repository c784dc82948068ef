import { spawn } from "node:child_process";

export interface CheckResult {
  readonly ok: boolean;
  /** What a person needs to mend it: file, line, rule. Shown only when not ok. */
  readonly report: string;
}

/** Runs a program in the repository's root; it passes when it exits with 0. */
export function runProgram(program: string, args: readonly string[]): Promise<CheckResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    let report = "";
    child.stdout.on("data", (bytes) => (report += bytes));
    child.stderr.on("data", (bytes) => (report += bytes));
    child.on("error", (error) => resolve({ ok: false, report: `${program}: ${error.message}` }));
    child.on("close", (code) => resolve({ ok: code === 0, report }));
  });
}
