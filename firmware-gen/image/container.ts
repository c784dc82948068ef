/**
 * What images and backbones have in common: header, table of sections, checksum
 * and ids. The format is in PROTOCOL.md part 1.
 */
import { createHash } from "node:crypto";
import type { Signal } from "../../common/street.ts";
import { ByteWriter } from "./bytes.ts";
import { crc32 } from "./crc32.ts";
import {
  FORMAT_VERSION,
  HEADER,
  HEADER_BYTES,
  ID_BYTES,
  SECTION_ENTRY_BYTES,
  SECTION_OPTIONAL,
  type SectionType,
} from "./format.ts";

export type Sections = readonly (readonly [SectionType, Uint8Array])[];

/** @returns a container of the `generic` family, which therefore names itself as its model. */
export function writeContainer(
  magic: number,
  signal: Signal,
  classes: number,
  sections: Sections,
): Uint8Array {
  const to = new ByteWriter().u32(magic).u16(FORMAT_VERSION).u8(0).u8(sections.length);
  to.raw(new Uint8Array(HEADER_BYTES - to.length));
  let at = HEADER_BYTES + SECTION_ENTRY_BYTES * sections.length;
  for (const [type, content] of sections) {
    to.raw(new TextEncoder().encode(type)).u32(type === "META" ? SECTION_OPTIONAL : 0);
    to.u32(at).u32(content.length);
    at = (at + content.length + 3) & ~3;
  }
  for (const [, content] of sections) to.raw(content).align(4);
  const bytes = to.done();
  const view = new DataView(bytes.buffer);
  view.setUint32(HEADER.length, bytes.length, true);
  view.setUint8(HEADER.signal, signal === "sound" ? 0 : 1);
  view.setUint8(HEADER.classes, classes);
  const id = createHash("sha256").update(bytes.subarray(HEADER_BYTES)).digest().subarray(0, ID_BYTES);
  bytes.set(id, HEADER.imageId);
  bytes.set(id, HEADER.modelId);
  seal(bytes);
  return bytes;
}

/** Writes the CRC, which covers all bytes but its own. */
export function seal(bytes: Uint8Array): void {
  const crc = crc32(bytes.subarray(HEADER.crc + 4), crc32(bytes.subarray(0, HEADER.crc)));
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(HEADER.crc, crc, true);
}

/** A section's bytes, or undefined where there is none. Never throws, whatever the bytes are. */
export function sectionOf(bytes: Uint8Array, type: SectionType): Uint8Array | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < view.getUint8(HEADER.sections); i++) {
    const entry = HEADER_BYTES + SECTION_ENTRY_BYTES * i;
    if (entry + SECTION_ENTRY_BYTES > bytes.length) return undefined;
    if (String.fromCharCode(...bytes.subarray(entry, entry + 4)) !== type) continue;
    const offset = view.getUint32(entry + 8, true);
    const length = view.getUint32(entry + 12, true);
    return offset + length <= bytes.length ? bytes.subarray(offset, offset + length) : undefined;
  }
  return undefined;
}

/** The id at an offset, as 16 hexadecimal digits. */
export function idAt(bytes: Uint8Array, offset: number): string {
  return Buffer.from(bytes.subarray(offset, offset + ID_BYTES)).toString("hex");
}
