/** Drives of boards that are mounted now. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { boards } from "../../firmware-gen/boards/boards.ts";
import { boardOfDrive, type DriveIdentity, identifyDrive } from "../../firmware-gen/flash/drive.ts";

export interface BoardDrive {
  readonly volume: string;
  /** A board's id; undefined for a board that Beckon does not know. */
  readonly board: string | undefined;
  /** What the drive says it is. */
  readonly says: string;
}

/** Drives that say they belong to a board, known or not. Never throws. */
export function listDrives(places: readonly string[] = mountPoints()): BoardDrive[] {
  return places.flatMap((volume) => {
    try {
      const identity = identifyDrive(volume);
      if (identity.kind === "unknown") return [];
      return [{ volume, board: boardOfDrive(identity, boards)?.id, says: nameOf(identity) }];
    } catch {
      return []; // left in this moment, or not ours to read
    }
  });
}

function nameOf(identity: Exclude<DriveIdentity, { kind: "unknown" }>): string {
  return identity.kind === "uf2" ? identity.model : `board number ${identity.boardId}`;
}

function mountPoints(): string[] {
  switch (process.platform) {
    case "linux":
      return fatMounts(existsSync("/proc/self/mounts") ? readFileSync("/proc/self/mounts", "utf8") : "");
    case "darwin":
      return readdirSync("/Volumes").map((name) => join("/Volumes", name));
    case "win32":
      return [..."DEFGHIJKLMNOPQRSTUVWXYZ"]
        .map((letter) => `${letter}:\\`)
        .filter((drive) => existsSync(drive));
    default:
      return [];
  }
}

/** Boards show FAT drives. @param mounts as /proc/self/mounts: spaces in names are written \040. */
export function fatMounts(mounts: string): string[] {
  return mounts
    .split("\n")
    .map((line) => line.split(" "))
    .filter(([, , type]) => type === "vfat" || type === "msdos")
    .map(([, folder = ""]) =>
      folder.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8))),
    );
}
