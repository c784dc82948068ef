import type { Progress } from "../app/progress.ts";

/** Where a command's words go: results to standard output, everything else to standard error. */
export interface Output {
  readonly json: boolean;
  /** The result, once: as one JSON object with `--json`, else as `text`. */
  result(value: unknown, text: string | readonly string[]): void;
  /** One of many results while the command runs: always one JSON object on one line. */
  line(value: unknown): void;
  /** A remark for the person, on standard error. */
  note(text: string): void;
  /** How far a piece of work is, on standard error; one bar at a time. */
  readonly progress: Progress;
}

const BAR_CELLS = 24;

interface Streams {
  readonly out: Pick<NodeJS.WriteStream, "write">;
  readonly err: Pick<NodeJS.WriteStream, "write"> & { readonly isTTY?: boolean };
}

export function createOutput(
  json: boolean,
  { out, err }: Streams = { out: process.stdout, err: process.stderr },
): Output {
  let open = ""; // name of the bar that is being redrawn in place
  const closeBar = (): void => {
    if (open !== "" && err.isTTY) err.write("\n");
    open = "";
  };

  return {
    json,
    result(value, text) {
      closeBar();
      out.write(`${json ? JSON.stringify(value, null, 2) : [text].flat().join("\n")}\n`);
    },
    line(value) {
      closeBar();
      out.write(`${JSON.stringify(value)}\n`);
    },
    note(text) {
      closeBar();
      err.write(`${text}\n`);
    },
    progress(name, done, of) {
      const share = of > 0 ? Math.min(1, Math.max(0, done / of)) : 1;
      if (open !== name) closeBar();
      if (err.isTTY) {
        err.write(`\r${bar(name, share)}`);
        open = name;
      } else if (share === 1) {
        // A log keeps one line per finished piece of work, not every step of the bar.
        err.write(`${bar(name, share)}\n`);
      }
      if (share === 1) closeBar();
    },
  };
}

function bar(name: string, share: number): string {
  const full = Math.round(share * BAR_CELLS);
  const cells = "█".repeat(full) + "░".repeat(BAR_CELLS - full);
  return `${name.padEnd(28)} ${cells} ${String(Math.round(share * 100)).padStart(3)} %`;
}
