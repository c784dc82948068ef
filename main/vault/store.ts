/**
 * The open vault: every question as one synchronous method. Runs in the
 * vault's thread; whoever asks from outside uses vault.ts.
 *
 * Whatever a method has returned from is on the disk (WAL, synchronous FULL).
 */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import SqliteDatabase from "better-sqlite3-multiple-ciphers";
import type { Database } from "better-sqlite3-multiple-ciphers";
import type { JournalEntry, ModelView, ProfileView } from "../contract/values.ts";
import type { SoakMark } from "../contract/soak-values.ts";
import { AdviceTables } from "./advice-tables.ts";
import { Belongings } from "./belongings.ts";
import { CareTables } from "./care-tables.ts";
import { type PersonColumns, personOf } from "./columns.ts";
import { explainVaultError, personUnknown, recordingsLocked } from "./faults.ts";
import { type MasterIn, openMaster, putBack, putUnderPassphrase, readKeys, type VaultKeys } from "./keys.ts";
import type {
  EverydayKind,
  KeptRecording,
  NewJournalEntry,
  PersonRow,
  SoakKept,
  SoakPieceRow,
  SoakRun,
  SoundRow,
  StoredModel,
  TakeRow,
  WholePerson,
} from "./rows.ts";
import { LearningTables } from "./learning-tables.ts";
import { migrate } from "./schema.ts";
import { SealedSound } from "./sealed-sound.ts";
import { SoakTables } from "./soak-tables.ts";
import { TakeTables } from "./take-tables.ts";

export interface StoreOptions {
  /** Where database and key files lie; made if it is not there. */
  readonly folder: string;
  /** Keep the master key in the system's key ring where there is one. */
  readonly useKeyRing: boolean;
}

const JOURNAL_MOST = 100;

export class Store {
  readonly #database: Database;
  readonly #folder: string;
  readonly #useKeyRing: boolean;
  #keys: VaultKeys;
  readonly #sound: SealedSound;
  readonly #soak: SoakTables;
  /** Their methods are asked like those of the store itself. */
  readonly learning: LearningTables;
  readonly #advice: AdviceTables;
  readonly carried: Belongings;
  readonly care: CareTables;
  readonly #takes: TakeTables;

