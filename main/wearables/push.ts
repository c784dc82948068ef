/**
 * Sends an image to a wearable. What counts as success is what the wearable reports at the
 * end, never that the bytes were sent: its slot was read back, its runtime opened the image,
 * and INFO names it.
 */
import { crc32 } from "node:zlib";
import { machineError } from "../../common/errors.ts";
import { backboneNeededBy } from "../../firmware-gen/image/backbone.ts";
import { otherBackbone } from "./link/faults.ts";
import type { Session } from "./link/session.ts";
import { sendWithCredit } from "./transfer.ts";

/** Bytes of PUSH_DATA: 250 less type, sequence and offset; a multiple of 4. */
const CHUNK_BYTES = 244;
const IMAGE_ID_AT = 16; // image header, PROTOCOL.md part 1
const IMAGE_HEADER_BYTES = 40;

export interface PushProgress {
  /** Bytes the wearable has received in order, and all bytes. */
  readonly bytes: number;
  readonly total: number;
}

export interface PushOptions {
  readonly progress?: (progress: PushProgress) => void;
  /** Ends the push; the wearable keeps the image it had. */
  readonly signal?: AbortSignal;
}

export interface PushResult {
  /** As the wearable reports them. */
  readonly imageId: string;
  readonly modelId: string;
  readonly slot: number;
  readonly bytes: number;
  readonly ms: number;
}

/**
 * Pushes `image` and makes it the active one. Disarms first.
 *
 * @param image a whole image file.
 * @throws BeckonError if the wearable refuses it, falls silent, or reports another image
 *   afterwards; then the image it had stays active. `signal.reason` if aborted.
 */
export async function pushImage(
  session: Session,
  image: Uint8Array,
  options: PushOptions = {},
): Promise<PushResult> {
  const startMs = performance.now();
  const imageId = Buffer.from(image.subarray(IMAGE_ID_AT, IMAGE_ID_AT + 8)).toString("hex");
  if (image.length < IMAGE_HEADER_BYTES) throw new RangeError("an image has at least a header");
  refuseOtherBackbone(session, image);
  if (session.armed) await session.disarm();

  await sendWithCredit(session, {
    begin: { name: "pushBegin", link: session.info.link, length: image.length, crc: crc32(image), imageId },
    totalBytes: image.length,
    chunkBytes: CHUNK_BYTES,
    unitBytes: 4,
    chunk: (offset, bytes) => ({ name: "pushData", offset, bytes: image.subarray(offset, offset + bytes) }),
    progress: (bytes) => options.progress?.({ bytes, total: image.length }),
    signal: options.signal,
    finish: () =>
      session.request(
        { name: "pushCommit", link: session.info.link },
        (answer) => (answer.name === "info" ? answer : undefined),
        { retryMs: 2000, tries: 4 }, // it reads the slot back and opens the image meanwhile
      ),
  });
  await session.refresh();
  if (session.info.imageId !== imageId) {
    throw machineError(
      "push-not-taken",
      session.info.board,
      `it reports image ${session.info.imageId} after the push, not ${imageId}.`,
      "Try again; the image it reports is the one that works.",
    );
  }
  return {
    imageId,
    modelId: session.info.modelId,
    slot: session.info.activeSlot,
    bytes: image.length,
    ms: performance.now() - startMs,
  };
}

/** Said before anything is sent; the wearable would refuse it at the end. */
function refuseOtherBackbone({ info }: Session, image: Uint8Array): void {
  const needed = backboneNeededBy(image);
  if (needed === undefined || info.backboneId === needed) return;
  const there = /^0*$/.test(info.backboneId ?? "") ? "none" : info.backboneId;
  throw otherBackbone(info.board, ` (there is ${there}, it needs ${needed})`);
}
