/**
 * Sound of takes, everyday recordings, soaks and moments in the database, in pieces of ten
 * seconds, each sealed under its person's data key, which is itself sealed
 * under the master key. Without a person's data key their sound is noise.
 */
import { randomBytes } from "node:crypto";
import type { Database } from "better-sqlite3-multiple-ciphers";
import { personUnknown, recordingsLocked } from "./faults.ts";
import { KEY_BYTES, seal, unseal } from "./seal.ts";

export type Owner = "take" | "recording" | "soak" | "moment";

export class SealedSound {
  readonly #database: Database;
  #master: Buffer | undefined;
  readonly #dataKeys = new Map<string, Buffer>();

  /** @param master undefined while recordings are locked; then every method but `forget` throws `recordings-locked`. */
  constructor(database: Database, master: Buffer | undefined) {
    this.#database = database;
    this.#master = master;
  }

  /** Can anything be sealed or read now? */
  get isOpen(): boolean {
    return this.#master !== undefined;
  }

  /** From now on recordings can be read. */
  open(master: Buffer): void {
    this.#master = master;
  }

  /** @returns a new data key for a person, sealed under the master key. */
  newKey(person: string): Buffer {
    return seal(this.#masterKey(), aboutKey(person), randomBytes(KEY_BYTES));
  }

  /** The person is gone: nothing of the key stays in memory. */
  forget(person: string): void {
    this.#dataKeys.get(person)?.fill(0);
    this.#dataKeys.delete(person);
  }

  add(person: string, owner: Owner, id: string, number: number, pcm: Int16Array): void {
    const content = new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength);
    const sealed = seal(this.#dataKey(person), aboutPiece(owner, id, number), content);
    this.#database.prepare(`INSERT INTO ${owner}_pieces VALUES (?, ?, ?)`).run(id, number, sealed);
  }

  /** One piece of ten seconds; empty where it is not there. */
  piece(person: string, owner: Owner, id: string, number: number): Int16Array {
    const row = this.#database
      .prepare(`SELECT sealed FROM ${owner}_pieces WHERE owner = ? AND number = ?`)
      .get(id, number) as { sealed: Buffer } | undefined;
    if (row === undefined) return new Int16Array(0);
    const bytes = unseal(this.#dataKey(person), aboutPiece(owner, id, number), row.sealed);
    return new Int16Array(Uint8Array.from(bytes).buffer);
  }

  /** All pieces together; empty where there are none. */
  read(person: string, owner: Owner, id: string): Int16Array {
    const pieces = this.#database
      .prepare(`SELECT number, sealed FROM ${owner}_pieces WHERE owner = ? ORDER BY number`)
      .all(id) as { number: number; sealed: Buffer }[];
    const parts = pieces.map(({ number, sealed }) =>
      unseal(this.#dataKey(person), aboutPiece(owner, id, number), sealed),
    );
    return new Int16Array(Uint8Array.from(Buffer.concat(parts)).buffer);
  }

  #dataKey(person: string): Buffer {
    const known = this.#dataKeys.get(person);
    if (known !== undefined) return known;
    const row = this.#database.prepare("SELECT wrapped_key FROM people WHERE id = ?").get(person) as
      | { wrapped_key: Buffer }
      | undefined;
    if (row === undefined) throw personUnknown();
    const key = unseal(this.#masterKey(), aboutKey(person), row.wrapped_key);
    this.#dataKeys.set(person, key);
    return key;
  }

  #masterKey(): Buffer {
    if (this.#master === undefined) throw recordingsLocked();
    return this.#master;
  }
}

function aboutKey(person: string): string {
  return `data key of ${person}`;
}

function aboutPiece(owner: Owner, id: string, number: number): string {
  return `${owner} ${id} piece ${number}`;
}
