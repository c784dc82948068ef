/** The one thing of an image that may be changed after training: how high a score must be. */
import { createHash } from "node:crypto";
import { HEADER, HEADER_BYTES, SECTION_ENTRY_BYTES } from "./format.ts";
import { seal } from "./build.ts";
import { readImage } from "./read.ts";

const CLASSES_AT = 24;
const CLASS_BYTES = 4;

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
  const view = new DataView(bytes.buffer);
  const decision = sectionAt(view, bytes, "DECI");
  thresholds.forEach((threshold, index) => {
    if (!Number.isInteger(threshold) || threshold < -32768 || threshold > 32767)
      throw new RangeError(`The threshold ${threshold} is no int16.`);
    view.setInt16(decision + CLASSES_AT + CLASS_BYTES * index, threshold, true);
  });
  const id = createHash("sha256").update(bytes.subarray(HEADER_BYTES)).digest().subarray(0, 8);
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
  return Buffer.from(bare.subarray(HEADER.imageId, HEADER.imageId + 8)).toString("hex");
}

function sectionAt(view: DataView, bytes: Uint8Array, type: string): number {
  const entries = Array.from(
    { length: view.getUint8(HEADER.sections) },
    (_, i) => HEADER_BYTES + SECTION_ENTRY_BYTES * i,
  );
  // readImage() has seen that it is there.
  const entry = entries.find(
    (at) => new TextDecoder("latin1").decode(bytes.subarray(at, at + 4)) === type,
  ) as number;
  return view.getUint32(entry + 8, true);
}
