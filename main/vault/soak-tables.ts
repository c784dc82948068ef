/**
 * Ordinary life that was listened to: how long, of which kind, and what could have become an event,
 * with the sound or movement around it sealed under the person's data key.
 */
import { randomUUID } from "node:crypto";
import type { Database } from "better-sqlite3-multiple-ciphers";
import type { SoakMark } from "../contract/soak-values.ts";
import type { KeptRecording, SoakHours, SoakKept, SoakPieceRow, SoakRun, StoredCandidate } from "./rows.ts";
import type { SealedSound } from "./sealed-sound.ts";

/** Sounds kept of one person, newest soaks included; later ones are counted and not kept. A few seconds each. */
export const MOST_SOUNDS = 500;

export class SoakTables {
  readonly #database: Database;
  readonly #sound: SealedSound;

  constructor(database: Database, sound: SealedSound) {
    this.#database = database;
    this.#sound = sound;
  }

  /**
   * A stretch of listening that pieces are added to: one recording, file or evening.
   *
   * @returns the one of the same scoring and origin, as far as it came, or a new one.
   */
  begin(person: string, run: Omit<SoakRun, "id" | "samples">): SoakRun {
    const known = this.#database
      .prepare("SELECT id, started, samples FROM soak_runs WHERE person = ? AND scoring = ? AND origin = ?")
      .get(person, run.scoring, run.origin) as Pick<SoakRun, "id" | "started" | "samples"> | undefined;
    if (known !== undefined) return { ...run, ...known };
    const id = randomUUID();
    this.#database
      .prepare(
        `INSERT INTO soak_runs (id, person, scoring, source, origin, started, samples, signal)
         VALUES (?, ?, ?, ?, ?, ?, 0, ?)`,
      )
      .run(id, person, run.scoring, run.source, run.origin, run.started, run.signal);
    return { ...run, id, samples: 0 };
  }

  /** The everyday recordings that can be listened to, oldest first. */
  recordings(person: string): KeptRecording[] {
    const sql = `SELECT id, kind, recorded, samples FROM recordings
      WHERE person = ? AND samples > 0 ORDER BY recorded, rowid`;
    return this.#database.prepare(sql).all(person) as KeptRecording[];
  }

  /** All of them or none: what is counted as listened to has its candidates. */
  add(person: string, run: string, pieces: readonly SoakPieceRow[]): void {
    this.#database.transaction(() => {
      let room = MOST_SOUNDS - this.#soundsOf(person);
      for (const { kind, samples, candidates } of pieces) {
        this.#database.prepare("UPDATE soak_runs SET samples = samples + ? WHERE id = ?").run(samples, run);
        this.#database
          .prepare(
            `INSERT INTO soak_time VALUES (?, ?, ?)
             ON CONFLICT (run, kind) DO UPDATE SET samples = samples + excluded.samples`,
          )
          .run(run, kind, samples);
        for (const { label, score, lead, decidedMs, at, sound } of candidates) {
          const id = randomUUID();
          // It counts also while recordings are closed: then nobody can hear it, as where there is no room.
          const kept = room > 0 && this.#sound.isOpen ? 1 : 0;
          this.#database
            .prepare("INSERT INTO soak_candidates VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)")
            .run(id, run, at, kind, label, score, lead, decidedMs, kept);
          if (kept === 0) continue;
          room--;
          this.#sound.add(person, "soak", id, 0, sound);
        }
      }
    })();
  }

  /** Everything of one scoring, candidates in the order of their runs and decisions. */
  read(person: string, scoring: string): SoakKept {
    const hours = this.#database
      .prepare(
        `SELECT source, kind, sum(soak_time.samples) AS samples FROM soak_time
         JOIN soak_runs ON soak_runs.id = soak_time.run WHERE person = ? AND scoring = ? GROUP BY source, kind`,
      )
      .all(person, scoring) as SoakHours[];
    const candidates = this.#database
      .prepare(
        `SELECT soak_candidates.id, run, source, at, kind, label, score, lead, decided_ms AS decidedMs, mark, has_sound AS hasSound
         FROM soak_candidates JOIN soak_runs ON soak_runs.id = soak_candidates.run
         WHERE person = ? AND scoring = ? ORDER BY started, soak_runs.rowid, decided_ms, soak_candidates.rowid`,
      )
      .all(person, scoring) as (Omit<StoredCandidate, "hasSound"> & { hasSound: number })[];
    return { hours, candidates: candidates.map((row) => ({ ...row, hasSound: row.hasSound === 1 })) };
  }

  /** @returns false where this person has no such candidate. */
  mark(person: string, candidate: string, mark: SoakMark | null): boolean {
    const sql = `UPDATE soak_candidates SET mark = ? WHERE id = ?
      AND run IN (SELECT id FROM soak_runs WHERE person = ?)`;
    return this.#database.prepare(sql).run(mark, candidate, person).changes > 0;
  }

  /** The sound around it; undefined where none was kept, or it is another person's. */
  sound(person: string, candidate: string): Int16Array | undefined {
    const sql = `SELECT 1 FROM soak_candidates JOIN soak_runs ON soak_runs.id = run
      WHERE soak_candidates.id = ? AND person = ?`;
    if (this.#database.prepare(sql).get(candidate, person) === undefined) return undefined;
    const pcm = this.#sound.read(person, "soak", candidate);
    return pcm.length === 0 ? undefined : pcm;
  }

  #soundsOf(person: string): number {
    const sql = `SELECT count(*) AS count FROM soak_candidates JOIN soak_runs ON soak_runs.id = run
      WHERE person = ? AND has_sound = 1`;
    return (this.#database.prepare(sql).get(person) as { count: number }).count;
  }
}
