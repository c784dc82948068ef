/** Files that a person names: read whole, or written whole or not at all. */
import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
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
 * a kill leaves the old file, or none; never half a one.
 *
 * @throws BeckonError `file-unwritten`.
 */
export function writeWholeFile(path: string, content: Uint8Array | string): void {
  const beside = `${path}.${randomUUID().slice(0, 8)}.part`;
  try {
    writeFileSync(beside, content, { flush: true });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
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