  /** @throws BeckonError `vault-…`. */
  constructor({ folder, useKeyRing }: StoreOptions) {
    this.#folder = folder;
    this.#useKeyRing = useKeyRing;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, "beckon.vault");
    this.#keys = readKeys(folder, !existsSync(path), useKeyRing);
    this.#database = new SqliteDatabase(path, { timeout: 2000 });
    try {
      this.#database.pragma("cipher = 'sqlcipher'");
      this.#database.pragma("legacy = 4");
      this.#database.pragma(`key = "x'${this.#keys.device.toString("hex")}'"`);
      // One program at a time: two would journal and train past each other.
      this.#database.pragma("locking_mode = EXCLUSIVE");
      this.#database.pragma("journal_mode = WAL");
      this.#database.pragma("journal_size_limit = 0"); // what it once needed is given back to the disk
      this.#database.pragma("synchronous = FULL");
      this.#database.pragma("secure_delete = ON");
      this.#database.pragma("foreign_keys = ON");
      migrate(this.#database, path);
      // Whoever was half there when the program died.
      this.#database.exec("DELETE FROM people WHERE arriving = 1");
    } catch (error) {
      this.#database.close();
      throw explainVaultError(error, path);
    }
    this.#sound = new SealedSound(this.#database, this.#keys.master);
    this.#soak = new SoakTables(this.#database, this.#sound);
    this.learning = new LearningTables(this.#database, this.#sound);
    this.#advice = new AdviceTables(this.#database);
    this.care = new CareTables(this.#database);
    this.carried = new Belongings(this.#database, this.#sound);
    this.#takes = new TakeTables(this.#database, this.#sound);
  }

  close(): void {
    this.#database.close();
  }

  /** Where the master key lies, and whether recordings can be read now. */
  sealing(): { masterIn: MasterIn; open: boolean } {
    return { masterIn: this.#keys.masterIn, open: this.#keys.master !== undefined };
  }

  /** Opens recordings that are under a passphrase, until the program ends. @throws BeckonError `passphrase-wrong`. */
  openRecordings(passphrase: string): void {
    const master = openMaster(this.#folder, passphrase);
    this.#keys = { ...this.#keys, master };
    this.#sound.open(master);
  }

  /** Puts all recordings under a passphrase, or under another one; they stay open until the program ends. @throws BeckonError `recordings-locked`. */
  protectRecordings(passphrase: string): void {
    const { master, masterIn } = this.#keys;
    if (master === undefined) throw recordingsLocked();
    putUnderPassphrase(this.#folder, master, masterIn, passphrase);
    this.#keys = { ...this.#keys, masterIn: "passphrase" };
  }

  /** No passphrase is asked for any more. @throws BeckonError `recordings-locked`. */
  unprotectRecordings(): void {
    const { master } = this.#keys;
    if (master === undefined) throw recordingsLocked();
    this.#keys = { ...this.#keys, masterIn: putBack(this.#folder, master, this.#useKeyRing) };
  }

  setting(name: string): string | null {
    const row = this.#get<{ value: string }>("SELECT value FROM settings WHERE name = ?", name);
    return row?.value ?? null;
  }

  setSetting(name: string, value: string): void {
    this.#run(
      "INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      name,
      value,
    );
  }

  people(): PersonRow[] {
    return this.#all<PersonColumns>(
      "SELECT * FROM people WHERE arriving = 0 ORDER BY sample, created, rowid",
    ).map(personOf);
  }

  /** Undefined where there is no such person. */
  person(id: string): WholePerson | undefined {
    const row = this.#get<PersonColumns>("SELECT * FROM people WHERE id = ? AND arriving = 0", id);
    if (row === undefined) return undefined;
    const model = this.#get<{ view: string; learned_from: string }>(
      "SELECT view, learned_from FROM models WHERE id = (SELECT current_model FROM people WHERE id = ?)",
      id,
    );
    return {
      ...personOf(row),
      commands: this.#takes.commands(id),
      roomSamples: this.#samplesOf(id, "room"),
      talkSamples: this.#samplesOf(id, "talk"),
      movementSamples: this.#samplesOf(id, "movement"),
      model:
        model === undefined
          ? null
          : { view: JSON.parse(model.view) as ModelView, learnedFrom: model.learned_from },
    };
  }

  /** @returns the new person's id. @throws BeckonError `recordings-locked`: a person needs a data key. */
  addPerson(person: Omit<PersonRow, "id" | "verified" | "keepsMoments" | "helper">, now: number): string {
    const id = randomUUID();
    this.#run(
      `INSERT INTO people
       (id, name, carer, language, ability, wearable, sample, created, profile, wrapped_key)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[id, person.name, person.carer ? 1 : 0, person.language, person.ability, person.wearable],
      ...[person.sample ? 1 : 0, now, JSON.stringify(person.profile), this.#sound.newKey(id)],
    );
    return id;
  }

  /** @throws BeckonError `person-unknown`. */
  changePerson(
    id: string,
    change: Partial<
      Pick<PersonRow, "ability" | "wearable" | "profile" | "verified" | "name" | "keepsMoments" | "helper">
    >,
  ): void {
    const { keepsMoments, ...others } = change;
    const values: Record<string, unknown> = { ...others };
    if (keepsMoments !== undefined) values.keeps_moments = keepsMoments ? 1 : 0;
    if (change.profile !== undefined) values.profile = JSON.stringify(change.profile satisfies ProfileView);
    for (const [column, value] of Object.entries(values)) {
      if (this.#run(`UPDATE people SET ${column} = ? WHERE id = ?`, value, id) === 0) throw personUnknown();
    }
  }

  /** With takes, models and journal; the data key goes too, so that copies of sealed sound stay noise. */
  removePerson(id: string): void {
    this.#run("DELETE FROM people WHERE id = ?", id);
    this.#sound.forget(id);
    // The write-ahead log still has the old pages.
    this.#database.pragma("wal_checkpoint(TRUNCATE)");
  }

  /** @returns the new command's id. */
  addCommand(person: string, label: string, now: number): string {
    const id = randomUUID();
    this.#run("INSERT INTO commands VALUES (?, ?, ?, ?, 0)", id, person, label, now);
    return id;
  }

  renameCommand(id: string, label: string): void {
    this.#run("UPDATE commands SET label = ? WHERE id = ?", label, id);
  }

  setHeld(id: string, held: boolean): void {
    this.#run("UPDATE commands SET held = ? WHERE id = ?", held ? 1 : 0, id);
  }

  removeCommand(id: string): void {
    this.#run("DELETE FROM commands WHERE id = ?", id);
  }

  /** @see AdviceTables.merge */
  mergeCommand(command: string, from: string): void {
    this.#advice.merge(command, from);
  }

  /** @see AdviceTables.restart */
  restartCommand(id: string, label: string): void {
    this.#advice.restart(id, label);
  }

  keptAdvice(person: string): string[] {
    return this.#advice.kept(person);
  }

  keepAdvice(person: string, advice: string, kept: boolean): void {
    this.#advice.keep(person, advice, kept);
  }

  /** Of the signal that the person's ability is about. */
  addTake(person: string, command: string, take: TakeRow, pcm: Int16Array): void {
    this.#takes.add(person, command, take, pcm);
  }

  removeTake(id: string): void {
    this.#run("DELETE FROM takes WHERE id = ?", id);
  }

  /** One take's sound, or undefined. */
  takeSound(person: string, id: string): Int16Array | undefined {
    const pcm = this.#sound.read(person, "take", id);
    return pcm.length === 0 ? undefined : pcm;
  }

  /** All takes of a person, or of one command only, in the signal of their ability, oldest first. */
  takesOf(person: string, command?: string): SoundRow[] {
    return this.#takes.of(person, command);
  }

  /** @returns id of an everyday recording without sound yet. */
  beginRecording(person: string, kind: EverydayKind, now: number): string {
    const id = randomUUID();
    this.#run("INSERT INTO recordings VALUES (?, ?, ?, ?, 0)", id, person, kind, now);
    return id;
  }

  /** @param pcm ten seconds at most. */
  addToRecording(person: string, id: string, number: number, pcm: Int16Array): void {
    this.#database.transaction(() => {
      this.#sound.add(person, "recording", id, number, pcm);
      this.#run("UPDATE recordings SET samples = samples + ? WHERE id = ?", pcm.length, id);
    })();
  }

  /** Everyday recordings in the signal of the person's ability. */
  everydayOf(person: string): SoundRow[] {
    return this.#takes.everyday(person);
  }

  /** Image of the model in use; opens without the master key. */
  image(person: string): Uint8Array | undefined {
    return this.storedModel(person)?.image;
  }

  /** The model in use; opens without the master key. */
  storedModel(person: string): StoredModel | undefined {
    const row = this.#get<{ image: Buffer; learned: string | null }>(
      "SELECT image, learned FROM models WHERE id = (SELECT current_model FROM people WHERE id = ?)",
      person,
    );
    if (row === undefined) return undefined;
    const learned = row.learned === null ? null : (JSON.parse(row.learned) as number[]);
    return { image: new Uint8Array(row.image), learned };
  }

  /** The model in use with other thresholds: it was not trained anew, so it takes the place of what it was. */
  changeModel(person: string, view: ModelView, { image, learned }: StoredModel): void {
    this.#run(
      `UPDATE models SET model = ?, image = ?, view = ?, learned = ?
       WHERE id = (SELECT current_model FROM people WHERE id = ?)`,
      view.modelId,
      Buffer.from(image),
      JSON.stringify(view),
      learned === null ? null : JSON.stringify(learned),
      person,
    );
  }

  /** @see SoakTables.recordings */
  recordingsOf(person: string): KeptRecording[] {
    return this.#soak.recordings(person);
  }

  /** One piece of ten seconds of an everyday recording; empty beyond its end. */
  recordingPiece(person: string, id: string, number: number): Int16Array {
    return this.#sound.piece(person, "recording", id, number);
  }

  /** @see SoakTables.begin */
  beginSoak(person: string, run: Omit<SoakRun, "id" | "samples">): SoakRun {
    return this.#soak.begin(person, run);
  }

  /** @see SoakTables.add */
  addToSoak(person: string, run: string, pieces: readonly SoakPieceRow[]): void {
    this.#soak.add(person, run, pieces);
  }

  /** @see SoakTables.read */
  soakOf(person: string, scoring: string): SoakKept {
    return this.#soak.read(person, scoring);
  }

  /** @see SoakTables.mark */
  markSoak(person: string, candidate: string, mark: SoakMark | null): boolean {
    return this.#soak.mark(person, candidate, mark);
  }

  /** @see SoakTables.sound */
  soakSound(person: string, candidate: string): Int16Array | undefined {
    return this.#soak.sound(person, candidate);
  }

  addReceipt(person: string, at: number, kind: string, model: string, detail: object): void {
    this.#run(
      "INSERT INTO receipts (person, at, kind, model, detail) VALUES (?, ?, ?, ?, ?)",
      person,
      at,
      kind,
      model,
      JSON.stringify(detail),
    );
  }

  addToJournal(person: string, entry: NewJournalEntry): JournalEntry {
    const { at, command, score, outcome, action } = entry;
    const { lastInsertRowid } = this.#database
      .prepare("INSERT INTO journal (person, at, command, score, outcome, action) VALUES (?, ?, ?, ?, ?, ?)")
      .run(person, at, command, score, outcome, action === null ? null : JSON.stringify(action));
    return { entryId: Number(lastInsertRowid), ...entry, mark: null, meant: null, hasSound: false };
  }

  /** Newest first, at most 100. */
  journal(person: string): JournalEntry[] {
    type Row = Omit<JournalEntry, "action" | "hasSound"> & { action: string | null; hasSound: number };
    return this.#all<Row>(
      `SELECT id AS entryId, at, command, score, outcome, action, mark, meant, moment IS NOT NULL AS hasSound
       FROM journal WHERE person = ?
       ORDER BY id DESC LIMIT ${JOURNAL_MOST}`,
      person,
    ).map((row) => ({
      ...row,
      hasSound: row.hasSound === 1,
      action: row.action === null ? null : (JSON.parse(row.action) as JournalEntry["action"]),
    }));
  }

  #samplesOf(person: string, kind: EverydayKind): number {
    const sql = "SELECT coalesce(sum(samples), 0) AS sum FROM recordings WHERE person = ? AND kind = ?";
    return this.#get<{ sum: number }>(sql, person, kind)?.sum ?? 0;
  }

  #run(sql: string, ...values: unknown[]): number {
    return this.#database.prepare(sql).run(...values).changes;
  }

  #get<R>(sql: string, ...values: unknown[]): R | undefined {
    return this.#database.prepare(sql).get(...values) as R | undefined;
  }

  #all<R>(sql: string, ...values: unknown[]): R[] {
    return this.#database.prepare(sql).all(...values) as R[];
  }
}
