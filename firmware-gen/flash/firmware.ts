/**
 * Firmware for a person: a board's base firmware with the person's image in its slot,
 * and the network that images share in its own place. No compiler.
 */
import { inputError } from "../../common/errors.ts";
import { backboneNeededBy } from "../image/backbone.ts";
import { refusal } from "../image/refusals.ts";
import { backboneBeside, backboneFor } from "../image/shipped-backbones.ts";
import { type Block, joinBlocks, memoryEnd, type Memory } from "./memory.ts";
import { blankRecord, slotBytes, SLOT_RECORD_BYTES } from "./slot.ts";

/** Where a board keeps the backbone, and how much fits. */
export interface BackbonePlace {
  readonly address: number;
  readonly bytes: number;
}

/** Where a board keeps what; bytes, addresses as the processor sees them. */
export interface FlashLayout {
  /** Two slots, one after the other. */
  readonly slotAddress: number;
  readonly slotBytes: number;
  /** Null where the board has no place for a backbone. */
  readonly backbone: BackbonePlace | null;
}

/**
 * @param base what the board's base firmware file holds.
 * @param image a whole image file, already made for this board.
 * @param thing the image's name, for the error.
 * @throws BeckonError `image-too-large` with the bytes needed and free; `image-backbone` if it runs
 *   over a backbone that is not shipped or has no place on this board.
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
    ...backboneBlocks(image, layout.backbone, thing),
    { address: layout.slotAddress, bytes: slotBytes(image, 1) },
    // A pushed image in the other slot would be newer than this one; writing its record blank ends it.
    { address: layout.slotAddress + layout.slotBytes, bytes: blankRecord() },
  ]);
}

/**
 * What goes to the backbone's place: the one that the image names, or else the usual one, so that
 * later images can be pushed alone. Nothing on a board without a place.
 *
 * @param image undefined for a board without one.
 * @throws BeckonError `image-backbone` as {@link mergeFirmware}.
 */
export function backboneBlocks(
  image: Uint8Array | undefined,
  place: BackbonePlace | null,
  thing = "the image",
): readonly Block[] {
  const needs = image !== undefined && backboneNeededBy(image) !== undefined;
  if (needs && backboneFor(image) === undefined) throw refusal("backbone", thing);
  const { bytes } = backboneBeside(image);
  if (place !== null && bytes.length <= place.bytes) return [{ address: place.address, bytes }];
  if (!needs) return [];
  const problem = `It runs over a shared network of ${bytes.length} bytes, for which this board has no room.`;
  throw inputError("image-backbone", thing, problem, "Choose another board.");
}
