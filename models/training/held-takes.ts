/** How takes of held commands, which last as long as their sound, are cut: as long as a breath, and judged by how they begin. */
import type { GateSettings } from "../../firmware-gen/image/settings.ts";
import type { Segment } from "../features/segments.ts";

/** A held take is as long as its person's breath; the gate's limit is for the others. Frames. */
export const HELD_LONGEST = 1000;
/**
 * Of a held take, what is learned from, and the least that says how it goes on. The takes of other
 * commands are compared with its beginning, for that is what decides. Frames.
 */
export const HELD_PART = { most: 128, least: 20, beginning: 40 } as const;

/** What is learned from a take's segment; undefined where it has the wrong length. */
export function usablePart(
  segment: Segment,
  isHeld: boolean,
  { maxFrames }: GateSettings,
): Segment | undefined {
  if (isHeld) {
    return segment.frames < HELD_PART.least
      ? undefined
      : { ...segment, frames: Math.min(segment.frames, HELD_PART.most) };
  }
  return segment.frames <= maxFrames ? segment : undefined;
}

/** Lengths that say how long this person's commands are: of those that act once, if there are any. */
export function lengthsOf(
  takes: readonly { readonly frames: number; readonly classIndex: number }[],
  held: ReadonlySet<number>,
): number[] {
  const once = takes.filter(({ classIndex }) => !held.has(classIndex));
  return (once.length > 0 ? once : takes).map(({ frames }) => frames);
}
