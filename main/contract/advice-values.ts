/** What the window shows of the advice on a person's commands (models/adviser): by code and figures, never in words. */
import { z } from "zod";

const id = z.string().min(1).max(64);
const pair = z.tuple([id, id]);
const times = z.number().nonnegative();

/** Why a take is bad: what was measured of it, or `unlike` the others, or rather another command. */
export const badTakeReason = z.enum([
  "empty",
  "tooQuiet",
  "clipped",
  "cutOff",
  "noisy",
  "tooLong",
  "click",
  "unlike",
  "otherWord",
]);
export type BadTakeReasonName = z.infer<typeof badTakeReason>;

const common = {
  /** Stays the same for the same thing, so that it can be kept as it is. */
  adviceId: z.string().min(1).max(300),
  /** The person wants it as it is. */
  kept: z.boolean(),
};

/** `times` are distances in the runtime's own measure: 1 is as far as takes of one command are from each other. */
export const adviceView = z.discriminatedUnion("kind", [
  z.strictObject({
    ...common,
    kind: z.literal("unsteady"),
    commandId: id,
    /** The two that differ most. */
    takeIds: pair,
    times,
  }),
  z.strictObject({
    ...common,
    kind: z.literal("alike"),
    commandIds: pair,
    /** One of each, the two that are nearest to each other. */
    takeIds: pair,
    times,
    /** So many of their takes are nearer to the other command. */
    nearer: z.int().nonnegative(),
    of: z.int().positive(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal("badTake"),
    reason: badTakeReason,
    commandId: id,
    takeId: id,
    /** The command that it is like, for `otherWord`. */
    otherId: id.nullable(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal("recording"),
    reason: badTakeReason,
    takes: z.int().positive(),
    of: z.int().positive(),
  }),
  z.strictObject({
    ...common,
    kind: z.literal("likeTalk"),
    commandId: id,
    /** A take of the command, to compare with. */
    takeId: id,
    pieces: z.int().positive(),
    minutes: z.number().nonnegative(),
    /** Nearest first. */
    stretches: z
      .array(
        z.strictObject({
          recordingId: id,
          startMs: z.number().nonnegative(),
          endMs: z.number().nonnegative(),
        }),
      )
      .min(1),
  }),
]);
export type AdviceView = z.infer<typeof adviceView>;
