/** The certificate: the same takes heard with all the digits, by the app, and by the wearable. */
import { z } from "zod";

/** Of the street, in its order: where app and wearable first differ. */
export const STAGES = ["frames", "network", "scores", "decisions"] as const;

const heard = z.string().nullable();

export const certifiedTake = z.strictObject({
  /** The command it is a take of, and which of its takes, from 1. */
  label: z.string(),
  number: z.int().positive(),
  /** First 16 hexadecimal digits of the SHA-256 of what was heard: its samples and the quiet after them, int16, little-endian. */
  hash: z.string().regex(/^[0-9a-f]{16}$/),
  /** The command that was heard in it, or null for none. */
  app: heard,
  /** The same with nothing rounded; left out where the model has no such twin. */
  float: heard.optional(),
  /** Null: the wearable computed the same bytes; otherwise the first stage that differs. */
  differs: z.enum(STAGES).nullable(),
});
export type CertifiedTake = z.infer<typeof certifiedTake>;

export const certificate = z.strictObject({
  /** Milliseconds since 1970. */
  at: z.int().nonnegative(),
  modelId: z.string(),
  imageId: z.string(),
  /** DEV of DESIGN §9, and the board that answered there. */
  wearable: z.string(),
  board: z.string(),
  takes: z.array(certifiedTake),
});
export type Certificate = z.infer<typeof certificate>;

export const certificateView = z.strictObject({
  certificate: certificate.nullable(),
  /** It is about the model in use, on the wearable that is chosen, and everything was equal there. */
  holds: z.boolean(),
});
export type CertificateView = z.infer<typeof certificateView>;
