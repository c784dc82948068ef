/**
 * What is the same for everybody. Chosen on the developers' recordings (three
 * sets of sound, one of movement), never on those a person is judged by.
 */
import type { Signal } from "../../common/street.ts";
import { PLAIN_TEMPLATES, type TemplateSettings } from "../../firmware-gen/image/settings.ts";
import type { DenseRule } from "./dense.ts";

export interface HeadSettings {
  readonly template: TemplateSettings;
  /** Over the shipped backbone's vectors and the frames; sound only. */
  readonly embedding?: TemplateSettings;
  /**
   * How far a limit may reach (thresholds.ts). Cross-validation takes the best
   * for the person; of equal ones, and where nothing can be tried, the first.
   */
  readonly reaches: readonly [number, ...number[]];
  /** Epochs of the dense head's training. */
  readonly epochs: number;
}

const PLAIN = { ...PLAIN_TEMPLATES, nearest: 2 } as const;

export const HEAD_SETTINGS: Record<Signal, HeadSettings> = {
  sound: {
    template: { ...PLAIN, channels: 40, level: true, euclid: true },
    embedding: { ...PLAIN, channels: 88, direction: 48, level: true, euclid: true, room: true },
    reaches: [1.55, 1.65, 1.45, 1.4],
    epochs: 12,
  },
  // Pieces of gestures are poor examples of everyday movement, so they may not choose the reach here.
  motion: { template: { ...PLAIN, channels: 6 }, reaches: [1.7], epochs: 16 },
};

/** Everyday recordings lower no limit below this reach: takes of a later day lie there too. */
export const LEAST_REACH = 1.2;

/** A command's own takes, against the mean over all commands (thresholds.ts). */
export const OWN_SHARE: Record<"template" | "embedding", number> = { template: 0.5, embedding: 0.25 };

/** Templates that would take more than this are stored four bits a value, so that two images find room beside the firmware. */
export const FINE_BYTES = 128 * 1024;

/**
 * How far limits over the backbone reach at most, for commands of `takes` takes. A take
 * is compared with one template fewer than what is said later, so the fewer there are
 * the more its distance overstates. Rounded to four bits, takes lie farther from each
 * other, and strangers hardly.
 */
export function embeddingReach(takes: number, coarse: boolean): number {
  return (coarse ? 1.54 : 1.57) - 0.75 / takes;
}

/** Of the shipped bank's words, the part that may pass for each wrong activation an hour that is asked for. */
export const BANK_SHARE_PER_HOUR = 0.005;

export const DENSE_RULE: DenseRule = { deviations: 1, lowest: 0.5, highest: 0.9 };
