/** The boards Beckon knows. A new board is one folder here, and one line in the list. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { usageError } from "../../common/errors.ts";
import type { Signal } from "../../common/street.ts";
import type { BackbonePlace } from "../flash/firmware.ts";

/** What a board.json says. Addresses and sizes in bytes, as the board's processor sees them. */
export interface Board {
  readonly id: string;
  readonly name: string;
  readonly signals: readonly Signal[];
  readonly kernelFamily: "generic" | "m0" | "m4" | "avr" | "wasm";
  /** Samples a second of its accelerometer; null where it has none of its own. */
  readonly motionRateHz: number | null;
  /** Speed of its cable; null where it has none. */
  readonly baud: number | null;
  /** Four hexadecimal digits each; null where it has no USB plug. */
  readonly usb: { readonly vendorId: string; readonly productId: string } | null;
  readonly drive: { readonly daplinkIds: readonly string[]; readonly uf2Ids: readonly string[] };
  /** Processor family of its UF2 loader (github.com/microsoft/uf2, uf2families.json); left out where it takes no UF2. */
  readonly uf2FamilyId?: number;
  /** File in firmware-gen/prebuilt; null where there is nothing to flash. */
  readonly firmware: string | null;
  readonly flashBytes: number;
  readonly ramBytes: number;
  /** Two slots of slotBytes each (PROTOCOL.md 2.9), one after the other. */
  readonly slotAddress: number;
  readonly slotBytes: number;
  /** Where the shared network of PROTOCOL.md 1.10 lies, outside the slots; null where there is no room. */
  readonly backbone: BackbonePlace | null;
  /** Erased together. */
  readonly pageBytes: number;
  /** Memory for an open image. */
  readonly arenaBytes: number;
  /** Can be started as `emulated:ID`. */
  readonly emulated: boolean;
}

const IDS = ["virtual", "microbit-v1", "sim-m4"] as const;

export const boards: readonly Board[] = IDS.map(
  (id) => JSON.parse(readFileSync(new URL(`./${id}/board.json`, import.meta.url), "utf8")) as Board,
);

/** @throws BeckonError `board-unknown` that lists those known. */
export function boardById(id: string): Board {
  const board = boards.find((known) => known.id === id);
  if (board === undefined) {
    const known = boards.map((each) => each.id).join(", ");
    throw usageError("board-unknown", `Board "${id}"`, "is not known to Beckon.", `Choose one of: ${known}.`);
  }
  return board;
}

/** Where a board's base firmware lies; undefined where it has none. */
export function firmwarePath(board: Board): string | undefined {
  if (board.firmware === null) return undefined;
  return fileURLToPath(new URL(`../prebuilt/${board.firmware}`, import.meta.url));
}

/** What firmware-gen/prebuilt/ID.json says; made by tools/build-runtime/boards.ts. Sizes in bytes. */
export interface FirmwareFacts {
  readonly board: string;
  /** Code and constants, without image slots. */
  readonly flashBytes: number;
  /** Data, arena and the stack's share. */
  readonly ramBytes: number;
  /** Addresses that emulators and tests need. */
  readonly symbols: { readonly [name: string]: number };
}

/** @throws Error if the board has no base firmware. */
export function firmwareFacts(board: Board): FirmwareFacts {
  const path = firmwarePath(board);
  if (path === undefined) throw new Error(`${board.id} has no base firmware`);
  return JSON.parse(readFileSync(path.replace(/\.\w+$/, ".json"), "utf8")) as FirmwareFacts;
}
