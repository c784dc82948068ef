/** Takes and everyday recordings. A person sees those of the signal that their ability is about; the others wait. */
import type { Database } from "better-sqlite3-multiple-ciphers";
import type { Signal } from "../../common/street.ts";
import { type Ability, signalOf } from "../contract/values.ts";
import type { CommandRow, SoundRow, TakeRow } from "./rows.ts";
import type { SealedSound } from "./sealed-sound.ts";

/** Ten seconds of sound, samples. */
export const PIECE_SAMPLES = 160_000;

export class TakeTables {
  readonly #database: Database;
  readonly #sound: SealedSound;

  constructor(database: Database, sound: SealedSound) {
    this.#database = database;
    this.#sound = sound;
  }

  add(person: string, command: string, take: TakeRow, values: Int16Array): void {
    const signal = this.#signalOf(person);
    this.#database.transaction(() => {
      const { id, recorded, durationMs, verdict, waveform, live } = take;
      this.#database
        .prepare(
          `INSERT INTO takes (id, command, recorded, duration_ms, verdict, waveform, live, signal)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(id, command, recorded, durationMs, verdict, waveform, live ? 1 : 0, signal);
      for (let at = 0, number = 0; at < values.length; at += PIECE_SAMPLES, number++) {
        this.#sound.add(person, "take", id, number, values.subarray(at, at + PIECE_SAMPLES));
      }
    })();
  }

  /** Of all commands or of one only, oldest first. */
  of(person: string, command?: string): SoundRow[] {
    const signal = this.#signalOf(person);
    const rows = this.#database
      .prepare(
        `SELECT takes.id, label FROM takes JOIN commands ON commands.id = takes.command
         WHERE person = ? AND signal = ? AND (? IS NULL OR commands.id = ?)
         ORDER BY commands.created, commands.rowid, recorded, takes.rowid`,
      )
      .all(person, signal, command ?? null, command ?? null) as { id: string; label: string }[];
    return rows.map(({ id, label }) => ({ id, label, signal, pcm: this.#sound.read(person, "take", id) }));
  }

  /** Everyday recordings, oldest first. */
  everyday(person: string): SoundRow[] {
    const signal = this.#signalOf(person);
    const rows = this.#database
      .prepare(
        `SELECT id FROM recordings WHERE person = ? AND (kind = 'movement') = ? AND samples > 0
         ORDER BY recorded, rowid`,
      )
      .all(person, signal === "motion" ? 1 : 0) as { id: string }[];
    return rows.map(({ id }) => ({ id, label: "", signal, pcm: this.#sound.read(person, "recording", id) }));
  }

  commands(person: string): CommandRow[] {
    const signal = this.#signalOf(person);
    const commands = this.#database
      .prepare("SELECT id, label, held FROM commands WHERE person = ? ORDER BY created, rowid")
      .all(person) as { id: string; label: string; held: number }[];
    const takes = this.#database.prepare(
      `SELECT id, recorded, duration_ms AS durationMs, verdict, waveform, live FROM takes
       WHERE command = ? AND signal = ? ORDER BY recorded, rowid`,
    );
    type Row = Omit<TakeRow, "live"> & { live: number };
    return commands.map(({ id, label, held }) => ({
      id,
      label,
      held: held === 1,
      takes: (takes.all(id, signal) as Row[]).map((row) => ({ ...row, live: row.live === 1 })),
    }));
  }

  #signalOf(person: string): Signal {
    const row = this.#database.prepare("SELECT ability FROM people WHERE id = ?").get(person) as
      | { ability: Ability | null }
      | undefined;
    return signalOf(row?.ability ?? null);
  }
}
