/**
 * The pause gate's settings for one person: where their quiet lies and how long
 * their commands are comes from their own takes, the rest is the same for all.
 */
import type { GateSettings } from "../../firmware-gen/image/settings.ts";
import type { Signal } from "../../common/street.ts";

/** Longest segment the template head compares (BK_TEMPLATE_FRAMES_MAX). */
const FRAMES_MAX = 128;

interface Fixed {
  readonly onsetQ8: number;
  readonly releaseQ8: number;
  readonly riseQ12: number;
  readonly fallQ8: number;
  readonly pauseFrames: number;
  readonly prerollFrames: number;
  readonly minFrames: number;
}

const FIXED: Record<Signal, Fixed> = {
  sound: {
    onsetQ8: 768,
    releaseQ8: 384,
    riseQ12: 24,
    fallQ8: 24,
    pauseFrames: 8,
    prerollFrames: 8,
    minFrames: 3,
  },
  motion: {
    onsetQ8: 1024,
    releaseQ8: 512,
    riseQ12: 48,
    fallQ8: 24,
    pauseFrames: 8,
    prerollFrames: 8,
    minFrames: 4,
  },
};

/** How far the floor may lie below the quiet of the takes, and where it starts above it, 1/256 octave. */
const FLOOR_BELOW_Q8 = 1024;
const FLOOR_START_ABOVE_Q8 = 128;
const SHORTEST_SHARE = 0.6;
const LONGEST_SHARE = 1.4;

/** The level that 5 % of the frames do not exceed. At least one level. */
export function quietQ8(levels: Int16Array): number {
  const sorted = levels.slice().sort();
  return sorted[Math.floor(sorted.length / 20)]!;
}

/** Settings that let segments of every length through, to find the takes' own. */
export function openGate(signal: Signal, quiet: number): GateSettings {
  return {
    ...FIXED[signal],
    floorMinQ8: Math.max(-32768, quiet - FLOOR_BELOW_Q8),
    floorStartQ8: quiet + FLOOR_START_ABOVE_Q8,
    maxFrames: FRAMES_MAX,
  };
}

/** @param lengths frames of the person's own segments, at least one. */
export function personalGate(open: GateSettings, lengths: readonly number[]): GateSettings {
  return {
    ...open,
    minFrames: Math.max(open.minFrames, Math.floor(Math.min(...lengths) * SHORTEST_SHARE)),
    maxFrames: Math.min(FRAMES_MAX, Math.floor(Math.max(...lengths) * LONGEST_SHARE) + 2),
  };
}
