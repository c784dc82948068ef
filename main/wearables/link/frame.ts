/**
 * Link framing on the host's side: COBS with CRC-16/CCITT-FALSE, as link_frame.h describes it.
 *
 * The C file stays the truth: frame.test.ts compiles it and holds this one to it, frame by
 * frame and on hostile bytes, status by status. It is written again here (60 lines) because
 * the host needs it per byte, in any thread and before the first await, and going through the
 * WebAssembly module would need as much code to carry bytes and state across.
 *
 * Untrusted: every received byte.
 */
import { MESSAGE_MAX_BYTES } from "./messages.ts";

const CRC_BYTES = 2;
const DELIMITER = 0;

/** Why a frame was dropped; BK_LINK_ERR_SIZE, _TRUNCATED and _CRC. */
export type FrameDamage = "size" | "truncated" | "crc";

export interface FrameListener {
  /** An intact message, 0 to 250 bytes; the array is the listener's own. */
  message(bytes: Uint8Array): void;
  damaged(damage: FrameDamage): void;
}

export interface FrameDecoder {
  /** Takes the next received bytes and calls the listener for each frame that ends in them. */
  push(bytes: Uint8Array): void;
}

/** CRC-16/CCITT-FALSE: polynomial 0x1021, initial value 0xFFFF; "123456789" gives 0x29B1. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc;
}

/**
 * The frame of a message: `message.length + 4` bytes, the last one the delimiter.
 *
 * @throws RangeError if the message is longer than 250 bytes.
 */
export function encodeFrame(message: Uint8Array): Uint8Array {
  if (message.length > MESSAGE_MAX_BYTES)
    throw new RangeError(`a message of ${message.length} bytes is too long`);
  const crc = crc16(message);
  const frame = new Uint8Array(message.length + CRC_BYTES + 2);
  let codeAt = 0;
  let out = 1;
  for (const byte of [...message, crc >> 8, crc & 0xff]) {
    if (byte === 0) {
      frame[codeAt] = out - codeAt;
      codeAt = out;
    } else {
      frame[out] = byte;
    }
    out++;
  }
  frame[codeAt] = out - codeAt; // the delimiter is there already: the array began as zeros
  return frame;
}

/** A decoder ready for the first byte of a stream; one per stream. */
export function createFrameDecoder(listener: FrameListener): FrameDecoder {
  const body = new Uint8Array(MESSAGE_MAX_BYTES + CRC_BYTES);
  let size = 0;
  let groupLeft = 0;
  let started = false;
  let overflowed = false;

  const append = (byte: number): void => {
    if (size < body.length) body[size++] = byte;
    else overflowed = true;
  };
  const endFrame = (): void => {
    if (!started) return; // a spare delimiter between frames is an idle line
    if (overflowed) listener.damaged("size");
    else if (groupLeft > 0 || size < CRC_BYTES) listener.damaged("truncated");
    else if (crc16(body.subarray(0, size)) !== 0) listener.damaged("crc");
    else listener.message(body.slice(0, size - CRC_BYTES));
  };

  return {
    push(bytes) {
      for (const byte of bytes) {
        if (byte === DELIMITER) {
          endFrame();
          size = 0;
          groupLeft = 0;
          started = false;
          overflowed = false;
        } else if (groupLeft > 0) {
          append(byte);
          groupLeft--;
        } else {
          if (started) append(0); // this code byte also stands for the zero that ended the group before it
          started = true;
          groupLeft = byte - 1;
        }
      }
    },
  };
}
