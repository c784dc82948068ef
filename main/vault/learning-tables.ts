/**
 * What daily life leaves to learn from: the sound around events, what the
 * person said of them, and the models that came of it. Part of the store
 * (store.ts), under the same promises.
 */
import { randomUUID } from "node:crypto";
import type { Database } from "better-sqlite3-multiple-ciphers";
import type { Signal } from "../../common/street.ts";
import type { Mark } from "../contract/learning-values.ts";
import type { ModelView } from "../contract/values.ts";
import type { KeptModel, Occasion, SoundRow, TakeRow, TrainedModel } from "./rows.ts";
import type { SealedSound } from "./sealed-sound.ts";

export class LearningTables {
  readonly #database: Database;
  readonly #sound: SealedSound;

  constructor(database: Database, sound: SealedSound) {
    this.#database = database;
    this.#sound = sound;
  }

  /** The sound around an event. @param pcm ten seconds at most. */
  addMoment(person: string, entry: number, at: number, pcm: Int16Array): void {
    const id = randomUUID();
    this.#database.transaction(() => {
      this.#run("INSERT INTO moments (id, person, at) VALUES (?, ?, ?)", id, person, at);
      this.#sound.add(person, "moment", id, 0, pcm);
      this.#run("UPDATE journal SET moment = ? WHERE id = ? AND person = ?", id, entry, person);
    })();
  }

  /** Undefined where none was kept, or its time is over. */
  momentSound(person: string, entry: number): Int16Array | undefined {
    const sql = "SELECT moment FROM journal WHERE id = ? AND person = ?";
    const row = this.#get<{ moment: string | null }>(sql, entry, person);
    if (row === undefined || row.moment === null) return undefined;
    return this.#sound.read(person, "moment", row.moment);
  }

  /**
   * Sound that nobody marked goes: of everybody what is older, or all of one person.
   * What was marked stays, because it was learned from.
   */
  forgetMoments(older: number, person?: string): void {
    if (person === undefined) this.#run("DELETE FROM moments WHERE mark IS NULL AND at < ?", older);
    else this.#run("DELETE FROM moments WHERE mark IS NULL AND at < ? AND person = ?", older, person);
  }

  /**
   * What the person says of an event; instead of what they said before.
   *
   * @param mark null takes it back.
   * @param take the sound as a take of what was meant, for `right` and `other`.
   */
  markEntry(
    person: string,
    entry: number,
    mark: Mark | null,
    take?: { readonly command: string; readonly label: string; readonly row: Omit<TakeRow, "id" | "live"> },
  ): void {
    this.#database.transaction(() => {
      const sql = "SELECT moment FROM journal WHERE id = ? AND person = ?";
      const moment = this.#get<{ moment: string | null }>(sql, entry, person)?.moment;
      if (moment === undefined || moment === null) return;
      this.#run("UPDATE moments SET mark = ?, marked = ? WHERE id = ?", mark, Date.now(), moment);
      const meant = take?.label ?? null;
      this.#run("UPDATE journal SET mark = ?, meant = ? WHERE id = ?", mark, meant, entry);
      // The take bears the moment's name, so that taking the word back finds it.
      this.#run("DELETE FROM takes WHERE id = ?", moment);
      if (take === undefined) return;
      const { recorded, durationMs, verdict, waveform } = take.row;
      this.#run(
        `INSERT INTO takes (id, command, recorded, duration_ms, verdict, waveform, live)
         VALUES (?, ?, ?, ?, ?, ?, 1)`,
        ...[moment, take.command, recorded, durationMs, verdict, waveform],
      );
      this.#sound.add(person, "take", moment, 0, this.#sound.read(person, "moment", moment));
    })();
  }

  /** Sound or movement that was taken for a command and was none, live or in a soak, oldest first; its label is empty. */
  mistakesOf(person: string): SoundRow[] {
    const rows = this.#all<{ id: string; owner: "moment" | "soak"; signal: Signal }>(
      `SELECT id, at, 'moment' AS owner, 'sound' AS signal FROM moments WHERE person = ? AND mark = 'notMe'
       UNION ALL
       SELECT soak_candidates.id, at, 'soak' AS owner, signal FROM soak_candidates
       JOIN soak_runs ON soak_runs.id = soak_candidates.run
       WHERE person = ? AND mark = 'notMe' AND has_sound = 1
       ORDER BY at, id`,
      person,
      person,
    );
    return rows.map(({ id, owner, signal }) => ({
      id,
      label: "",
      signal,
      pcm: this.#sound.read(person, owner, id),
    }));
  }

  /** How much was marked since a moment: takes out of daily life, and mistakes. */
  markedSince(person: string, since: number): { takes: number; mistakes: number } {
    const takes = this.#get<{ count: number }>(
      `SELECT count(*) AS count FROM takes JOIN commands ON commands.id = takes.command
       WHERE person = ? AND live = 1 AND recorded > ?`,
      person,
      since,
    );
    const mistakes = this.#get<{ count: number }>(
      "SELECT count(*) AS count FROM moments WHERE person = ? AND mark = 'notMe' AND marked > ?",
      person,
      since,
    );
    return { takes: takes?.count ?? 0, mistakes: mistakes?.count ?? 0 };
  }

  /** Commands given while Beckon was live, since a moment: heard, or told to be missed. Mistakes are none. */
  occasionsOf(person: string, since: number): Occasion[] {
    return this.#all<{ label: string; at: number; outcome: string }>(
      `SELECT coalesce(meant, command) AS label, at, CASE WHEN mark = 'other' THEN 'missed' ELSE outcome END AS outcome
       FROM journal WHERE person = ? AND at >= ? AND (mark IS NULL OR mark <> 'notMe') ORDER BY id`,
      person,
      since,
    ).map(({ label, at, outcome }) => ({ label, at, heard: outcome !== "missed" }));
  }

  /** @param use it becomes the model in use; else it is offered. @returns its key. */
  addModel(
    person: string,
    { view, learnedFrom, image, heard, comparison }: TrainedModel,
    use: boolean,
  ): number {
    return this.#database.transaction(() => {
      const { lastInsertRowid } = this.#database
        .prepare(
          `INSERT INTO models (person, model, trained, learned_from, image, view, heard, comparison)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          ...[person, view.modelId, view.trainedAt, learnedFrom, Buffer.from(image), JSON.stringify(view)],
          ...[JSON.stringify(heard), comparison === null ? null : JSON.stringify(comparison)],
        );
      const key = Number(lastInsertRowid);
      if (use) this.useModel(person, key);
      else this.#run("UPDATE people SET offered_model = ? WHERE id = ?", key, person);
      return key;
    })();
  }

  /** Whatever was offered is no more. */
  useModel(person: string, key: number): void {
    this.#run("UPDATE people SET current_model = ?, offered_model = NULL WHERE id = ?", key, person);
  }

  declineModel(person: string): void {
    this.#run("UPDATE people SET offered_model = NULL WHERE id = ?", person);
  }

  /** Without images, newest first. */
  modelsOf(person: string): KeptModel[] {
    type Row = { key: number; view: string; comparison: string | null; isCurrent: number; isOffered: number };
    return this.#all<Row>(
      `SELECT models.id AS key, view, comparison, models.id IS current_model AS isCurrent,
       models.id IS offered_model AS isOffered
       FROM models JOIN people ON people.id = models.person WHERE people.id = ? ORDER BY models.id DESC`,
      person,
    ).map(({ key, view, comparison, isCurrent, isOffered }) => ({
      key,
      view: JSON.parse(view) as ModelView,
      comparison: comparison === null ? null : (JSON.parse(comparison) as KeptModel["comparison"]),
      state: isCurrent === 1 ? "current" : isOffered === 1 ? "offered" : "kept",
    }));
  }

  /** One model of a person with what training heard, or undefined. */
  trainedModel(person: string, key: number): TrainedModel | undefined {
    type Row = { view: string; learnedFrom: string; image: Buffer; heard: string; comparison: string | null };
    const row = this.#get<Row>(
      `SELECT view, learned_from AS learnedFrom, image, heard, comparison FROM models
       WHERE person = ? AND id = ?`,
      person,
      key,
    );
    if (row === undefined) return undefined;
    return {
      view: JSON.parse(row.view) as ModelView,
      learnedFrom: row.learnedFrom,
      image: new Uint8Array(row.image),
      heard: JSON.parse(row.heard) as TrainedModel["heard"],
      comparison: row.comparison === null ? null : (JSON.parse(row.comparison) as TrainedModel["comparison"]),
    };
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
