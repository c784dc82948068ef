/** Whether an image can run on a kind of board, told before anything is written. */
import { inputError } from "../../common/errors.ts";
import type { Signal } from "../../common/street.ts";
import type { KernelFamily } from "./format.ts";
import type { ImageDescription } from "./read.ts";

/** What is asked of a board; boards/<id>/board.json holds it. */
export interface BoardRoom {
  readonly name: string;
  readonly signals: readonly Signal[];
  readonly kernelFamily: KernelFamily;
  /** One image slot in flash, its record included. */
  readonly slotBytes: number;
  /** Room for the network that images share, beside the slots; null where there is none. */
  readonly backbone: { readonly bytes: number } | null;
  /** Memory for the runtime's state. */
  readonly arenaBytes: number;
}

/** Bytes that a slot keeps for itself (slots.h). */
export const SLOT_RECORD_BYTES = 32;

export interface Fit {
  readonly fits: boolean;
  readonly flashFreeBytes: number;
  readonly arenaFreeBytes: number;
  /** Whole sentences; empty where it fits. */
  readonly reasons: readonly string[];
}

/** @returns what is free, negative where it is too little, and why it does not fit. */
export function fits(image: ImageDescription, board: BoardRoom): Fit {
  const slot = board.slotBytes - SLOT_RECORD_BYTES;
  const flashFreeBytes = slot - image.bytes;
  const arenaFreeBytes = board.arenaBytes - image.arenaBytes;
  const reasons: string[] = [];
  if (!board.signals.includes(image.signal))
    reasons.push(`It listens to ${image.signal}, which this board cannot.`);
  if (image.family !== "generic" && image.family !== board.kernelFamily) {
    reasons.push(
      `Its weights are in the order of ${image.family} boards; this one takes ${board.kernelFamily}.`,
    );
  }
  if (flashFreeBytes < 0) reasons.push(`It takes ${image.bytes} bytes of flash; ${slot} are there.`);
  if (arenaFreeBytes < 0)
    reasons.push(`It takes ${image.arenaBytes} bytes of memory; ${board.arenaBytes} are there.`);
  if (image.backbone !== null && image.backbone.bytes > (board.backbone?.bytes ?? 0)) {
    const room = board.backbone === null ? "there is no place for it" : `${board.backbone.bytes} are there`;
    reasons.push(`It runs over a shared network of ${image.backbone.bytes} bytes; ${room}.`);
  }
  return { fits: reasons.length === 0, flashFreeBytes, arenaFreeBytes, reasons };
}

/** @throws BeckonError `image-board` with the reasons, before anything is written. */
export function mustFit(image: ImageDescription, board: BoardRoom, thing = "the image"): void {
  const { reasons } = fits(image, board);
  if (reasons.length === 0) return;
  const remedy = "Choose another board, or train with fewer commands or shorter takes.";
  throw inputError("image-board", thing, `It does not run on ${board.name}. ${reasons.join(" ")}`, remedy);
}
