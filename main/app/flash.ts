/** Firmware for a person: base firmware and image as a file, or onto the board's drive. */
import { readFileSync, statSync } from "node:fs";
import { extname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { BeckonError, machineError, usageError } from "../../common/errors.ts";
import { type Board, boardById, boards, firmwarePath } from "../../firmware-gen/boards/boards.ts";
import { mergeFirmware } from "../../firmware-gen/flash/firmware.ts";
import { memoryEnd, readHex, writeHex } from "../../firmware-gen/flash/memory.ts";
import { writeUf2 } from "../../firmware-gen/flash/uf2.ts";
import { type BoardReport, programVolume } from "../../firmware-gen/flash/volume.ts";
import { mustFit } from "../../firmware-gen/image/fits.ts";
import { listPorts } from "../wearables/ports.ts";
import { openDevice } from "./device.ts";
import { listDrives } from "./drives.ts";
import { writeWholeFile } from "./files.ts";
import { type ImageFile, loadImage } from "./image.ts";

export type FirmwareFormat = "hex" | "uf2";

export interface Firmware {
  readonly board: Board;
  readonly image: ImageFile;
  readonly format: FirmwareFormat;
  readonly bytes: Uint8Array;
  /** Where its last byte lies, plus one. */
  readonly endAddress: number;
}

/**
 * Merges a board's base firmware and an image file. Nothing is written.
 *
 * @throws BeckonError when the board has no firmware, the image cannot be read or does not fit, or the board takes no such file.
 */
export function makeFirmware(boardId: string, imagePath: string, format?: FirmwareFormat): Firmware {
  const board = boardById(boardId);
  const path = firmwarePath(board);
  if (path === undefined) {
    const known = boards.flatMap(({ id, firmware }) => (firmware === null ? [] : [id])).join(", ");
    throw usageError("board-unflashable", board.name, "has nothing to flash.", `Choose one of: ${known}.`);
  }
  const wanted = format ?? (board.uf2FamilyId === undefined ? "hex" : "uf2");
  const image = loadImage(imagePath);
  mustFit(image.image, board, imagePath);
  const memory = mergeFirmware(readHex(readFileSync(path, "utf8"), path), image.bytes, board, imagePath);
  return {
    board,
    image,
    format: wanted,
    bytes: encode(board, memory, wanted),
    endAddress: memoryEnd(memory),
  };
}

function encode(board: Board, memory: Parameters<typeof writeHex>[0], format: FirmwareFormat): Uint8Array {
  if (format === "hex") return new TextEncoder().encode(writeHex(memory));
  if (board.uf2FamilyId !== undefined) return writeUf2(memory, board.uf2FamilyId);
  throw usageError("board-no-uf2", board.name, "takes no UF2 file.", "Name the file .hex instead.");
}

/** @throws BeckonError (wrong use) unless the name ends in .hex or .uf2. */
export function formatOf(path: string): FirmwareFormat {
  const extension = extname(path).toLowerCase();
  if (extension === ".hex") return "hex";
  if (extension === ".uf2") return "uf2";
  throw usageError(
    "firmware-format",
    path,
    "says no kind of firmware file.",
    "End its name in .hex or .uf2.",
  );
}

/** Writes firmware to a file, whole or not at all. */
export function saveFirmware(firmware: Firmware, path: string): void {
  writeWholeFile(path, firmware.bytes);
}

export interface FlashTarget {
  /** The board's drive, a folder. */
  readonly volume: string;
  /** Board that the person says an unknown drive belongs to. */
  readonly said?: string | undefined;
  /** Serial port at which the board will report; found by its plug when left out. */
  readonly port?: string | undefined;
  readonly onTry: (attempt: number) => void;
}

/**
 * Puts firmware onto a board and waits for the board's own report.
 *
 * @throws BeckonError as programVolume, or when the port may not be opened.
 */
export async function flashDrive(
  firmware: Firmware,
  target: FlashTarget,
): Promise<{ tries: number; report: BoardReport }> {
  refusePort(target.volume);
  return programVolume({
    volume: target.volume,
    board: firmware.board,
    boards,
    said: target.said,
    fileName: `BECKON.${firmware.format.toUpperCase()}`,
    bytes: firmware.bytes,
    modelId: firmware.image.image.modelId,
    ask: (uniqueId) => askBoard(firmware.board.id, uniqueId, target.port),
    onTry: target.onTry,
  });
}

/** @throws BeckonError that lists the boards' drives; for a call that names no target. */
export function refuseNoTarget(): never {
  const drives = listDrives().map(({ volume, board, says }) => `${volume} (${board ?? says})`);
  const problem = "needs --out FILE or --to DRIVE.";
  const remedy =
    drives.length === 0 ? "No board's drive is plugged in now." : `Plugged in now: ${drives.join(", ")}.`;
  throw usageError("flash-target", "beckon flash", problem, remedy);
}

function refusePort(path: string): void {
  const isPort =
    /^COM\d+$/i.test(path) || (statSync(path, { throwIfNoEntry: false })?.isCharacterDevice() ?? false);
  if (!isPort) return;
  const remedy = `For a board that already runs Beckon use \`beckon push --device serial:${path}\`; else name its drive.`;
  throw usageError(
    "flash-port",
    path,
    "is a serial port; no board that Beckon flashes takes firmware there yet.",
    remedy,
  );
}

/** A board needs about a second from its reset to its first answer; plug and drive come back by themselves. */
const REPORT_TRIES = 6;
const REPORT_PAUSE_MS = 1000;

async function askBoard(
  boardId: string,
  uniqueId: string | undefined,
  port?: string,
): Promise<BoardReport | undefined> {
  for (let tries = 0; tries < REPORT_TRIES; tries++) {
    if (tries > 0) await wait(REPORT_PAUSE_MS);
    try {
      const path = port ?? (await findPort(boardId, uniqueId));
      if (path !== undefined) return await reportAt(path);
    } catch (error) {
      // Whoever may not open the port must be told that, not that the board is silent.
      if (!(error instanceof BeckonError)) throw error;
      if (error.fault.code === "port-permission" || error.fault.code === "port-busy") throw error;
    }
  }
  return undefined;
}

async function findPort(boardId: string, uniqueId: string | undefined): Promise<string | undefined> {
  const ports = await listPorts();
  if (uniqueId !== undefined) return ports.find(({ usb }) => usb?.serialNumber === uniqueId)?.path;
  const same = ports.filter(({ boards: kinds }) => kinds.includes(boardId));
  if (same.length <= 1) return same[0]?.path;
  const remedy = `Say at which port it is: --port PATH (${same.map(({ path }) => path).join(", ")}).`;
  throw machineError(
    "port-busy",
    boardId,
    "is plugged in more than once, so its report cannot be told apart.",
    remedy,
  );
}

async function reportAt(path: string): Promise<BoardReport> {
  const device = await openDevice({ kind: "serial", path }, {});
  try {
    const { board, modelId } = device.wearable.session().info;
    return { boardId: board, modelId: /^0*$/.test(modelId) ? undefined : modelId };
  } finally {
    await device.close();
  }
}
