/**
 * Puts firmware onto a board through the drive that it shows.
 *
 * Such a drive is no disk: it reads the file while it is copied, leaves, and
 * comes back. Copies that "failed" have worked and copies that "succeeded"
 * have not, so neither the copy's result nor the drive's silence counts. What
 * counts is what the board itself reports afterwards.
 */
import { closeSync, existsSync, fsyncSync, openSync, readdirSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { machineError } from "../../common/errors.ts";
import { checkDrive, identifyDrive, type DriveIdentity, type NamedBoard } from "./drive.ts";
import { readFailText, type DriveFailure } from "./fail-text.ts";

/** Once, and up to twice more when the drive says that it was a passing trouble. */
const TRIES = 3;
const CHUNK_BYTES = 4096;

export interface VolumeJob {
  /** The folder where the drive is mounted. */
  readonly volume: string;
  readonly board: NamedBoard;
  /** All boards Beckon knows, to name the one that is there instead. */
  readonly boards: readonly NamedBoard[];
  /** Board that the person says the drive belongs to, for a drive that does not say itself. */
  readonly said?: string | undefined;
  /** 8.3 name and bytes of the firmware. */
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** What the board must report. */
  readonly modelId: string;
  /** Asks the board over its link what it runs. `undefined`: it cannot be reached. */
  readonly ask: (uniqueId: string | undefined) => Promise<BoardReport | undefined>;
  readonly times?: DriveTimes;
  readonly onTry?: (attempt: number) => void;
}

export interface BoardReport {
  readonly boardId: string;
  /** 16 hexadecimal digits; undefined while the board holds no image. */
  readonly modelId: string | undefined;
}

export interface DriveTimes {
  /** How long the drive may take to leave after the copy, ms. */
  readonly leaveMs: number;
  /** How long it may stay away, ms. */
  readonly returnMs: number;
  readonly pollMs: number;
}

/** A micro:bit leaves within a second; 64 KB of HEX take it about 8 s, an old interface firmware thrice that. */
const USUAL_TIMES: DriveTimes = { leaveMs: 10_000, returnMs: 30_000, pollMs: 200 };

/**
 * @returns how many tries it took.
 * @throws BeckonError before the first byte when the drive is not certainly
 *   this board's; else `drive-refused` in the drive's own words made plain, or
 *   `board-unconfirmed` when the board does not report the image.
 */
export async function programVolume(job: VolumeJob): Promise<{ tries: number; report: BoardReport }> {
  const { volume, times = USUAL_TIMES } = job;
  let failure: DriveFailure | undefined;
  let reported: BoardReport | undefined;
  let tries = 0;
  while (tries < TRIES) {
    // Each time anew: another board may have been plugged in where the first one was.
    const identity = identifyDrive(volume);
    checkDrive(volume, identity, job.board, job.boards, job.said);
    tries++;
    job.onTry?.(tries);

    copy(join(volume, job.fileName), job.bytes);
    const came = await leaveAndReturn(volume, job.fileName, identity, times);
    const failText = came === "returned" ? readFile(volume, "FAIL.TXT") : undefined;
    if (failText !== undefined) {
      failure = readFailText(failText);
      if (!failure.transient) break;
      continue;
    }
    failure = undefined;
    reported = await job.ask(identity.kind === "daplink" ? identity.uniqueId : undefined);
    if (reported?.modelId === job.modelId && reported.boardId === job.board.id)
      return { tries, report: reported };
    // Without the drive there is nothing to try again; without an answer another copy proves as little.
    if (came === "left" || reported === undefined) break;
  }

  if (failure !== undefined) {
    const problem = `${failure.problem} (The board's own words: "${failure.original}"; ${tries} tries.)`;
    throw machineError("drive-refused", volume, problem, failure.remedy);
  }
  throw machineError("board-unconfirmed", volume, unconfirmed(job, reported), UNCONFIRMED_REMEDY);
}

const UNCONFIRMED_REMEDY =
  "Unplug the board and plug it in again, then try once more; or, if it already runs Beckon, use `beckon push`.";

function unconfirmed({ board }: VolumeJob, reported: BoardReport | undefined): string {
  if (reported === undefined)
    return "The file was copied, but the board does not answer, so it may not run it.";
  if (reported.boardId !== board.id)
    return `The file was copied, but a ${reported.boardId} answers, not a ${board.id}.`;
  return "The file was copied, but the board still runs what it ran before.";
}

/** Writes what it can. A drive that takes the file and leaves makes the last writes fail, so no error counts. */
function copy(path: string, bytes: Uint8Array): void {
  try {
    const file = openSync(path, "w");
    try {
      for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
        writeSync(file, bytes, at, Math.min(CHUNK_BYTES, bytes.length - at));
      }
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch {
    // Judged by the board's report, see above.
  }
}

/**
 * `returned`: the drive went and is there again. `left`: it went and stays
 * away, as UF2 loaders do, or as where nothing mounts it. `stayed`: it never went.
 */
async function leaveAndReturn(
  volume: string,
  fileName: string,
  before: DriveIdentity,
  { leaveMs, returnMs, pollMs }: DriveTimes,
): Promise<"returned" | "left" | "stayed"> {
  // An empty folder is where a drive was mounted; a nameless drive is known by having files at all.
  const isThere = (): boolean =>
    before.kind === "unknown" ? readdirSync(volume).length > 0 : identifyDrive(volume).kind === before.kind;
  // Back, it lists its own files only; seeing that also catches a leaving too short to be seen.
  const isBack = (): boolean => isThere() && !existsSync(join(volume, fileName));
  const check = (condition: () => boolean): boolean => {
    try {
      return condition();
    } catch {
      return false;
    }
  };
  if (!(await until(() => !check(isThere) || check(isBack), leaveMs, pollMs))) return "stayed";
  return (await until(() => check(isThere), returnMs, pollMs)) ? "returned" : "left";
}

async function until(condition: () => boolean, limitMs: number, pollMs: number): Promise<boolean> {
  const end = performance.now() + limitMs;
  while (!condition()) {
    if (performance.now() >= end) return false;
    await wait(pollMs);
  }
  return true;
}

function readFile(volume: string, wanted: string): string | undefined {
  try {
    const name = readdirSync(volume).find((each) => each.toUpperCase() === wanted);
    return name === undefined ? undefined : readFileSync(join(volume, name), "latin1");
  } catch {
    return undefined;
  }
}
