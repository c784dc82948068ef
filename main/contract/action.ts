/**
 * One thing asked of the system: what the mapping decides and the actor does.
 *
 * Whatever goes down comes with the longest time it may stay down. There is no
 * action that puts something down for good.
 */
import type { Phase } from "../../common/street.ts";
import type { Input, MouseButton } from "./key-codes.ts";

/** Longest hold of an action that names none, ms. */
export const DEFAULT_LONGEST_HOLD_MS = 10_000;
/** No hold may be longer, ms: ten minutes of a dragged window are a mistake. */
export const MAX_LONGEST_HOLD_MS = 600_000;
/** Most characters of one text. */
export const MAX_TEXT_LENGTH = 2000;
/** Most notches of one scroll action, each way. */
export const MAX_NOTCHES = 100;
/** Farthest pointer step or place, pixels, each way. */
export const MAX_PIXELS = 32767;

export type Action =
  /** Pressed in this order and let go in reverse: a chord. */
  | { readonly kind: "tap"; readonly inputs: readonly Input[] }
  /** These characters, whatever the layout. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "click"; readonly button: MouseButton; readonly count: 1 | 2 | 3 }
  /** Pixels from where the pointer is. */
  | { readonly kind: "move"; readonly right: number; readonly down: number }
  /** Pixels from the left upper corner of the whole desktop. */
  | { readonly kind: "moveTo"; readonly x: number; readonly y: number }
  /** Notches of the wheel; negative is left or up. */
  | { readonly kind: "scroll"; readonly right: number; readonly down: number }
  /** Stays down until `up`, `releaseAll` or the end of `longestMs`, whichever is first. */
  | { readonly kind: "down"; readonly inputs: readonly Input[]; readonly longestMs: number }
  | { readonly kind: "up"; readonly inputs: readonly Input[] }
  | { readonly kind: "releaseAll" };

/** The event behind an action, for the journal. */
export interface Cause {
  readonly command: string;
  readonly phase: Phase;
  readonly score: number;
  /** The wearable's clock, ms. */
  readonly deviceMs: number;
}
