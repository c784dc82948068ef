/**
 * Programs of the system that a test cannot let run as they are (they would change this computer, or
 * list its own hardware): small scripts of the same names, first on the PATH.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

export interface StandIns {
  readonly env: Readonly<Record<string, string>>;
  /** What the system lists and logs from now on. */
  show(what: { readonly devices?: string; readonly log?: string }): void;
  /** How an administrator answers from now on. */
  answer(code: number): void;
  /** What was allowed: the arguments of pkexec and the text given to it; undefined before. */
  allowed(): { readonly args: string; readonly text: string } | undefined;
  /** Which of the system's settings pages was opened last; undefined before. */
  page(): string | undefined;
  stop(): void;
}

/** @throws Error where the folder for temporary files may not hold programs. */
export function createStandIns(): StandIns {
  const folder = mkdtempSync(join(tmpdir(), "beckon-system-"));
  const at = (name: string): string => join(folder, name);
  const script = (name: string, lines: string): void =>
    writeFileSync(at(name), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
  script("udevadm", `cat '${at("devices")}'`);
  script("journalctl", `cat '${at("log")}'`);
  script(
    "pkexec",
    `code=$(cat '${at("answer")}'); [ "$code" = 0 ] && cat > '${at("text")}' && echo "$@" > '${at("args")}'; exit "$code"`,
  );
  script("gnome-control-center", `echo "$@" > '${at("page")}'`);
  writeFileSync(at("devices"), "");
  writeFileSync(at("log"), "");
  writeFileSync(at("answer"), "0");
  return {
    env: { PATH: `${folder}${delimiter}${process.env.PATH ?? ""}` },
    show({ devices, log }) {
      if (devices !== undefined) writeFileSync(at("devices"), devices);
      if (log !== undefined) writeFileSync(at("log"), log);
    },
    answer: (code) => writeFileSync(at("answer"), String(code)),
    allowed: () =>
      existsSync(at("args"))
        ? { args: readFileSync(at("args"), "utf8"), text: readFileSync(at("text"), "utf8") }
        : undefined,
    page: () => (existsSync(at("page")) ? readFileSync(at("page"), "utf8").trim() : undefined),
    stop: () => rmSync(folder, { recursive: true, force: true }),
  };
}
