/**
 * The master key under a passphrase, as one line of text: the cost of scrypt, its salt, and the key sealed
 * under what scrypt makes of the passphrase. In the vault's own thread, which a try holds up for half a second.
 */
import { randomBytes, scryptSync } from "node:crypto";
import { inputError } from "../../common/errors.ts";
import { KEY_BYTES, seal, unseal } from "./seal.ts";

/** As for backups (sealed-file.ts): 128 MiB of memory for each guess (OWASP 2023). */
const COST = { log2N: 17, r: 8, p: 1 } as const;
/** What a file may ask of this computer. */
const MOST_LOG2N = 18;
const SALT_BYTES = 16;
const ABOUT = "master key";
const LINE = /^scrypt (\d{1,2}) (\d{1,2}) (\d{1,2}) ([0-9a-f]{32}) ([0-9a-f]+)$/;

export function isUnderPassphrase(line: string): boolean {
  return LINE.test(line);
}

export function wrapKey(master: Buffer, passphrase: string): string {
  const { log2N, r, p } = COST;
  const salt = randomBytes(SALT_BYTES);
  const sealed = seal(keyOf(passphrase, salt, log2N, r, p), ABOUT, master);
  return `scrypt ${log2N} ${r} ${p} ${salt.toString("hex")} ${sealed.toString("hex")}`;
}

/** @throws BeckonError `passphrase-wrong`, also where the line was changed. */
export function unwrapKey(line: string, passphrase: string): Buffer {
  const [, log2N = "", r = "", p = "", salt = "", sealed = ""] = LINE.exec(line) ?? [];
  try {
    if (Number(log2N) > MOST_LOG2N) throw new RangeError("more than this computer should be asked for");
    const key = keyOf(passphrase, Buffer.from(salt, "hex"), Number(log2N), Number(r), Number(p));
    return Buffer.from(unseal(key, ABOUT, Buffer.from(sealed, "hex")));
  } catch {
    throw inputError(
      "passphrase-wrong",
      "the passphrase",
      "is another one.",
      "Type it as it was set; capital letters count.",
    );
  }
}

/** The same letters give the same key however a keyboard composes them. */
function keyOf(passphrase: string, salt: Buffer, log2N: number, r: number, p: number): Buffer {
  const N = 2 ** log2N;
  return scryptSync(passphrase.normalize("NFC"), salt, KEY_BYTES, { N, r, p, maxmem: 256 * N * r });
}
