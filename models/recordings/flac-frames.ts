/**
 * Cuts a FLAC stream (RFC 9639 §9) into whole frames whose checksum is right.
 *
 * A frame does not tell its length: it ends where the CRC-16 from its start
 * comes to zero and the next frame's header, or the end of the file, follows.
 * The decoder's own parser gives up the whole file for one wrong bit; this one
 * loses the frame that has it, and the one before if the bit is in a header.
 *
 * Trust: the bytes may be hostile. At most one frame ({@link MAX_FRAME_BYTES})
 * and one pushed block are kept, and a byte is looked at a few dozen times at worst.
 */

/** More than any encoder writes: a frame of 4096 samples with 8 channels of 32 bits has 131,072. */
export const MAX_FRAME_BYTES = 2 ** 20;
/** A header that is followed by so many others before the checksum fits is none. */
const MAX_HEADERS_INSIDE = 4;

export class FlacFrames {
  #pending: Uint8Array = new Uint8Array(0);
  #skipped = 0;

  /** Bytes that belong to no valid frame, so far. */
  get skippedBytes(): number {
    return this.#skipped;
  }

  /** The frames that are complete by now; the first block starts after the metadata. */
  push(block: Uint8Array): Uint8Array[] {
    const bytes = new Uint8Array(this.#pending.length + block.length);
    bytes.set(this.#pending);
    bytes.set(block, this.#pending.length);
    return this.#cut(bytes, false);
  }

  /** The last frame; what is left over counts as skipped. */
  end(): Uint8Array[] {
    const frames = this.#cut(this.#pending, true);
    this.#skipped += this.#pending.length;
    this.#pending = new Uint8Array(0);
    return frames;
  }

  #cut(bytes: Uint8Array, atEnd: boolean): Uint8Array[] {
    const frames: Uint8Array[] = [];
    let position = 0;
    while (position < bytes.length) {
      const header = headerAt(bytes, position);
      if (header === "incomplete" && !atEnd) break;
      const end = header === "valid" ? frameEnd(bytes, position, atEnd) : "damaged";
      if (end === "incomplete") break;
      if (end === "damaged") {
        position++;
        this.#skipped++;
      } else {
        frames.push(bytes.slice(position, end));
        position = end;
      }
    }
    this.#pending = bytes.slice(position);
    return frames;
  }
}

function frameEnd(bytes: Uint8Array, start: number, atEnd: boolean): number | "incomplete" | "damaged" {
  let sum = 0;
  let headers = 0;
  const limit = Math.min(bytes.length, start + MAX_FRAME_BYTES);
  for (let at = start; at < limit; at++) {
    if (at > start && bytes[at] === 0xff) {
      const header = headerAt(bytes, at);
      if (header === "valid" && sum === 0) return at;
      if (header === "valid" && ++headers > MAX_HEADERS_INSIDE) return "damaged";
    }
    sum = ((sum << 8) ^ CRC16[((sum >> 8) ^ bytes[at]!) & 0xff]!) & 0xffff;
  }
  if (limit === start + MAX_FRAME_BYTES) return "damaged";
  if (!atEnd) return "incomplete";
  return sum === 0 ? bytes.length : "damaged";
}

/** Checks the fields that have forbidden values, and the header's own CRC-8. */
function headerAt(bytes: Uint8Array, at: number): "valid" | "invalid" | "incomplete" {
  if (bytes[at] !== 0xff) return "invalid";
  if (at + 5 > bytes.length) return "incomplete";
  const [second, third, fourth] = [bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!];
  if ((second & 0xfe) !== 0xf8) return "invalid";
  const blockSize = third >> 4;
  const rate = third & 15;
  if (blockSize === 0 || rate === 15 || fourth >> 4 > 10 || (fourth & 1) !== 0) return "invalid";
  const number = codedNumberLength(bytes[at + 4]!);
  if (number === 0) return "invalid";
  const length =
    4 +
    number +
    (blockSize === 6 ? 1 : blockSize === 7 ? 2 : 0) +
    (rate === 12 ? 1 : rate === 13 || rate === 14 ? 2 : 0);
  if (at + length + 1 > bytes.length) return "incomplete";
  let sum = 0;
  for (let i = at; i < at + length; i++) sum = CRC8[sum ^ bytes[i]!]!;
  return sum === bytes[at + length] ? "valid" : "invalid";
}

/** Bytes of a number coded as UTF-8 would (up to 36 bits), by its first byte; 0 if that cannot be one. */
function codedNumberLength(first: number): number {
  if (first < 0x80) return 1;
  const ones = Math.clz32(~(first << 24));
  return ones >= 2 && ones <= 7 ? ones : 0;
}

/** Polynomials x⁸+x²+x+1 and x¹⁶+x¹⁵+x²+1, most significant bit first. */
const CRC8 = crcTable(8, 0x07);
const CRC16 = crcTable(16, 0x8005);

function crcTable(bits: number, polynomial: number): Uint16Array {
  const top = 1 << (bits - 1);
  const mask = 2 * top - 1;
  return Uint16Array.from({ length: 256 }, (_, index) => {
    let value = index << (bits - 8);
    for (let bit = 0; bit < 8; bit++) value = (value & top ? (value << 1) ^ polynomial : value << 1) & mask;
    return value;
  });
}
