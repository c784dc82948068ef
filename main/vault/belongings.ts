/**
 * Everything of one person as rows and pieces of sound: out of the vault, and into a vault as one more
 * person. Which tables that are is read from the database's own references, so that whatever a later
 * migration adds goes along without a word here.
 *
 * Who comes in is invisible (`arriving`) until `finish`: rows and sound come in many small steps, so that
 * Beckon goes on working meanwhile, and whoever is half there when the program dies is gone at its next start.
 */
import { randomUUID } from "node:crypto";
import type { Database } from "better-sqlite3-multiple-ciphers";
import { model, profile } from "../contract/values.ts";
import { learnedFrom } from "./learned-from.ts";
import { backupDamaged, personUnknown } from "./faults.ts";
import type { PersonRows, PieceName, SqlRow, SqlValue } from "./rows.ts";
import { SCHEMA_VERSION } from "./schema.ts";
import type { Owner, SealedSound } from "./sealed-sound.ts";
import { type PersonTable, tablesOfPeople } from "./person-tables.ts";

/** Columns that speak of this computer or of the one who is copied, not of what is copied. */
const NOT_COPIED = new Set(["wrapped_key", "verified", "lock", "arriving", "sample", "created"]);
const POINTERS_TO_MODELS = ["current_model", "offered_model"] as const;

export class Belongings {
  readonly #database: Database;
  readonly #sound: SealedSound;
  readonly #tables: readonly PersonTable[];

  constructor(database: Database, sound: SealedSound) {
    this.#database = database;
    this.#sound = sound;
    this.#tables = tablesOfPeople(database);
  }

  /** Rows of one moment; sound is asked for piece by piece. @throws BeckonError `person-unknown`. */
  belongings(person: string): PersonRows {
    return this.#database.transaction(() => {
      if (this.#all("SELECT 1 FROM people WHERE id = ? AND arriving = 0", person).length === 0)
        throw personUnknown();
      const rows = this.#tables.filter(({ isPieces }) => !isPieces);
      const pieces = this.#tables.filter(({ isPieces }) => isPieces);
      return {
        schema: SCHEMA_VERSION,
        tables: rows.map(({ name, where }) => ({
          name,
          rows: this.#all(`SELECT * FROM ${name} WHERE ${where} ORDER BY rowid`, person).map(withoutKeys),
        })),
        pieces: pieces.flatMap(({ name, where }) =>
          this.#all(`SELECT owner, number FROM ${name} WHERE ${where} ORDER BY rowid`, person).map(
            ({ owner, number }) => ({ table: name, owner: String(owner), number: Number(number) }),
          ),
        ),
      };
    })();
  }

  /** Undefined where it was removed since. */
  pieceOf(person: string, { table, owner, number }: PieceName): Int16Array | undefined {
    const pcm = this.#sound.piece(person, this.#ownerOf(table), owner, number);
    return pcm.length === 0 ? undefined : pcm;
  }

  /**
   * Adds a person of these rows, invisible still.
   *
   * @returns their id, and the new owner of each piece by the old one.
   * @throws BeckonError `backup-damaged` for rows that are none of a person; then nothing was added.
   */
  arrive(
    { tables }: Pick<PersonRows, "tables">,
    name: string,
    now: number,
  ): { person: string; owners: Record<string, string> } {
    const ids = new Map<string, string>();
    const keys = new Map<string, number | bigint>();
    const newId = (old: SqlValue): string => {
      if (typeof old !== "string") throw backupDamaged();
      const known = ids.get(old);
      if (known !== undefined) return known;
      const made = randomUUID();
      ids.set(old, made);
      return made;
    };
    const given = new Map(tables.map((one) => [one.name, one.rows]));
    const [root, ...others] = given.get("people") ?? [];
    if (root === undefined || others.length > 0) throw backupDamaged();
    if (
      [...given.keys()].some((each) => !this.#tables.some((table) => table.name === each && !table.isPieces))
    )
      throw backupDamaged();
    const person = newId(root.id ?? null);
    this.#database.transaction(() => {
      for (const table of this.#tables) {
        for (const row of given.get(table.name) ?? []) {
          const values = renewed(table, row, ids, keys, newId);
          if (table.name === "people") {
            check(profile, row.profile);
            for (const pointer of POINTERS_TO_MODELS) delete values[pointer];
            Object.assign(values, { name, created: now, arriving: 1, sample: 0 });
            values.wrapped_key = this.#sound.newKey(person);
          }
          if (table.name === "models") check(model, row.view);
          const rowid = this.#insert(table.name, values);
          if (table.hasNumber) keys.set(`${table.name} ${row.id}`, rowid);
        }
      }
      for (const pointer of POINTERS_TO_MODELS) {
        const key = keys.get(`models ${root[pointer]}`);
        if (key !== undefined) this.#run(`UPDATE people SET ${pointer} = ? WHERE id = ?`, key, person);
      }
      for (const signal of ["sound", "motion"]) {
        const [before, after] = learned(given, signal, newId);
        this.#run(
          "UPDATE models SET learned_from = ? WHERE learned_from = ? AND person = ?",
          after,
          before,
          person,
        );
      }
    })();
    return { person, owners: Object.fromEntries(ids) };
  }

  /** @param piece its new owner. @param pcm ten seconds at most. */
  arrivePiece(person: string, { table, owner, number }: PieceName, pcm: Int16Array): void {
    this.#sound.add(person, this.#ownerOf(table), owner, number, pcm);
  }

  /** All is there: from now on this is a person like others. */
  finish(person: string): void {
    this.#run("UPDATE people SET arriving = 0 WHERE id = ?", person);
  }

  #ownerOf(table: string): Owner {
    if (!this.#tables.some(({ name, isPieces }) => isPieces && name === table)) throw backupDamaged();
    return table.slice(0, -"_pieces".length) as Owner;
  }

  #insert(table: string, values: Record<string, SqlValue>): number | bigint {
    const columns = Object.keys(values);
    const sql = `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`;
    return this.#database.prepare(sql).run(...Object.values(values)).lastInsertRowid;
  }

  #run(sql: string, ...values: unknown[]): void {
    this.#database.prepare(sql).run(...values);
  }

  #all(sql: string, ...values: unknown[]): Record<string, SqlValue>[] {
    return this.#database.prepare(sql).all(...values) as Record<string, SqlValue>[];
  }
}

