/** Nobody is judged by sound that the shipped bank was made from. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { inputError } from "../../common/errors.ts";
import { describeBank } from "../backbone/bank.ts";
import type { ManifestRow } from "../recordings/manifest.ts";

/**
 * @param rows recordings that an evaluation would use; those of movement, and files that cannot be
 * read, are passed over, for their reader says what is wrong with them.
 * @param bank SHA-256 of the bank's recordings, 64 hexadecimal digits each.
 * @throws BeckonError `recording-in-bank` at the first of them that is in the bank.
 */
export async function refuseBankRecordings(
  rows: readonly ManifestRow[],
  bank: ReadonlySet<string> = bankRecordings(),
): Promise<void> {
  for (const row of rows) {
    if (row.kind !== "sound") continue;
    const hash = await hashOf(row.file);
    if (hash === undefined || !bank.has(hash)) continue;
    throw inputError(
      "recording-in-bank",
      row.thing,
      "Beckon was made with this recording, so it would be judged too well by it.",
      "Take it out of the manifest, or evaluate with other recordings.",
    );
  }
}

export function bankRecordings(): ReadonlySet<string> {
  return new Set(describeBank().recordings);
}

async function hashOf(file: string): Promise<string | undefined> {
  const hash = createHash("sha256");
  try {
    for await (const block of createReadStream(file)) hash.update(block as Uint8Array);
  } catch {
    return undefined;
  }
  return hash.digest("hex");
}
