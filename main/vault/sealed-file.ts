/**
 * A file under a passphrase: records of bytes, as many as one likes, written and read in a stream.
 *
 * Header, 60 bytes: magic, version u16, log2 N, r, p of scrypt, three zeros, salt (16), nonce prefix (7), zero,
 * CRC-32 of all this, and 16 bytes of an HMAC over it, which tell a wrong passphrase from a damaged file.
 * Then pieces of 64 KiB under AES-256-GCM, each bound to the header, its place and to being the last
 * one or not (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015): what is cut, exchanged,
 * repeated or changed does not open. Inside, each record is its length (u32) and its bytes. Little-endian.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  randomBytes,
  scrypt,
  timingSafeEqual,
} from "node:crypto";
import { type FileHandle, link, open, rename, rm } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { inputError } from "../../common/errors.ts";
import { backupDamaged, explainFileError } from "./faults.ts";

const MAGIC = Buffer.from("BECKONbk", "latin1");
const VERSION = 1;
const CRC_AT = 40;
const CHECK_AT = 44;
const HEADER_BYTES = 60;
const CHECK_BYTES = 16;
const TAG_BYTES = 16;
const PIECE_BYTES = 65_536;
/** No record of ours comes near it. */
const MOST_RECORD = 256 * 1024 * 1024;
/** 128 MiB of memory for each guess (OWASP 2023: N = 2^17, r = 8, p = 1). */
const COST = { log2N: 17, r: 8, p: 1 } as const;
/** What a file may ask of this computer. */
const MOST_COST = { log2N: 18, r: 8, p: 4 } as const;

interface Keys {
  readonly seal: Buffer;
  readonly check: Buffer;
}

/**
 * Writes a file that is whole or not there: what is not finished has the ending `.part` and goes when writing fails.
 *
 * @param path must be free.
 * @throws BeckonError `disk-full`, `backup-unwritten`; or whatever `records` throws.
 */
export async function writeSealedFile(
  path: string,
  passphrase: string,
  records: AsyncIterable<Uint8Array>,
): Promise<void> {
  const part = `${path}.${process.pid}.part`;
  let file: FileHandle | undefined;
  try {
    const header = newHeader();
    const keys = await keysOf(header, passphrase);
    mac(header, keys).copy(header, CHECK_AT);
    file = await open(part, "wx", 0o600);
    await file.writeFile(header);
    let number = 0;
    let waiting: Buffer[] = [];
    let size = 0;
    for await (const record of records) {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(record.length);
      waiting.push(length, Buffer.from(record.buffer, record.byteOffset, record.byteLength));
      size += length.length + record.length;
      if (size <= PIECE_BYTES) continue;
      const all = Buffer.concat(waiting);
      let at = 0;
      // The last piece is never empty-handed: whatever may be the last one waits.
      for (; all.length - at > PIECE_BYTES; at += PIECE_BYTES) {
        await file.writeFile(sealPiece(keys, header, number++, false, all.subarray(at, at + PIECE_BYTES)));
      }
      waiting = [Buffer.from(all.subarray(at))];
      size = all.length - at;
    }
    await file.writeFile(sealPiece(keys, header, number, true, Buffer.concat(waiting)));
    await file.sync();
    await file.close();
    file = undefined;
    await place(part, path);
  } catch (error) {
    await file?.close().catch(() => {});
    await rm(part, { force: true }).catch(() => {});
    throw explainFileError(error, path);
  }
}

/** Under its name at once, never over another file. */
async function place(part: string, path: string): Promise<void> {
  try {
    await link(part, path);
    await rm(part);
  } catch (error) {
    // Sticks with FAT know no second name of one file; there the name was free a moment ago.
    if ((error as { code?: string }).code === "EEXIST") throw error;
    await rename(part, path);
  }
}

/**
 * Reads what {@link writeSealedFile} wrote, record by record. Nothing is given out that was not found to be whole.
 *
 * @param onShare told how much was read, 0..1.
 * @throws BeckonError `backup-foreign`, `backup-newer`, `backup-passphrase`, `backup-damaged`, `backup-unwritten`.
 */
