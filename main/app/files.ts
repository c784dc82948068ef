/** Files that a person names: read whole, or written whole or not at all. */
import { randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { type BeckonError, inputError, machineError } from "../../common/errors.ts";

const CAUSES: Readonly<Record<string, readonly [problem: string, remedy: string]>> = {
  ENOENT: ["There is no such file.", "Check the name."],
  EISDIR: ["It is a folder, not a file.", "Name a file in it."],
  ENOTFILE: ["It is a pipe or a device, not a file.", "Save what it gives to a file, and name that."],
  EACCES: ["You are not allowed to read it.", "Change its permissions, or copy it to a folder of yours."],
};

/** @throws BeckonError `file-…` naming the file. */
export function readInputFile(path: string): Uint8Array {
  try {
    const there = statSync(path);
    // A pipe without a writer would hold the whole program, deaf to every signal.
    if (!there.isFile() && !there.isDirectory()) throw Object.assign(new Error(), { code: "ENOTFILE" });
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
    // One by one: asked for all at once, Node tries for ever where a folder takes no folders (/proc).
    const missing: string[] = [];
    for (let at = resolve(path); !existsSync(at); at = dirname(at)) missing.unshift(at);
    for (const folder of missing) mkdirSync(folder);
    if (!statSync(path).isDirectory()) throw Object.assign(new Error(), { code: "ENOTDIR" });
  } catch (error) {
    throw unwritten(path, error);
  }
}

function unwritten(path: string, error: unknown): BeckonError {
  const code = (error as NodeJS.ErrnoException).code ?? "unknown cause";
  const remedy = `See that the folder ${dirname(path)} is there, that you may write to it, and that the disk has room.`;
  return machineError("file-unwritten", path, `It cannot be written (${code}).`, remedy);
}
