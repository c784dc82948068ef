/** The one thing of an image that may be changed after training: how high a score must be. */
import { createHash } from "node:crypto";
import { idAt, seal, sectionOf } from "./container.ts";
import { CLASS_BYTES, CLASSES_AT, HEADER, HEADER_BYTES, ID_BYTES } from "./format.ts";
import { readImage } from "./read.ts";

/**
 * The same image with other thresholds; ids and checksum follow, so that it is another model to
 * every wearable. With the thresholds it has, the bytes stay as they are.
 *
 * @param image of the `generic` family.
 * @param thresholds one per class, int16, in the order of the image's classes.
 * @throws BeckonError `image-…` when it is no image; RangeError for a wrong family, number or value.
 */
export function withThresholds(image: Uint8Array, thresholds: readonly number[]): Uint8Array {
  const { classes, family } = readImage(image);
  if (family !== "generic") throw new RangeError(`An image of the family ${family} is not changed.`);
  if (thresholds.length !== classes.length)
    throw new RangeError(`${thresholds.length} thresholds for ${classes.length} classes.`);
  const bytes = image.slice();
  const decision = sectionOf(bytes, "DECI") as Uint8Array; // readImage() has seen that it is there
  const view = new DataView(decision.buffer, decision.byteOffset, decision.byteLength);
  thresholds.forEach((threshold, index) => {
    if (!Number.isInteger(threshold) || threshold < -32768 || threshold > 32767)
      throw new RangeError(`The threshold ${threshold} is no int16.`);
    view.setInt16(CLASSES_AT + CLASS_BYTES * index, threshold, true);
  });
  const id = createHash("sha256").update(bytes.subarray(HEADER_BYTES)).digest().subarray(0, ID_BYTES);
  bytes.set(id, HEADER.imageId);
  bytes.set(id, HEADER.modelId);
  seal(bytes);
  return bytes;
}

/**
 * Names what an image makes of sound or movement before thresholds have a word: two images with
 * the same scoring id give the same scores at the same moments.
 *
 * @returns 16 hexadecimal digits. @throws as {@link withThresholds}.
 */
export function scoringId(image: Uint8Array): string {
  const { classes } = readImage(image);
  const bare = withThresholds(
    image,
    classes.map(() => 0),
  );
  return idAt(bare, HEADER.imageId);
}
