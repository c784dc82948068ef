/** What came of advice: commands that were made one or begun anew, and advice that the person wants to hear no more of. */
import type { Database } from "better-sqlite3-multiple-ciphers";

export class AdviceTables {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** All takes of `from` become takes of `command`, and `from` goes. */
  merge(command: string, from: string): void {
    this.#database.transaction(() => {
      this.#database.prepare("UPDATE takes SET command = ? WHERE command = ?").run(command, from);
      this.#database.prepare("DELETE FROM commands WHERE id = ?").run(from);
      this.#forget(command);
      this.#forget(from);
    })();
  }

  /** Its takes go, and it is called `label`. */
  restart(command: string, label: string): void {
    this.#database.transaction(() => {
      this.#database.prepare("DELETE FROM takes WHERE command = ?").run(command);
      this.#database.prepare("UPDATE commands SET label = ? WHERE id = ?").run(label, command);
      this.#forget(command);
    })();
  }

  kept(person: string): string[] {
    const rows = this.#database.prepare("SELECT advice FROM kept_advice WHERE person = ?").all(person);
    return (rows as { advice: string }[]).map(({ advice }) => advice);
  }

  keep(person: string, advice: string, kept: boolean): void {
    const sql = kept
      ? "INSERT OR IGNORE INTO kept_advice VALUES (?, ?)"
      : "DELETE FROM kept_advice WHERE person = ? AND advice = ?";
    this.#database.prepare(sql).run(person, advice);
  }

  /** What was kept of other takes says nothing of these. Ids hold no wildcard. */
  #forget(command: string): void {
    this.#database.prepare("DELETE FROM kept_advice WHERE advice LIKE '%' || ? || '%'").run(command);
  }
}
