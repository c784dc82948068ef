/** Whose drive is this? Read before anything is written to it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inputError, machineError, usageError, type BeckonError } from "../../common/errors.ts";

/** How a kind of board is known by its drive; stands in its board.json. */
export interface DriveMark {
  /** First four digits of DAPLink's unique id, such as "9900"; empty for boards without DAPLink. */
  readonly daplinkIds: readonly string[];
  /** What the `Board-ID` of INFO_UF2.TXT begins with, such as "RPI-RP2"; empty for boards without UF2. */
  readonly uf2Ids: readonly string[];
}

export interface NamedBoard {
  readonly id: string;
  readonly name: string;
  readonly drive: DriveMark;
}

export type DriveIdentity =
  | {
      readonly kind: "daplink";
      /** Four digits. */
      readonly boardId: string;
      /** Also the USB serial number, by which its serial port is found; undefined where only MBED.HTM tells. */
      readonly uniqueId: string | undefined;
      /** In maintenance it takes firmware for its own USB chip, never ours. */
      readonly maintenance: boolean;
    }
  | { readonly kind: "uf2"; readonly boardId: string; readonly model: string }
  | { readonly kind: "unknown" };

/**
 * What the files on a drive say it is. DETAILS.TXT and MBED.HTM come from
 * DAPLink (ARMmbed/DAPLink, vfs_user.c), INFO_UF2.TXT from UF2 loaders.
 *
 * @throws BeckonError `drive-missing` when the folder cannot be read.
 */
export function identifyDrive(volume: string): DriveIdentity {
  let names: string[];
  try {
    names = readdirSync(volume);
  } catch (error) {
    const problem = `cannot be opened (${(error as NodeJS.ErrnoException).code}).`;
    const remedy = "Plug the board in and wait until its drive shows; then name the drive's folder.";
    throw machineError("drive-missing", volume, problem, remedy);
  }
  const read = (wanted: string): string => {
    const name = names.find((each) => each.toUpperCase() === wanted);
    try {
      return name === undefined ? "" : readFileSync(join(volume, name), "latin1");
    } catch {
      return ""; // the drive left in this moment, or the file is damaged: the next file may tell
    }
  };

  const details = read("DETAILS.TXT");
  const uniqueId = /^Unique ID:\s*([0-9a-f]{8,})\s*$/im.exec(details)?.[1];
  if (uniqueId !== undefined) {
    const maintenance = /^Daplink Mode:\s*Bootloader\s*$/im.test(details);
    return { kind: "daplink", boardId: uniqueId.slice(0, 4), uniqueId, maintenance };
  }
  const info = read("INFO_UF2.TXT");
  const uf2Id = /^Board-ID:\s*(\S+)/im.exec(info)?.[1];
  if (uf2Id !== undefined) {
    return { kind: "uf2", boardId: uf2Id, model: /^Model:\s*(.+?)\s*$/im.exec(info)?.[1] ?? uf2Id };
  }
  const link = /[?&](?:id|code)=([0-9a-f]{4})/i.exec(read("MICROBIT.HTM") || read("MBED.HTM"))?.[1];
  if (link !== undefined) {
    return { kind: "daplink", boardId: link, uniqueId: undefined, maintenance: false };
  }
  return { kind: "unknown" };
}

/** The board among `boards` whose drive this is, or undefined. */
export function boardOfDrive<Board extends NamedBoard>(
  identity: DriveIdentity,
  boards: readonly Board[],
): Board | undefined {
  switch (identity.kind) {
    case "daplink":
      return boards.find(({ drive }) => drive.daplinkIds.includes(identity.boardId));
    case "uf2":
      return boards.find(({ drive }) => drive.uf2Ids.some((id) => identity.boardId.startsWith(id)));
    case "unknown":
      return undefined;
  }
}

/**
 * Refuses a drive that is not certainly `wanted`'s, before anything is written.
 *
 * @param said the board that the person says the drive belongs to; settles an unknown drive, never a known one.
 * @throws BeckonError `drive-other-board` (input), `drive-unknown` (wrong use), `drive-maintenance` (machine).
 */
export function checkDrive(
  volume: string,
  identity: DriveIdentity,
  wanted: NamedBoard,
  boards: readonly NamedBoard[],
  said: string | undefined,
): void {
  if (identity.kind === "daplink" && identity.maintenance) {
    const problem = "is the board's maintenance drive, which takes no program.";
    const remedy = "Unplug the board and plug it in again without touching its button.";
    throw machineError("drive-maintenance", volume, problem, remedy);
  }
  const found = boardOfDrive(identity, boards);
  if (found?.id === wanted.id) return;
  if (found !== undefined) {
    const problem = `is the drive of a ${found.name}, and this firmware is for a ${wanted.name}.`;
    const remedy = `Plug in a ${wanted.name}, or make firmware for this board with --board ${found.id}.`;
    throw inputError("drive-other-board", volume, problem, remedy);
  }
  if (said === wanted.id) return;
  throw unknownDrive(volume, identity, wanted);
}

function unknownDrive(volume: string, identity: DriveIdentity, wanted: NamedBoard): BeckonError {
  const calls = { daplink: "has a board number", uf2: "calls itself", unknown: "does not say what it is" };
  const name = identity.kind === "unknown" ? "" : ` ${identity.boardId}, which Beckon does not know`;
  const problem = `${calls[identity.kind]}${name}. Nothing was written.`;
  const remedy = `If you are certain that it is a ${wanted.name}, add --drive ${wanted.id}.`;
  return usageError("drive-unknown", volume, problem, remedy);
}