function withoutKeys(row: SqlRow): SqlRow {
  const { wrapped_key: _, lock: __, ...others } = row;
  return others;
}

/** The row as it stands in another vault: whatever names a row of the same person names its copy. */
function renewed(
  { columns, references, hasNumber }: PersonTable,
  row: SqlRow,
  ids: ReadonlyMap<string, string>,
  keys: ReadonlyMap<string, number | bigint>,
  newId: (old: SqlValue) => string,
): Record<string, SqlValue> {
  const values: Record<string, SqlValue> = {};
  for (const [column, value] of Object.entries(row)) {
    if (!columns.has(column)) throw backupDamaged();
    const target = references.get(column);
    if (NOT_COPIED.has(column) && columns.has("wrapped_key")) continue;
    if (column === "id") {
      if (!hasNumber) values.id = newId(value);
    } else if (target !== undefined && value !== null) {
      const known = typeof value === "string" ? ids.get(value) : keys.get(`${target} ${value}`);
      if (known === undefined) throw backupDamaged();
      values[column] = known;
    } else values[column] = typeof value === "string" ? withNewIds(value, ids) : value;
  }
  return values;
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

function withNewIds(text: string, ids: ReadonlyMap<string, string>): string {
  return text.replace(UUID, (id) => ids.get(id) ?? id);
}

/** What the present takes of one signal are called as something learned from, before and after they got new names. */
function learned(
  given: ReadonlyMap<string, readonly SqlRow[]>,
  wanted: string,
  newId: (old: SqlValue) => string,
): [before: string, after: string] {
  const named = (nameOf: (id: SqlValue) => string) =>
    (given.get("commands") ?? []).map((command) => ({
      label: String(command.label),
      held: command.held === 1,
      takes: (given.get("takes") ?? [])
        .filter(({ command: of, signal = "sound" }) => of === command.id && signal === wanted)
        .map(({ id, live }) => ({ id: nameOf(id ?? null), live: live === 1 })),
    }));
  return [learnedFrom({ commands: named(String) }), learnedFrom({ commands: named(newId) })];
}

function check(schema: typeof profile | typeof model, text: SqlValue | undefined): void {
  try {
    schema.parse(JSON.parse(String(text)));
  } catch {
    throw backupDamaged();
  }
}
