/** What every emulated board has in common. */
import { readFileSync } from "node:fs";
import { boardById, firmwareFacts, firmwarePath, type Board } from "../../../firmware-gen/boards/boards.ts";
import { backboneBlocks } from "../../../firmware-gen/flash/firmware.ts";
import { joinBlocks, readHex, type Memory } from "../../../firmware-gen/flash/memory.ts";
import type { MailboxPlace } from "./mailbox.ts";

/** @param id of a board that is emulated, and so has prebuilt firmware. */
export function describeEmulation(id: string): {
  readonly board: Board;
  /** Address of a symbol of its firmware. */
  readonly address: (symbol: string) => number;
  readonly baseFirmware: () => Memory;
  /** What lies in flash besides the slots once it was flashed: base firmware and, where it has a place, a backbone. */
  readonly flashed: () => Memory;
  readonly mailbox: MailboxPlace;
} {
  const board = boardById(id);
  const { symbols } = firmwareFacts(board);
  const address = (symbol: string): number => {
    const found = symbols[symbol];
    if (found === undefined) throw new Error(`${id}: the prebuilt firmware has no ${symbol}`);
    return found;
  };
  const baseFirmware = (): Memory => readHex(readFileSync(firmwarePath(board) as string, "utf8"), board.name);
  return {
    board,
    address,
    baseFirmware,
    flashed: () => joinBlocks([...baseFirmware(), ...backboneBlocks(undefined, board.backbone)]),
    mailbox: { address: address("bk_sensor_mailbox"), motionRateHz: board.motionRateHz ?? 50 },
  };
}
