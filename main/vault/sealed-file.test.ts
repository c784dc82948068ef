import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { BeckonError } from "../../common/errors.ts";
import { readSealedFile, writeSealedFile } from "./sealed-file.ts";

const PASSPHRASE = "모두 잘 있어요";
const PIECE = 65_536;
const HEADER = 60;

function folder(t: { after(run: () => void): void }): string {
  const made = mkdtempSync(join(tmpdir(), "beckon-sealed-"));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

async function* each(records: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* records;
}

async function read(path: string, passphrase = PASSPHRASE): Promise<Uint8Array[]> {
  const records: Uint8Array[] = [];
  for await (const record of readSealedFile(path, passphrase)) records.push(record);
  return records;
}

async function codeOf(reading: Promise<unknown>): Promise<string> {
  try {
    await reading;
  } catch (error) {
    assert.ok(error instanceof BeckonError, String(error));
    return error.fault.code;
  }
  return "none";
}

/** Lengths whose records end before, at and after the edges of pieces. */
const LENGTHS = [0, 1, PIECE - 9, 4, PIECE - 4, PIECE, 3 * PIECE + 5];
const RECORDS = LENGTHS.map((length, i) => new Uint8Array(length).fill(i + 1));

test("records come back to the bit, wherever pieces end", async (t) => {
  const path = join(folder(t), "a.beckon");
  await writeSealedFile(path, PASSPHRASE, each(RECORDS));
  assert.deepEqual(await read(path), RECORDS);
  const bytes = readFileSync(path);
  assert.equal(bytes.includes(Buffer.alloc(40, 3)), false, "no record stands readable in the file");
  // The same words as a Mac types them.
  assert.equal((await read(path, PASSPHRASE.normalize("NFD"))).length, RECORDS.length);
  assert.equal(await codeOf(read(path, "모두 잘 있어요?")), "backup-passphrase");
});

test("a file that was cut, changed or mixed gives an error and never a wrong record", async (t) => {
  const path = join(folder(t), "a.beckon");
  await writeSealedFile(path, PASSPHRASE, each(RECORDS));
  const whole = readFileSync(path);
  const withBytes = async (bytes: Uint8Array): Promise<string> => {
    writeFileSync(path, bytes);
    return codeOf(read(path));
  };
  const flipped = (at: number): Uint8Array => {
    const bytes = Buffer.from(whole);
    bytes[at]! ^= 1;
    return bytes;
  };
  const second = HEADER + PIECE + 16;
  const swapped = Buffer.concat([
    whole.subarray(0, HEADER),
    whole.subarray(second, second + PIECE + 16),
    whole.subarray(HEADER, second),
    whole.subarray(second + PIECE + 16),
  ]);
  assert.equal(await withBytes(whole.subarray(0, second)), "backup-damaged", "cut between two pieces");
  assert.equal(await withBytes(whole.subarray(0, whole.length - 1)), "backup-damaged", "cut at the end");
  assert.equal(await withBytes(whole.subarray(0, HEADER)), "backup-damaged", "cut after the header");
  assert.equal(await withBytes(whole.subarray(0, 30)), "backup-damaged", "cut in the header");
  assert.equal(await withBytes(Buffer.concat([whole, Buffer.alloc(9)])), "backup-damaged", "something added");
  assert.equal(await withBytes(swapped), "backup-damaged", "two pieces exchanged");
  for (const at of [20, HEADER + 5, whole.length - 3])
    assert.equal(await withBytes(flipped(at)), "backup-damaged", `bit at ${at}`);
  assert.equal(await withBytes(flipped(2)), "backup-foreign");
  assert.equal(await withBytes(new Uint8Array(0)), "backup-foreign");
  assert.equal(await withBytes(Buffer.from("RIFF....WAVEfmt ")), "backup-foreign");
  assert.equal(await codeOf(read(join(path, "..", "nothing.beckon"))), "backup-unwritten");
});

test("a file that cannot be finished is not there, and no other file is written over", async (t) => {
  const made = folder(t);
  const path = join(made, "a.beckon");
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(3 * PIECE);
    throw new Error("gone");
  }
  await assert.rejects(writeSealedFile(path, PASSPHRASE, failing()), /gone/);
  assert.deepEqual(readdirSync(made), []);
  writeFileSync(path, "another one's");
  assert.equal(await codeOf(writeSealedFile(path, PASSPHRASE, each(RECORDS))), "backup-unwritten");
  assert.equal(readFileSync(path, "utf8"), "another one's");
  assert.deepEqual(readdirSync(made), ["a.beckon"]);
  truncateSync(path, 0);
});
