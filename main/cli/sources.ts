import type { ParseArgsOptionsConfig } from "node:util";
import type { Source } from "../app/listen.ts";
import type { Options } from "./command.ts";

/** Options that say what a wearable without sensors of its own hears. */
export const SOURCE_OPTIONS = {
  device: { type: "string" },
  image: { type: "string" },
  file: { type: "string" },
  microphone: { type: "string" },
} as const satisfies ParseArgsOptionsConfig;

export const SOURCE_HELP = `The virtual wearable hears --file FILE, else the microphone when standard input is a
terminal (--microphone NAME chooses one), else raw PCM from standard input (16-bit
little-endian, 16 kHz, mono). emulated:BOARD takes --file; a board on a cable has its sensors.`;

export function sourceOf(options: Options, dev: string): Source {
  const path = options.optional("file");
  if (path !== undefined) return { kind: "file", path };
  if (dev !== "virtual") return { kind: "own" };
  const name = options.optional("microphone");
  if (name !== undefined || process.stdin.isTTY) return { kind: "microphone", name };
  return { kind: "stream", stream: process.stdin };
}
