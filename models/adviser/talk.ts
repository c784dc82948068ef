/** Which commands the person's own ordinary talk or movement resembles, and where. */
import { DISTANCE_FAR } from "../../firmware-gen/engine/engine.ts";
import type { Distances } from "../heads/thresholds.ts";
import { LEAST_REACH } from "../heads/settings.ts";
import type { EverydaySegment } from "../training/samples.ts";
import type { Stretch } from "./advice.ts";

export interface LikeTalk {
  readonly command: number;
  /** Stretches that came nearer than the threshold may be lowered to (LEAST_REACH), however it is trained. */
  readonly pieces: number;
  /** Nearest first, at most {@link MOST_STRETCHES}. */
  readonly stretches: readonly Stretch[];
}

const MOST_STRETCHES = 3;

/**
 * @param known the head's distances with the everyday segments as `negative`, in the segments' order.
 * @returns the command with most pieces first.
 */
export function likeTalk(
  known: Distances,
  segments: readonly EverydaySegment[],
  classes: number,
): LikeTalk[] {
  const own = Array.from({ length: classes }, (_, c) =>
    mean(known.own.filter((distance, i) => known.classOf[i] === c && distance < DISTANCE_FAR / 2)),
  );
  const overall = mean(own.filter((distance) => distance > 0));
  const near = known.negative.flatMap(({ classIndex, distance }, s) => {
    // Half way between the command's own and all commands', as the thresholds are (heads/thresholds.ts).
    const times = distance / Math.max(1, (own[classIndex]! + overall) / 2);
    const { take, startMs, endMs } = segments[s]!;
    return own[classIndex]! > 0 && times <= LEAST_REACH
      ? [{ classIndex, stretch: { take, startMs, endMs, times } }]
      : [];
  });
  return Array.from({ length: classes }, (_, command) => {
    const stretches = near
      .filter(({ classIndex }) => classIndex === command)
      .map(({ stretch }) => stretch)
      .sort((a, b) => a.times - b.times);
    return { command, pieces: stretches.length, stretches: stretches.slice(0, MOST_STRETCHES) };
  })
    .filter(({ pieces }) => pieces > 0)
    .sort((a, b) => b.pieces - a.pieces);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
