/**
 * The pause gate's settings for one person: where their quiet lies and how long
 * their commands are comes from their own takes, the rest is the same for all.
 */
import type { GateSettings } from "../../firmware-gen/image/settings.ts";
import type { Signal } from "../../common/street.ts";

/** Longest segment the template head compares (BK_TEMPLATE_FRAMES_MAX). */
const FRAMES_MAX = 128;

type Fixed = Omit<GateSettings, "floorMinQ8" | "floorStartQ8">;

const FIXED: Record<Signal, Fixed> = {
  sound: {
    onsetQ8: 768,
    releaseQ8: 384,
    riseQ12: 24,
    fallQ8: 24,
    pauseFrames: 8,
    prerollFrames: 8,
    minFrames: 3,
    maxFrames: FRAMES_MAX,
    releaseMostQ8: 640,
    padFrames: 4,
  },
  motion: {
    onsetQ8: 1024,
    releaseQ8: 512,
    riseQ12: 48,
    fallQ8: 24,
    pauseFrames: 8,
    prerollFrames: 8,
    minFrames: 4,
    maxFrames: 110,
    releaseMostQ8: 0,
    padFrames: 0,
  },
};

const SHORTEST_SHARE = 0.6;
const LONGEST_SHARE = 1.4;

/**
 * Settings that let segments of nearly every length through, to find the takes'
 * own. Sound counts from the quiet between the takes. Takes of movement hold no
 * true rest, so there the movement itself is the measure.
 *
 * @param levels of the whole stream of takes; at least one.
 * @param inside levels within the takes; at least one.
 */
export function openGate(signal: Signal, levels: Int16Array, inside: Int16Array): GateSettings {
  if (signal === "sound") {
    const quiet = quantile(levels, 0.05);
    return { ...FIXED.sound, floorMinQ8: quiet - 1024, floorStartQ8: quiet + 128 };
  }
  return movementFrom(quantile(inside, 0.75) - 1100);
}

/** @param rest level below which nothing moves, kept within what sensors and resting arms have. */
function movementFrom(rest: number): GateSettings {
  const floor = Math.max(1700, Math.min(2900, rest));
  return { ...FIXED.motion, floorMinQ8: floor, floorStartQ8: floor + 100 };
}

/**
 * Settings for cutting takes out of what goes on at the moment, before there is any take to
 * measure: quiet is what most of the last seconds were.
 *
 * @param levels of the last seconds; at least one.
 */
export function roomGate(signal: Signal, levels: Int16Array): GateSettings {
  if (signal === "sound") return openGate(signal, levels, levels);
  return movementFrom(quantile(levels, 0.5));
}

/** @param lengths frames of the person's own segments, at least one. */
export function personalGate(open: GateSettings, lengths: readonly number[]): GateSettings {
  return {
    ...open,
    minFrames: Math.max(open.minFrames, Math.floor(Math.min(...lengths) * SHORTEST_SHARE)),
    maxFrames: Math.min(FRAMES_MAX, Math.floor(Math.max(...lengths) * LONGEST_SHARE) + 2),
  };
}

function quantile(levels: Int16Array, share: number): number {
  const sorted = levels.slice().sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}
