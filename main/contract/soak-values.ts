/** Values of a soak: the person's own hours, listened to without acting. */
import { z } from "zod";
import { fault, id, moment, standing } from "./values.ts";

/** What was going on while Beckon listened. `quiet` is found out by the runtime's own gate, the others are said by the person. */
export const soakKind = z.enum(["quiet", "talk", "television", "other"]);
export type SoakKind = z.infer<typeof soakKind>;
export const soakSaid = soakKind.exclude(["quiet"]);
export type SoakSaid = z.infer<typeof soakSaid>;

/** What the person says of a would-be event: a command of theirs, or nobody meant it. */
export const soakMark = z.enum(["me", "notMe"]);
export type SoakMark = z.infer<typeof soakMark>;

const perHour = z.number().nonnegative();

export const soakAdvice = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({ kind: z.literal("listen"), hours: perHour }),
  z.strictObject({ kind: z.literal("surer"), step: z.int(), hours: perHour }),
  z.strictObject({ kind: z.literal("otherWord") }),
]);
export type SoakAdviceView = z.infer<typeof soakAdvice>;

export const soakCommand = z.strictObject({
  label: z.string(),
  /** Wrong activations an hour that it must stay below, by what its action may cost. */
  limitPerHour: z.number().positive(),
  /** How sure it must be, 0..10; `learnedStep` is what training chose. */
  step: z.int(),
  learnedStep: z.int(),
  /** What would be counted at each step, first to last. `upperPerHour`: 95 % upper bound, null before anything was heard. */
  steps: z.array(
    z.strictObject({ wrong: z.int().nonnegative(), upperPerHour: perHour.nullable(), standing }),
  ),
  /** At the present step. */
  wrongByKind: z.record(soakKind, z.int().nonnegative()),
  advice: soakAdvice,
});
export type SoakCommandView = z.infer<typeof soakCommand>;

export const soakEvent = z.strictObject({
  eventId: id,
  at: moment,
  /** A file does not say at what time of day it was. */
  atKnown: z.boolean(),
  label: z.string(),
  kind: soakKind,
  mark: soakMark.nullable(),
  hasSound: z.boolean(),
});
export type SoakEventView = z.infer<typeof soakEvent>;

export const soak = z.strictObject({
  /**
   * `waiting`: no sound comes from the microphone. `held`: commands are recorded, tried or used, so nothing is counted.
   * `reading`: a kept recording or a file. `elsewhere`: another person's soak goes on.
   */
  state: z.enum(["off", "listening", "waiting", "held", "reading", "elsewhere"]),
  source: z.enum(["live", "kept", "file"]).nullable(),
  /** What the person says is going on. */
  said: soakSaid,
  /** Of what is read: seconds done, and of how many where that is known. */
  doneSeconds: z.number().nonnegative(),
  ofSeconds: z.number().nonnegative().nullable(),
  fault: fault.nullable(),
  /** Seconds listened to, by kind. */
  seconds: z.record(soakKind, z.number().nonnegative()),
  /** Hours in which there was something to hear: what wrong activations are counted against. */
  hours: perHour,
  /** False where the chosen wearable hears by another microphone than the soak. */
  counts: z.boolean(),
  commands: z.array(soakCommand),
  /** Would-be events at the present steps, newest first, at most 100, and how many there are. */
  events: z.array(soakEvent),
  eventCount: z.int().nonnegative(),
  /**
   * Those of a known time that nobody said to have meant, by the hour of the day here, midnight first; empty where there
   * are none.
   */
  wrongByHour: z.array(z.int().nonnegative()).max(24),
});
export type SoakView = z.infer<typeof soak>;

/** Whose soak goes on, for what must go on with it on every screen. */
export const soaking = soak.pick({ state: true, source: true }).extend({ personId: id.nullable() });
export type SoakingView = z.infer<typeof soaking>;
