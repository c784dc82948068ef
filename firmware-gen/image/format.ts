/**
 * The numbers of the image format, as PROTOCOL.md part 1 writes them. Everything
 * is little-endian; offsets are bytes from the image's start.
 */

export const MAGIC = 0x314e4b42; // "BKN1"
export const BACKBONE_MAGIC = 0x31424b42; // "BKB1"
export const FORMAT_VERSION = 1;
export const HEADER_BYTES = 40;
export const SECTION_ENTRY_BYTES = 16;
export const SECTION_OPTIONAL = 1;
export const ID_BYTES = 8;

/** Offsets of the header's fields. */
export const HEADER = {
  magic: 0,
  version: 4,
  family: 6,
  sections: 7,
  length: 8,
  crc: 12,
  imageId: 16,
  modelId: 24,
  arena: 32,
  signal: 36,
  classes: 37,
} as const;

/** In the order of their numbers. `generic` runs everywhere that takes unsorted weights. */
export const FAMILIES = ["generic", "m0", "m4", "avr", "wasm"] as const;
export type KernelFamily = (typeof FAMILIES)[number];

/** Sections in the order in which the builder writes them. */
export const SECTIONS = ["FRNT", "BACK", "NETW", "WGHT", "HEAD", "DECI", "LABL", "META"] as const;
export type SectionType = (typeof SECTIONS)[number];

export const FRONT_END = { sound: 1, motion: 2 } as const;

/** Values of a frame and milliseconds it advances by. */
export const FRAME = {
  sound: { values: 40, milliseconds: 20 },
  motion: { values: 6, milliseconds: 40 },
} as const;

export const HEAD_DENSE = 1;
export const HEAD_TEMPLATE = 2;
/** In a template's class: the same take as the template before it (BK_TEMPLATE_AGAIN of template.h). */
export const TEMPLATE_AGAIN = 128;

export const NETWORK_HEADER_BYTES = 12;
export const TENSOR_BYTES = 16;
export const OP_BYTES = 28;
export const NO_TENSOR = 255;

/** Operator codes of section NETW. */
export const OP_CODE = {
  conv2d: 1,
  depthwiseConv2d: 2,
  fullyConnected: 3,
  add: 4,
  mean: 5,
  softmax: 6,
} as const;

export const STAGE = { step: 0, segment: 1 } as const;
export const TENSOR_TYPE = { int8: 0, int16: 1 } as const;

/** Longest label in UTF-8 bytes; a LABEL message of the link must hold it. */
export const LABEL_BYTES_MAX = 200;
export const LABEL_NO_COMMAND = 1;

/** Most classes of one image (BK_CLASSES_MAX of beckon.h). */
export const CLASSES_MAX = 48;

/** Section DECI: where its classes lie, one after the other. */
export const CLASSES_AT = 24;
export const CLASS_BYTES = 4;
