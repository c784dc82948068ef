/** Values of looking after somebody: PIN, backups, what seals the recordings, and whether all is well. */
import { z } from "zod";
import { fault } from "./values.ts";

const moment = z.int().nonnegative();

/** Four to eight digits. */
export const pin = z.string().regex(/^\d{4,8}$/);

/** Whether the person may be changed without the PIN. Whatever is needed to control the computer is never locked. */
export const lock = z.strictObject({
  set: z.boolean(),
  /** True also where no PIN is set. */
  open: z.boolean(),
  /** Seconds until the next try is taken. */
  waitSeconds: z.int().nonnegative(),
  /** Seconds until a forgotten PIN is taken off; null while nobody asked for that. */
  offInSeconds: z.int().nonnegative().nullable(),
});
export type LockView = z.infer<typeof lock>;

/** What goes on with a whole person: saved to a file, brought back from one, or copied. */
export const carrying = z.strictObject({
  state: z.enum(["idle", "running", "done", "failed"]),
  what: z.enum(["save", "restore", "copy"]).nullable(),
  /** 0..1. */
  progress: z.number().min(0).max(1),
  /** Whom it is about; once brought back or copied, the new one. */
  personId: z.string().nullable(),
  /** Name of the file. */
  file: z.string().nullable(),
  fault: fault.nullable(),
});
export type CarryingView = z.infer<typeof carrying>;

/** Where a backup can lie, and those that lie there, newest first. */
export const backupPlace = z.strictObject({
  placeId: z.string(),
  kind: z.enum(["computer", "drive"]),
  /** As the system calls it. */
  name: z.string(),
  freeBytes: z.number().nonnegative().nullable(),
  files: z.array(z.strictObject({ name: z.string(), at: moment, bytes: z.number().nonnegative() })),
});
export type BackupPlaceView = z.infer<typeof backupPlace>;

/** What opens all recordings of this computer, and whether they are open now. Control never needs them. */
export const sealing = z.strictObject({
  by: z.enum(["keyRing", "file", "passphrase"]),
  open: z.boolean(),
});
export type SealingView = z.infer<typeof sealing>;

/** How long everyday sound is kept, days; null keeps it until somebody removes it. */
export const KEEP_DAYS = [30, 90, 365] as const;
export const keepDays = z.literal(KEEP_DAYS).nullable();
export type KeepDays = z.infer<typeof keepDays>;

export const health = z.strictObject({
  /** Per cent; null where the wearable does not say, as this computer does not. */
  battery: z.int().min(0).max(100).nullable(),
  /** DEV of DESIGN §9. */
  wearable: z.string(),
  /** Of the time since it was switched on last; null before. */
  link: z
    .strictObject({
      now: z.boolean(),
      quality: z.enum(["good", "weak", "bad"]),
      /** Frames that came, and those that were missed or came damaged, on either side. */
      received: z.int(),
      missed: z.int(),
      /** Commands that came too late to be done. */
      late: z.int(),
      /** How often it was gone. */
      losses: z.int(),
    })
    .nullable(),
  /** The last time that a model was compared on a wearable. */
  verified: z
    .strictObject({
      at: moment,
      takes: z.int(),
      /** It is the model in use, on the wearable that is chosen. */
      isCurrent: z.boolean(),
    })
    .nullable(),
  storage: z.strictObject({
    vaultBytes: z.number(),
    freeBytes: z.number().nullable(),
    takeSeconds: z.number(),
    everydaySeconds: z.number(),
    otherSeconds: z.number(),
    /** When the oldest everyday sound was recorded. */
    oldestAt: moment.nullable(),
    keepDays,
  }),
});
export type HealthView = z.infer<typeof health>;
