/** Where backups can lie: a folder among the person's documents, and whatever stick or drive is plugged in. */
import { existsSync, readFileSync } from "node:fs";
import { mkdir, readdir, rm, stat, statfs } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { identifyDrive } from "../../../firmware-gen/flash/drive.ts";
import type { BackupPlaceView } from "../../contract/care-values.ts";

export interface BackupPlace {
  readonly id: string;
  readonly kind: "computer" | "drive";
  readonly name: string;
  readonly folder: string;
}

export const ENDING = ".beckon";

export function backupPlaces(
  env: Readonly<NodeJS.ProcessEnv> = process.env,
  drives: readonly string[] = mountedDrives(),
): BackupPlace[] {
  const folder = join(documentsFolder(env), "Beckon");
  return [
    { id: "computer", kind: "computer", name: folder, folder },
    ...drives.map(
      (drive): BackupPlace => ({ id: drive, kind: "drive", name: basename(drive) || drive, folder: drive }),
    ),
  ];
}

/** What lies there. Never throws: a drive may be gone in this moment. */
export async function lookAt({ id, kind, name, folder }: BackupPlace): Promise<BackupPlaceView> {
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith(ENDING));
  const known = await Promise.all(
    files.map(async (file) => {
      const found = await stat(join(folder, file)).catch(() => undefined);
      if (found === undefined || !found.isFile()) return [];
      return [{ name: file, at: Math.round(found.mtimeMs), bytes: found.size }];
    }),
  );
  const room = await statfs(existsSync(folder) ? folder : homedir()).catch(() => undefined);
  return {
    placeId: id,
    kind,
    name,
    freeBytes: room === undefined ? null : room.bavail * room.bsize,
    files: known.flat().sort((a, b) => b.at - a.at || a.name.localeCompare(b.name)),
  };
}

/** A name that is free there, made from the person's name and the day. Makes the folder. */
export async function freeName({ folder }: BackupPlace, person: string, now: Date): Promise<string> {
  await mkdir(folder, { recursive: true });
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) =>
    String(part).padStart(2, "0"),
  );
  // What no system allows in a name, and dots that would hide it.
  const plain = person.replace(/[^\p{L}\p{N} _-]/gu, "").trim() || "Beckon";
  const start = `${plain} ${day.join("-")}`;
  for (let number = 1; ; number++) {
    const name = `${start}${number === 1 ? "" : ` ${number}`}${ENDING}`;
    if (!existsSync(join(folder, name))) return name;
  }
}

/** Half-written files of a program that is no more. Never throws. */
export async function removeLeftOvers({ folder }: BackupPlace): Promise<void> {
  for (const file of await readdir(folder).catch(() => [])) {
    const [, pid] = /\.beckon\.(\d+)\.part$/.exec(file) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) await rm(join(folder, file)).catch(() => {});
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === "EPERM";
  }
}

function documentsFolder(env: Readonly<NodeJS.ProcessEnv>): string {
  const home = env.HOME ?? homedir();
  const config = join(env.XDG_CONFIG_HOME || join(home, ".config"), "user-dirs.dirs");
  const [, named] = existsSync(config)
    ? (/^XDG_DOCUMENTS_DIR="(.+)"$/m.exec(readFileSync(config, "utf8")) ?? [])
    : [];
  return named?.replace("$HOME", home) ?? join(home, "Documents");
}

/** Sticks and outer drives; not those that boards show. */
function mountedDrives(): string[] {
  try {
    return mountPoints().filter((folder) => identifyDrive(folder).kind === "unknown");
  } catch {
    return [];
  }
}

function mountPoints(): string[] {
  if (process.platform === "win32")
    return [..."DEFGHIJKLMNOPQRSTUVWXYZ"]
      .map((letter) => `${letter}:\\`)
      .filter((drive) => existsSync(drive));
  if (process.platform !== "linux" || !existsSync("/proc/self/mounts")) return [];
  return readFileSync("/proc/self/mounts", "utf8")
    .split("\n")
    .map((line) =>
      (line.split(" ")[1] ?? "").replace(/\\([0-7]{3})/g, (_, octal) =>
        String.fromCharCode(Number.parseInt(octal, 8)),
      ),
    )
    .filter((folder) => /^\/(media|run\/media|mnt)\/./.test(folder));
}
