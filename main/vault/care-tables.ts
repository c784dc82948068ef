/** What a carer looks after: the PIN, what was verified, what lies on the disk and how long it is kept. Part of the store (store.ts). */
import type { Database } from "better-sqlite3-multiple-ciphers";
import { SOUND_RATE_HZ } from "../../common/street.ts";
import type { Receipt, Stored } from "./rows.ts";

export class CareTables {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** As it was set; null where there is none, or no such person. */
  lockOf(person: string): string | null {
    const row = this.#get<{ lock: string | null }>("SELECT lock FROM people WHERE id = ?", person);
    return row?.lock ?? null;
  }

  setLock(person: string, lock: string | null): void {
    this.#database.prepare("UPDATE people SET lock = ? WHERE id = ?").run(lock, person);
  }

  /** The newest receipt of a kind, or undefined. */
  lastReceipt(person: string, kind: string): Receipt | undefined {
    const row = this.#get<{ at: number; model: string; detail: string }>(
      "SELECT at, model, detail FROM receipts WHERE person = ? AND kind = ? ORDER BY id DESC LIMIT 1",
      person,
      kind,
    );
    return row === undefined ? undefined : { ...row, detail: JSON.parse(row.detail) as Receipt["detail"] };
  }

  stored(person: string): Stored {
    const pragma = (name: string): number => this.#database.pragma(name, { simple: true }) as number;
    // The file does not shrink by what was removed; what comes next is written there.
    const pages = pragma("page_count") - pragma("freelist_count");
    const takes = this.#get<{ ms: number }>(
      `SELECT coalesce(sum(duration_ms), 0) AS ms FROM takes JOIN commands ON commands.id = takes.command
       WHERE person = ?`,
      person,
    );
    const everyday = this.#get<{ samples: number; oldest: number | null }>(
      `SELECT coalesce(sum(samples), 0) AS samples, min(recorded) AS oldest FROM recordings
       WHERE person = ? AND kind <> 'movement' AND samples > 0`,
      person,
    );
    // Sealed sound is as long as it was, but for nonce and tag.
    const other = this.#get<{ bytes: number }>(
      `SELECT coalesce(sum(bytes), 0) AS bytes FROM (
         SELECT sum(length(sealed)) AS bytes FROM soak_pieces JOIN soak_candidates ON soak_candidates.id = owner
         JOIN soak_runs ON soak_runs.id = run WHERE person = ?
         UNION ALL
         SELECT sum(length(sealed)) FROM moment_pieces JOIN moments ON moments.id = owner WHERE person = ?)`,
      person,
      person,
    );
    return {
      bytes: pages * pragma("page_size"),
      seconds: {
        takes: (takes?.ms ?? 0) / 1000,
        everyday: (everyday?.samples ?? 0) / SOUND_RATE_HZ,
        other: (other?.bytes ?? 0) / 2 / SOUND_RATE_HZ,
      },
      oldestEveryday: everyday?.oldest ?? null,
    };
  }

  /**
   * Everyday recordings and the sounds of soaks that are older go; takes stay, and what was counted stays counted.
   *
   * @param before ms since 1970.
   * @returns how many recordings and sounds went.
   */
  forgetEveryday(before: number): number {
    const run = (sql: string): number => this.#database.prepare(sql).run(before).changes;
    const gone = this.#database.transaction(() => {
      const old = "SELECT id FROM soak_candidates WHERE has_sound = 1 AND at < ? AND mark IS NULL";
      run(`DELETE FROM soak_pieces WHERE owner IN (${old})`);
      const sounds = run(
        "UPDATE soak_candidates SET has_sound = 0 WHERE has_sound = 1 AND at < ? AND mark IS NULL",
      );
      return sounds + run("DELETE FROM recordings WHERE kind <> 'movement' AND recorded < ?");
    })();
    // The write-ahead log still has the old pages.
    if (gone > 0) this.#database.pragma("wal_checkpoint(TRUNCATE)");
    return gone;
  }

  #get<R>(sql: string, ...values: unknown[]): R | undefined {
    return this.#database.prepare(sql).get(...values) as R | undefined;
  }
}
