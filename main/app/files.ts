/** Files that a person names: read whole, or written whole or not at all. */
import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { type BeckonError, inputError, machineError } from "../../common/errors.ts";

const CAUSES: Readonly<Record<string, readonly [problem: string, remedy: string]>> = {
  ENOENT: ["There is no such file.", "Check the name."],
  EISDIR: ["It is a folder, not a file.", "Name a file in it."],
  EACCES: ["You are not allowed to read it.", "Change its permissions, or copy it to a folder of yours."],
};

/** @throws BeckonError `file-…` naming the file. */
export function readInputFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unreadable";
    const [problem, remedy] = CAUSES[code] ?? [
      `It cannot be read (${code}).`,
      "Copy it to another disk and try again.",
    ];
    throw inputError(`file-${code.toLowerCase()}`, path, problem, remedy);
  }
}

/**
 * Writes beside the file and then puts it in its place, so that a full disk or
 * a kill leaves the old file, or none; never half a one. What a link points to
 * is replaced, not the link; a device or a pipe, such as /dev/stdout, is
 * written to and stays what it is.
 *
 * @throws BeckonError `file-unwritten`.
 */
export function writeWholeFile(path: string, content: Uint8Array | string): void {
  let beside: string | undefined;
  try {
    const there = statSync(path, { throwIfNoEntry: false });
    if (there !== undefined && !there.isFile() && !there.isDirectory()) return writeFileSync(path, content);
    const place = there === undefined ? path : realpathSync(path);
    beside = `${place}.${randomUUID().slice(0, 8)}.part`;
    writeFileSync(beside, content, { flush: true });
    renameSync(beside, place);
  } catch (error) {
    if (beside !== undefined) rmSync(beside, { force: true });
    throw unwritten(path, error);
  }
}

/** Makes the folder and those above it. @throws BeckonError `file-unwritten`. */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw unwritten(path, error);
  }
}

function unwritten(path: string, error: unknown): BeckonError {
  const code = (error as NodeJS.ErrnoException).code ?? "unknown cause";
  const remedy = `See that the folder ${dirname(path)} is there, that you may write to it, and that the disk has room.`;
  return machineError("file-unwritten", path, `It cannot be written (${code}).`, remedy);
}