export async function* readSealedFile(
  path: string,
  passphrase: string,
  onShare: (share: number) => void = () => {},
): AsyncGenerator<Uint8Array> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, "r");
    const { size } = await file.stat();
    const header = await readFully(file, 0, Math.min(HEADER_BYTES, size));
    checkHeader(header);
    const keys = await keysOf(header, passphrase);
    if (!timingSafeEqual(mac(header, keys), header.subarray(CHECK_AT))) throw wrongPassphrase();
    let waiting: Buffer<ArrayBufferLike> = Buffer.alloc(0);
    for (let at = HEADER_BYTES, number = 0, last = false; !last; number++) {
      const sealed = await readFully(file, at, Math.min(PIECE_BYTES + TAG_BYTES, size - at));
      at += sealed.length;
      last = at >= size;
      waiting = Buffer.concat([waiting, openPiece(keys, header, number, last, sealed)]);
      onShare(at / size);
      let from = 0;
      while (waiting.length - from >= 4) {
        const length = waiting.readUInt32LE(from);
        if (length > MOST_RECORD) throw backupDamaged();
        if (waiting.length - from - 4 < length) break;
        yield new Uint8Array(waiting.subarray(from + 4, from + 4 + length));
        from += 4 + length;
      }
      waiting = Buffer.from(waiting.subarray(from));
    }
    if (waiting.length > 0) throw backupDamaged();
  } catch (error) {
    throw explainFileError(error, path);
  } finally {
    await file?.close();
  }
}

function newHeader(): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  header.writeUInt16LE(VERSION, 8);
  header.set([COST.log2N, COST.r, COST.p], 10);
  randomBytes(16).copy(header, 16);
  randomBytes(7).copy(header, 32);
  header.writeUInt32LE(crc32(header.subarray(0, CRC_AT)), CRC_AT);
  return header;
}

function checkHeader(header: Buffer): void {
  if (!header.subarray(0, MAGIC.length).equals(MAGIC)) {
    const problem = "is no backup that Beckon made.";
    throw inputError("backup-foreign", "This file", problem, "Choose a file whose name ends in .beckon.");
  }
  if (header.length < HEADER_BYTES || crc32(header.subarray(0, CRC_AT)) !== header.readUInt32LE(CRC_AT))
    throw backupDamaged();
  const [log2N = 0, r = 0, p = 0] = header.subarray(10, 13);
  const isOurs = log2N >= 10 && log2N <= MOST_COST.log2N && r === MOST_COST.r && p >= 1 && p <= MOST_COST.p;
  if (header.readUInt16LE(8) !== VERSION || !isOurs) throw backupNewer();
}

function keysOf(header: Buffer, passphrase: string): Promise<Keys> {
  const [log2N = 0, r = 0, p = 0] = header.subarray(10, 13);
  const N = 2 ** log2N;
  return new Promise((resolve, reject) => {
    // One and the same word may be typed in two Unicode forms, such as Hangul on a Mac.
    scrypt(
      passphrase.normalize("NFKC"),
      header.subarray(16, 32),
      64,
      { N, r, p, maxmem: 256 * N * r },
      (error, key) =>
        error === null
          ? resolve({ seal: key.subarray(0, 32), check: key.subarray(32) })
          : reject(new Error("scrypt", { cause: error })),
    );
  });
}

function mac(header: Buffer, { check }: Keys): Buffer {
  return createHmac("sha256", check).update(header.subarray(0, CHECK_AT)).digest().subarray(0, CHECK_BYTES);
}

function nonceOf(header: Buffer, number: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  header.copy(nonce, 0, 32, 39);
  nonce.writeUInt32LE(number, 7);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

function sealPiece({ seal }: Keys, header: Buffer, number: number, last: boolean, content: Buffer): Buffer {
  const cipher = createCipheriv("aes-256-gcm", seal, nonceOf(header, number, last)).setAAD(header);
  return Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

function openPiece({ seal }: Keys, header: Buffer, number: number, last: boolean, sealed: Buffer): Buffer {
  const tagAt = sealed.length - TAG_BYTES;
  if (tagAt < 0) throw backupDamaged();
  const opening = createDecipheriv("aes-256-gcm", seal, nonceOf(header, number, last));
  opening.setAAD(header).setAuthTag(sealed.subarray(tagAt));
  try {
    return Buffer.concat([opening.update(sealed.subarray(0, tagAt)), opening.final()]);
  } catch {
    throw backupDamaged();
  }
}

async function readFully(file: FileHandle, at: number, bytes: number): Promise<Buffer> {
  const whole = Buffer.alloc(Math.max(0, bytes));
  for (let done = 0; done < whole.length; ) {
    const { bytesRead } = await file.read(whole, done, whole.length - done, at + done);
    if (bytesRead === 0) throw backupDamaged();
    done += bytesRead;
  }
  return whole;
}

function wrongPassphrase(): Error {
  const remedy = "Type it again; without it, nobody can open this file.";
  return inputError("backup-passphrase", "This backup", "has another passphrase.", remedy);
}

export function backupNewer(): Error {
  const remedy = "Install that version, then restore it.";
  return inputError("backup-newer", "This backup", "was made by a newer Beckon.", remedy);
}
