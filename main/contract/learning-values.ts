/** Values of every day: what was right and wrong, what came of it, and which model is in use. */
import { z } from "zod";

const moment = z.int().nonnegative();

/** `right`: that was me. `notMe`: nobody gave a command. `other`: it was another command. */
export const mark = z.enum(["right", "notMe", "other"]);
export type Mark = z.infer<typeof mark>;

/** A sound that made no event, as long as it is remembered. */
export const unheard = z.strictObject({
  momentId: z.string().min(1).max(64),
  at: moment,
  durationMs: z.number().nonnegative(),
  /** 64 peaks in 0..1, first to last, for the picture. */
  waveform: z.array(z.number().min(0).max(1)).length(64),
});
export type UnheardView = z.infer<typeof unheard>;

/** Two models on everything kept; takes that a model learned from count as heard while they were left out. */
export const comparison = z.strictObject({
  /** `worse` replaces nothing unless the person says so, informed. */
  verdict: z.enum(["better", "alike", "worse"]),
  /** The largest loss first. */
  commands: z.array(
    z.strictObject({
      label: z.string(),
      tested: z.int(),
      before: z.int(),
      now: z.int(),
      lost: z.boolean(),
    }),
  ),
  /** Marked as wrong: how many of them each model makes, and those that only the new one makes. */
  mistakes: z.strictObject({ kept: z.int(), before: z.int(), now: z.int(), returned: z.int() }),
  everyday: z.strictObject({ hours: z.number(), before: z.int(), now: z.int() }),
});
export type ComparisonView = z.infer<typeof comparison>;

const share = z.strictObject({ heard: z.int(), tested: z.int() });

const keptModel = z.strictObject({
  modelKey: z.int(),
  trainedAt: moment,
  /** Of its own takes, while they were left out. */
  heard: z.int(),
  tested: z.int(),
});

export const learning = z.strictObject({
  /** May the seconds around what is heard be kept? */
  keepsMoments: z.boolean(),
  /** Marked since the last training. */
  marked: z.strictObject({ takes: z.int(), mistakes: z.int() }),
  /** Enough was marked for a training to be worth its while. */
  worthTraining: z.boolean(),
  /** Per command: its first day, the newest occasions after it, and whether it slides. */
  drift: z.array(z.strictObject({ label: z.string(), first: share, recent: share, sliding: z.boolean() })),
  current: keptModel.nullable(),
  /** A new model that waits for the person's word, compared with the one in use. */
  offered: keptModel.extend({ comparison }).nullable(),
  /** All others, newest first. */
  older: z.array(keptModel),
});
export type LearningView = z.infer<typeof learning>;
