/**
 * Cuts a stream of bytes into whole Ogg pages whose checksum is right (RFC 3533).
 *
 * The decoder behind it neither complains about damage nor stops at it, and
 * makes sound out of half a page; so it gets nothing but pages that are sound.
 *
 * Trust: the bytes may be hostile. A page has at most 65,307 bytes; no more
 * than that and one pushed block is kept.
 */
export interface OggPage {
  /** The whole page, header included. */
  readonly bytes: Uint8Array;
  /** Position at the end of the page in the codec's own unit; undefined where no packet ends on it. */
  readonly granule: number | undefined;
  readonly last: boolean;
  /** Length of header and segment table: where the packets start. */
  readonly bodyOffset: number;
}

export class OggPages {
  #pending: Uint8Array = new Uint8Array(0);
  #skipped = 0;

  /** Bytes that belong to no valid page, so far. */
  get skippedBytes(): number {
    return this.#skipped;
  }

  /** The pages that are complete by now. */
  push(block: Uint8Array): OggPage[] {
    const bytes = new Uint8Array(this.#pending.length + block.length);
    bytes.set(this.#pending);
    bytes.set(block, this.#pending.length);
    const pages: OggPage[] = [];
    let position = 0;
    while (position + 4 <= bytes.length) {
      if (!isMagic(bytes, position)) {
        position++;
        this.#skipped++;
        continue;
      }
      const page = pageAt(bytes, position);
      if (page === "incomplete") break;
      if (page === "damaged") {
        position++;
        this.#skipped++;
        continue;
      }
      pages.push(page);
      position += page.bytes.length;
    }
    this.#pending = bytes.slice(position);
    return pages;
  }

  /** To be called after the last block; what is left over counts as skipped. */
  end(): void {
    this.#skipped += this.#pending.length;
    this.#pending = new Uint8Array(0);
  }
}

function isMagic(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x4f && bytes[at + 1] === 0x67 && bytes[at + 2] === 0x67 && bytes[at + 3] === 0x53;
}

function pageAt(bytes: Uint8Array, at: number): OggPage | "incomplete" | "damaged" {
  if (at + 27 > bytes.length) return "incomplete";
  const segments = bytes[at + 26]!;
  const bodyOffset = 27 + segments;
  if (at + bodyOffset > bytes.length) return "incomplete";
  let length = bodyOffset;
  for (let i = 27; i < bodyOffset; i++) length += bytes[at + i]!;
  if (at + length > bytes.length) return "incomplete";
  const page = bytes.slice(at, at + length);
  const view = new DataView(page.buffer);
  if (checksum(page) !== view.getUint32(22, true)) return "damaged";
  const granule = view.getBigInt64(6, true);
  return {
    bytes: page,
    granule: granule < 0n ? undefined : Number(granule),
    last: (page[5]! & 4) !== 0,
    bodyOffset,
  };
}

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit++) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value >>> 0;
});

/** CRC-32 with polynomial 0x04c11db7, not reflected, start 0, over the page with its own checksum field as zeros. */
export function checksum(page: Uint8Array): number {
  let value = 0;
  for (let i = 0; i < page.length; i++) {
    const byte = i >= 22 && i < 26 ? 0 : page[i]!;
    value = ((value << 8) ^ TABLE[((value >>> 24) ^ byte) & 0xff]!) >>> 0;
  }
  return value;
}
