/** Firmware for a person: a board's base firmware with the person's image in its slot. No compiler. */
import { inputError } from "../../common/errors.ts";
import { joinBlocks, memoryEnd, type Memory } from "./memory.ts";
import { blankRecord, slotBytes, SLOT_RECORD_BYTES } from "./slot.ts";

/** Where a board keeps what; bytes, addresses as the processor sees them. */
export interface FlashLayout {
  /** Two slots, one after the other. */
  readonly slotAddress: number;
  readonly slotBytes: number;
}

/**
 * @param base what the board's base firmware file holds.
 * @param image a whole image file, already made for this board.
 * @param thing the image's name, for the error.
 * @throws BeckonError `image-too-large` with the bytes needed and free.
 * @throws RangeError when the base firmware reaches into the slots: it was built wrong.
 */
export function mergeFirmware(base: Memory, image: Uint8Array, layout: FlashLayout, thing: string): Memory {
  const room = layout.slotBytes - SLOT_RECORD_BYTES;
  if (image.length > room) {
    const problem = `needs ${image.length} bytes, and this board has room for ${room}.`;
    throw inputError("image-too-large", thing, problem, "Train with fewer commands or fewer takes for it.");
  }
  if (memoryEnd(base) > layout.slotAddress) {
    throw new RangeError(`the base firmware ends at ${memoryEnd(base)}, inside the slots`);
  }
  return joinBlocks([
    ...base,
    { address: layout.slotAddress, bytes: slotBytes(image, 1) },
    // A pushed image in the other slot would be newer than this one; writing its record blank ends it.
    { address: layout.slotAddress + layout.slotBytes, bytes: blankRecord() },
  ]);
}
