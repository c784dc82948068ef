/** Section LABL of an image that the runtime has accepted. */
import { HEADER, HEADER_BYTES, LABEL_NO_COMMAND, SECTION_ENTRY_BYTES } from "./format.ts";

export interface ImageLabel {
  readonly label: string;
  /** False for classes that never make an event. */
  readonly command: boolean;
}

/** @param image bytes that bk_arena_size() or readImage() found to be right. */
export function readLabels(image: Uint8Array): readonly ImageLabel[] {
  const view = new DataView(image.buffer, image.byteOffset, image.byteLength);
  const classes = view.getUint8(HEADER.classes);
  let at = sectionStart(view, "LABL");
  return Array.from({ length: classes }, () => {
    const flags = view.getUint8(at);
    const size = view.getUint8(at + 1);
    const label = new TextDecoder().decode(image.subarray(at + 2, at + 2 + size));
    at += 2 + size;
    return { label, command: (flags & LABEL_NO_COMMAND) === 0 };
  });
}

/** Offset of a section that must be there. */
function sectionStart(view: DataView, type: string): number {
  const count = view.getUint8(HEADER.sections);
  for (let i = 0; i < count; i++) {
    const entry = HEADER_BYTES + SECTION_ENTRY_BYTES * i;
    const name = String.fromCharCode(...[0, 1, 2, 3].map((k) => view.getUint8(entry + k)));
    if (name === type) return view.getUint32(entry + 8, true);
  }
  throw new RangeError(`The image has no section ${type}.`);
}
