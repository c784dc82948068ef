/** Sealing: AES-256-GCM with a fresh 96-bit nonce, bound to what the content is (NIST SP 800-38D). */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** @param about what the content is, such as `take 7f… piece 0`; needed again, to the letter, for opening. */
export function seal(key: Uint8Array, about: string, content: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(about));
  const body = Buffer.concat([cipher.update(content), cipher.final()]);
  return Buffer.concat([nonce, body, cipher.getAuthTag()]);
}

/** @throws Error when the key is another, or a single bit of it was changed or exchanged. */
export function unseal(key: Uint8Array, about: string, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const tagAt = bytes.length - TAG_BYTES;
  const opening = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES));
  opening.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(tagAt));
  return Buffer.concat([opening.update(bytes.subarray(NONCE_BYTES, tagAt)), opening.final()]);
}
