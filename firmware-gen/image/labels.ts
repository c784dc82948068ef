/** Section LABL of an image that the runtime has accepted. */
import { sectionOf } from "./container.ts";
import { HEADER, LABEL_NO_COMMAND } from "./format.ts";

export interface ImageLabel {
  readonly label: string;
  /** False for classes that never make an event. */
  readonly command: boolean;
}

/** @param image bytes that bk_arena_size() or readImage() found to be right. */
export function readLabels(image: Uint8Array): readonly ImageLabel[] {
  const labels = sectionOf(image, "LABL");
  if (labels === undefined) throw new RangeError("The image has no section LABL.");
  let at = 0;
  return Array.from({ length: image[HEADER.classes] ?? 0 }, () => {
    const [flags = 0, size = 0] = labels.subarray(at, at + 2);
    const label = new TextDecoder().decode(labels.subarray(at + 2, at + 2 + size));
    at += 2 + size;
    return { label, command: (flags & LABEL_NO_COMMAND) === 0 };
  });
}
