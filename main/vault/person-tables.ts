/** The tables that hold something of a person, found by the references that make it go with the person. */
import type { Database } from "better-sqlite3-multiple-ciphers";

export interface PersonTable {
  readonly name: string;
  /** SQL that is true for the rows of the person who is its one value. */
  readonly where: string;
  readonly columns: ReadonlySet<string>;
  /** Tables that columns point into. */
  readonly references: ReadonlyMap<string, string>;
  /** Its `id` is a number that the database gives. */
  readonly hasNumber: boolean;
  /** Sealed sound. */
  readonly isPieces: boolean;
}

interface Reference {
  readonly from: string;
  readonly table: string;
  readonly on_delete: string;
}

/** In an order in which whatever is pointed at comes first; `people` itself is the first. */
export function tablesOfPeople(database: Database): readonly PersonTable[] {
  const names = database
    .prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
    )
    .all() as { name: string }[];
  const found = new Map<string, PersonTable>();
  let waiting = names.map(({ name }) => name);
  for (let before = -1; waiting.length !== before; ) {
    before = waiting.length;
    waiting = waiting.filter((name) => {
      const references = database.pragma(`foreign_key_list(${name})`) as Reference[];
      if (references.some(({ table }) => table !== name && !found.has(table))) return true;
      const owner = references.find(({ on_delete }) => on_delete === "CASCADE");
      if (name !== "people" && owner === undefined) return true;
      const where =
        owner === undefined
          ? "id = ?"
          : `${owner.from} IN (SELECT id FROM ${owner.table} WHERE ${found.get(owner.table)!.where})`;
      const columns = database.pragma(`table_info(${name})`) as { name: string; type: string }[];
      found.set(name, {
        name,
        where,
        columns: new Set(columns.map((column) => column.name)),
        references: new Map(references.map(({ from, table }) => [from, table])),
        hasNumber: columns.some((column) => column.name === "id" && column.type === "INTEGER"),
        isPieces: name.endsWith("_pieces"),
      });
      return false;
    });
  }
  return [...found.values()];
}
