import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BeckonError, machineError, usageError } from "../../common/errors.ts";
import { COMMANDS } from "./commands.ts";
import type { Command } from "./command.ts";
import { parseCall } from "./options.ts";
import { createOutput } from "./output.ts";

/**
 * One run of the command line.
 *
 * @param args without the program's own name.
 * @returns 0 done, 1 the input is at fault, 2 wrong use, 3 the machine or a device is at fault.
 */
export async function runCli(args: readonly string[], stop: AbortSignal): Promise<number> {
  const [name, ...rest] = args;
  try {
    if (name === undefined || name === "--help" || name === "-h" || name === "help") {
      process.stdout.write(overview());
      return name === undefined ? 2 : 0;
    }
    const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (entry === undefined) {
      throw usageError("cli-command", name, "is no command of Beckon.", "`beckon --help` lists them.");
    }
    const command = await entry.load();
    const { files, options, json, help, seed } = parseCall(name, command, rest);
    if (help) {
      process.stdout.write(helpFor(name, command));
      return 0;
    }
    return (await command.run({ files, options, seed, stop, output: createOutput(json) })) ?? 0;
  } catch (error) {
    const { fault } =
      error instanceof BeckonError ? error : stop.aborted ? stopped(args) : unexpected(error, args);
    const { exit, ...words } = fault;
    const name = fault.thing.startsWith("beckon") ? fault.thing : `beckon: ${fault.thing}`;
    const plain = `${name}: ${fault.problem} ${fault.remedy}`;
    process.stderr.write(`${args.includes("--json") ? JSON.stringify({ error: words }) : plain}\n`);
    return exit;
  }
}

/** The person's Ctrl+C, or the end of whoever started us, before the work was done. */
function stopped(args: readonly string[]): BeckonError {
  return machineError(
    "stopped",
    `beckon ${args[0] ?? ""}`,
    "was stopped before it was done.",
    "Nothing half-done is left.",
  );
}

/** A fault of the program itself: the person gets a sentence, the detail goes into a file. */
function unexpected(error: unknown, args: readonly string[]): BeckonError {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const file = join(tmpdir(), `beckon-fault-${process.pid}.txt`);
  let where = `The detail is in ${file}.`;
  try {
    writeFileSync(
      file,
      `beckon ${args.join(" ")}\nNode ${process.version}, ${process.platform}\n\n${detail}\n`,
    );
  } catch {
    where = `The detail: ${detail}`;
  }
  const problem = "met a fault of its own and stopped.";
  return machineError("unexpected", `beckon ${args[0] ?? ""}`, problem, where);
}

function overview(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length)) + 2;
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(width)}${summary}`);
  return [
    "usage: beckon COMMAND [OPTION…]",
    "",
    ...lines,
    "",
    "Every command takes --json, --help and --seed NUMBER.",
    "DEV is virtual, serial:PATH or emulated:BOARD. Exit codes: 0 done, 1 the input",
    "is at fault, 2 wrong use, 3 the machine or a device is at fault.",
    "",
  ].join("\n");
}

function helpFor(name: string, { usage, about }: Command): string {
  return `usage: beckon ${name} ${usage}\n\n${about}\n\nAlso: --json, --seed NUMBER (1 when left out).\n`;
}
