/**
 * The shipped bank: words and sounds of people and things that nobody enrolled, as
 * the backbone hears them. Training sets limits so that hardly any would pass.
 *
 * bank.bin: for each word u8 its number of vectors, then the vectors, int8, as
 * features/vectors.ts makes them. bank.json: which backbone made them, and the
 * SHA-256 of every recording they come from; make-bank.ts writes both.
 */
import { readFileSync } from "node:fs";
import { z } from "zod";

const description = z.strictObject({
  /** Of the backbone, 16 hexadecimal digits. */
  backbone: z.string(),
  /** Values of one vector. */
  size: z.int().positive(),
  words: z.int().nonnegative(),
  sources: z.array(z.strictObject({ source: z.string(), licence: z.string(), words: z.int() })),
  recordings: z.array(z.string()),
});
export type BankDescription = z.infer<typeof description>;

export const BANK_FILES = {
  words: new URL("./bank.bin", import.meta.url),
  description: new URL("./bank.json", import.meta.url),
} as const;

let words: readonly Int8Array[] | undefined;

export function describeBank(): BankDescription {
  return description.parse(JSON.parse(readFileSync(BANK_FILES.description, "utf8")));
}

/** The words of the bank, each n × size values. Read once. */
export function bankWords(): readonly Int8Array[] {
  if (words !== undefined) return words;
  const { size } = describeBank();
  const bytes = readFileSync(BANK_FILES.words);
  const found: Int8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = bytes[at]! * size;
    found.push(new Int8Array(bytes.buffer, bytes.byteOffset + at + 1, length).slice());
    at += 1 + length;
  }
  words = found;
  return words;
}
