/**
 * How the contract crosses from window to main: JSON texts and binary frames,
 * over Electron's IPC or a WebSocket on loopback.
 */
import { z } from "zod";
import { fault } from "./values.ts";

/** Longest text from a window, characters; longer ones close the connection. */
export const MAX_TEXT = 100_000;
/** Most samples of one binary frame: a second at 48 kHz. */
export const MAX_FRAME_SAMPLES = 48_000;

const number = z.int().nonnegative();

export const toMain = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("call"), number, name: z.string(), input: z.unknown() }),
  z.strictObject({ kind: z.literal("subscribe"), number, name: z.string(), input: z.unknown() }),
  z.strictObject({ kind: z.literal("unsubscribe"), number }),
]);
export type ToMain = z.infer<typeof toMain>;

export const toWindow = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("answer"), number, output: z.unknown() }),
  z.strictObject({ kind: z.literal("fault"), number, fault }),
  z.strictObject({ kind: z.literal("value"), number, value: z.unknown() }),
]);
export type ToWindow = z.infer<typeof toWindow>;

/**
 * Sound from the capture window, one binary frame: u32 sample rate in Hz, then
 * int16 samples, all little-endian, mono.
 */
export const SOUND_FRAME_HEADER_BYTES = 4;

/**
 * How a page on loopback becomes a window: `npm start` prints
 * `http://127.0.0.1:PORT/#code=CODE`. The page sends CODE once, as the body
 * (text/plain) of a POST to SESSION_PATH, same origin; 204 sets the cookie
 * (HttpOnly, SameSite=Strict) that opens SOCKET_PATH. The page takes the code
 * out of the address at once; without one it tries the cookie it has.
 */
export const CODE_FRAGMENT = "code=";
export const SESSION_PATH = "/session";
export const SOCKET_PATH = "/socket";
