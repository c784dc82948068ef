import type { ParseArgsOptionsConfig } from "node:util";
import type { Output } from "./output.ts";

/** What every command takes besides its own options (DESIGN §9). */
export const COMMON_OPTIONS = {
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  seed: { type: "string" },
} as const satisfies ParseArgsOptionsConfig;

/** One command of the `beckon` program; a file of main/cli/commands exports it as default. */
export interface Command {
  /** What stands behind the name: `"--device DEV --image F.bkn"`. */
  readonly usage: string;
  /** One or more plain sentences for `--help`. */
  readonly about: string;
  readonly options: ParseArgsOptionsConfig;
  /** How many arguments without a `--name` it takes; none when left out. */
  readonly files?: { readonly least: number; readonly most: number };
  /**
   * Does the work through main/app and prints through `call.output`.
   *
   * @returns the exit code when it is not 0 although nothing failed: 1 for a
   *   finding, such as decisions that differ; 3 for one about the machine.
   * @throws BeckonError, from whose exit code the process ends.
   */
  run(call: Call): Promise<undefined | 1 | 3>;
}

/** One call of a command, already parsed. */
export interface Call {
  readonly files: readonly string[];
  readonly options: Options;
  readonly seed: number;
  readonly output: Output;
  /** Aborted by Ctrl+C, by SIGTERM, and when the starting process is gone. */
  readonly stop: AbortSignal;
}

/** Reads options as parsed; every getter throws a usage error that names the option. */
export interface Options {
  /** Was this on/off option given? */
  flag(name: string): boolean;
  optional(name: string): string | undefined;
  required(name: string): string;
  /** All values of an option that may stand several times, in order. */
  all(name: string): readonly string[];
  /** The values of `a,b,c`, without blanks and empty ones; undefined when the option is absent. */
  list(name: string): readonly string[] | undefined;
  /** A finite number, or undefined when the option is absent. */
  number(name: string, lowest: number, highest: number): number | undefined;
  /** The same, without a fraction. */
  whole(name: string, lowest: number, highest: number): number | undefined;
}
