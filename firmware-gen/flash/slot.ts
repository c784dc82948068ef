/**
 * The record before an image in a board's slot, as runtime/slots.h writes it.
 * slot.test.ts holds the two against each other.
 */
import { crc32 } from "node:zlib";

/** BK_SLOT_RECORD: bytes before the image. */
export const SLOT_RECORD_BYTES = 32;

const MAGIC = "BKS1";
const COMMIT = 0x54494d43; // "CMIT"
const IMAGE_ID = { offset: 16, bytes: 8 }; // in the image's header

/**
 * A slot's bytes from its start: record, image, and 0xff up to a whole word.
 *
 * @param image a whole image file.
 * @param generation 1 for a board's first image; among two whole slots the higher one counts.
 */
export function slotBytes(image: Uint8Array, generation: number): Uint8Array {
  const slot = new Uint8Array(Math.ceil((SLOT_RECORD_BYTES + image.length) / 4) * 4).fill(0xff);
  const view = new DataView(slot.buffer);
  slot.set(new TextEncoder().encode(MAGIC), 0);
  view.setUint32(4, generation, true);
  view.setUint32(8, image.length, true);
  view.setUint32(12, crc32(image), true);
  slot.set(image.subarray(IMAGE_ID.offset, IMAGE_ID.offset + IMAGE_ID.bytes), 16);
  view.setUint32(24, crc32(slot.subarray(0, 24)), true);
  view.setUint32(28, COMMIT, true);
  slot.set(image, SLOT_RECORD_BYTES);
  return slot;
}

/** What the other slot's record must be, so that no older image with a higher generation wins: erased flash. */
export function blankRecord(): Uint8Array {
  return new Uint8Array(SLOT_RECORD_BYTES).fill(0xff);
}
