/**
 * What an evaluation says: the object of `beckon eval --json`, and the one
 * schema it is checked against before anybody sees it.
 */
import { z } from "zod";
import { HEAD_KINDS } from "../training/model.ts";

const count = z.int().nonnegative();
const share = z.number().min(0).max(1);
const rate = z.number().nonnegative();
const id = z.string().regex(/^[0-9a-f]{16}$/);
const interval = z.tuple([rate, rate]);

const background = z.strictObject({
  folder: z.string(),
  hours: rate,
  wrong: count,
  wrongPerHour: rate.nullable(),
  wrongPerHour95: interval.nullable(),
});

/** Words that are none of the commands: how many were taken for one. */
const otherWords = z.strictObject({ tested: count, accepted: count, rate: share.nullable() });

const person = z.strictObject({
  person: z.string(),
  commands: z.array(z.string()),
  tested: count,
  missed: count,
  confused: count,
  extraEvents: count,
  errorRate: share.nullable(),
  errorRate95: interval.nullable(),
  /** End of the command to its event, milliseconds. */
  delayMs: z.strictObject({ p50: z.number().nullable(), p95: z.number().nullable() }),
  background: z.array(background),
  wrongPerHour: rate.nullable(),
  backgroundHours: rate,
  ownOtherWords: otherWords,
  otherPeople: otherWords,
  head: z.enum(HEAD_KINDS),
  trainSeconds: rate,
  imageBytes: count,
  arenaBytes: count,
  macsPerSecond: rate,
});

export const evaluationReport = z.strictObject({
  kind: z.enum(["sound", "motion"]),
  enrol: z.int().positive(),
  seed: z.int(),
  runtime: z.literal("int8"),
  modelIds: z.array(id),
  skipped: z.array(z.strictObject({ person: z.string(), reason: z.string() })),
  people: z.array(person),
  mean: z.strictObject({ errorRate: share.nullable(), wrongPerHour: rate.nullable() }),
  worst: z.strictObject({
    person: z.string().nullable(),
    errorRate: share.nullable(),
    wrongPerHour: rate.nullable(),
  }),
  /** Seconds of signal streamed per second of one thread, training not counted. */
  realTimeFactor: rate.nullable(),
});

export type EvaluationReport = z.infer<typeof evaluationReport>;
export type PersonReport = z.infer<typeof person>;
export type BackgroundReport = z.infer<typeof background>;
export type OtherWords = z.infer<typeof otherWords>;
