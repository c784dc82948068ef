/**
 * The vault's tables, as a list of migrations: entry i brings a file from
 * version i to i + 1. An entry that was shipped is never changed.
 */
import type { Database } from "better-sqlite3-multiple-ciphers";
import { machineError } from "../../common/errors.ts";

const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE people (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, carer INTEGER NOT NULL, language TEXT NOT NULL,
    ability TEXT, wearable TEXT NOT NULL, sample INTEGER NOT NULL, created INTEGER NOT NULL,
    profile TEXT NOT NULL, verified TEXT,
    -- The person's data key under the master key; without it takes and everyday sound are noise.
    wrapped_key BLOB NOT NULL
  ) STRICT;
  CREATE TABLE commands (
    id TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES people ON DELETE CASCADE,
    label TEXT NOT NULL, created INTEGER NOT NULL, UNIQUE (person, label)
  ) STRICT;
  CREATE TABLE takes (
    id TEXT PRIMARY KEY, command TEXT NOT NULL REFERENCES commands ON DELETE CASCADE,
    recorded INTEGER NOT NULL, duration_ms REAL NOT NULL, verdict TEXT NOT NULL,
    -- 64 peaks, one byte each.
    waveform BLOB NOT NULL
  ) STRICT;
  CREATE TABLE recordings (
    id TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES people ON DELETE CASCADE,
    kind TEXT NOT NULL, recorded INTEGER NOT NULL, samples INTEGER NOT NULL
  ) STRICT;
  -- Ten seconds of sound at most, sealed under the person's data key.
  CREATE TABLE take_pieces (
    owner TEXT NOT NULL REFERENCES takes ON DELETE CASCADE, number INTEGER NOT NULL, sealed BLOB NOT NULL,
    PRIMARY KEY (owner, number)
  ) STRICT;
  CREATE TABLE recording_pieces (
    owner TEXT NOT NULL REFERENCES recordings ON DELETE CASCADE, number INTEGER NOT NULL, sealed BLOB NOT NULL,
    PRIMARY KEY (owner, number)
  ) STRICT;
  -- Older models are kept: a person may want one back.
  CREATE TABLE models (
    id INTEGER PRIMARY KEY, person TEXT NOT NULL REFERENCES people ON DELETE CASCADE,
    model TEXT NOT NULL, trained INTEGER NOT NULL, learned_from TEXT NOT NULL,
    image BLOB NOT NULL, view TEXT NOT NULL
  ) STRICT;
  CREATE TABLE receipts (
    id INTEGER PRIMARY KEY, person TEXT NOT NULL REFERENCES people ON DELETE CASCADE,
    at INTEGER NOT NULL, kind TEXT NOT NULL, model TEXT NOT NULL, detail TEXT NOT NULL
  ) STRICT;
  CREATE TABLE journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL REFERENCES people ON DELETE CASCADE,
    at INTEGER NOT NULL, command TEXT NOT NULL, score REAL NOT NULL, outcome TEXT NOT NULL, action TEXT
  ) STRICT;
  CREATE INDEX commands_of ON commands (person);
  CREATE INDEX takes_of ON takes (command);
  CREATE INDEX recordings_of ON recordings (person);
  CREATE INDEX models_of ON models (person);
  CREATE INDEX journal_of ON journal (person, id);
  `,
  `
  -- Thresholds as training chose them, one per class; NULL where the image still has them.
  ALTER TABLE models ADD COLUMN learned TEXT;
  -- Ordinary life that was listened to. Scores stay comparable within one scoring, whatever the thresholds.
  CREATE TABLE soak_runs (
    id TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES people ON DELETE CASCADE,
    scoring TEXT NOT NULL, source TEXT NOT NULL,
    -- What was listened to: a recording's id, a file's hash, or a start of live listening.
    origin TEXT NOT NULL, started INTEGER NOT NULL, samples INTEGER NOT NULL,
    UNIQUE (person, scoring, origin)
  ) STRICT;
  CREATE TABLE soak_time (
    run TEXT NOT NULL REFERENCES soak_runs ON DELETE CASCADE, kind TEXT NOT NULL, samples INTEGER NOT NULL,
    PRIMARY KEY (run, kind)
  ) STRICT;
  CREATE TABLE soak_candidates (
    id TEXT PRIMARY KEY, run TEXT NOT NULL REFERENCES soak_runs ON DELETE CASCADE, at INTEGER NOT NULL,
    kind TEXT NOT NULL, label TEXT NOT NULL, score INTEGER NOT NULL, lead INTEGER NOT NULL,
    decided_ms REAL NOT NULL, mark TEXT, has_sound INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE soak_pieces (
    owner TEXT NOT NULL REFERENCES soak_candidates ON DELETE CASCADE, number INTEGER NOT NULL, sealed BLOB NOT NULL,
    PRIMARY KEY (owner, number)
  ) STRICT;
  CREATE INDEX soak_runs_of ON soak_runs (person, scoring);
  CREATE INDEX soak_candidates_of ON soak_candidates (run);
  `,
  `
  -- The seconds around an event, sealed; without a mark they go after some days.
  CREATE TABLE moments (
    id TEXT PRIMARY KEY, person TEXT NOT NULL REFERENCES people ON DELETE CASCADE, at INTEGER NOT NULL,
    mark TEXT, marked INTEGER
  ) STRICT;
  CREATE TABLE moment_pieces (
    owner TEXT NOT NULL REFERENCES moments ON DELETE CASCADE, number INTEGER NOT NULL, sealed BLOB NOT NULL,
    PRIMARY KEY (owner, number)
  ) STRICT;
  CREATE INDEX moments_of ON moments (person);
  ALTER TABLE journal ADD COLUMN mark TEXT;
  -- The command that was meant, where it was another one.
  ALTER TABLE journal ADD COLUMN meant TEXT;
  ALTER TABLE journal ADD COLUMN moment TEXT REFERENCES moments ON DELETE SET NULL;
  -- Out of daily life rather than recorded on purpose.
  ALTER TABLE takes ADD COLUMN live INTEGER NOT NULL DEFAULT 0;
  -- Its own takes, as they were heard while they were left out; and what it was offered against.
  ALTER TABLE models ADD COLUMN heard TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE models ADD COLUMN comparison TEXT;
  ALTER TABLE people ADD COLUMN keeps_moments INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE people ADD COLUMN current_model INTEGER;
  ALTER TABLE people ADD COLUMN offered_model INTEGER;
  UPDATE people SET current_model = (SELECT max(id) FROM models WHERE person = people.id);
  `,
  `
  -- Advice that the person wants to hear no more of.
  CREATE TABLE kept_advice (
    person TEXT NOT NULL REFERENCES people ON DELETE CASCADE, advice TEXT NOT NULL,
    PRIMARY KEY (person, advice)
  ) STRICT;
  `,
  `
  -- 1 while rows and sound still come in; whoever is half there when the program dies goes at its next start.
  ALTER TABLE people ADD COLUMN arriving INTEGER NOT NULL DEFAULT 0;
  -- Whom to call, in the carer's own words.
  ALTER TABLE people ADD COLUMN helper TEXT NOT NULL DEFAULT '';
  -- The PIN as a slow hash, and wrong tries; NULL where there is none.
  ALTER TABLE people ADD COLUMN lock TEXT;
  `,
  `
  -- What a take is a take of: "sound" at 16 kHz, or "motion" as ax, ay, az in milli-g at 50 Hz.
  ALTER TABLE takes ADD COLUMN signal TEXT NOT NULL DEFAULT 'sound';
  `,
  `
  -- What was listened to, and in what its samples are counted: as of a take.
  ALTER TABLE soak_runs ADD COLUMN signal TEXT NOT NULL DEFAULT 'sound';
  `,
  `
  -- 1: what the command does lasts as long as its sound.
  ALTER TABLE commands ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
  `,
];

export const SCHEMA_VERSION = MIGRATIONS.length;

/**
 * Brings an open database to {@link SCHEMA_VERSION}, all or nothing.
 *
 * @throws BeckonError `vault-newer` when a newer Beckon wrote it; it is left as it is.
 */
export function migrate(database: Database, path: string): void {
  const version = database.pragma("user_version", { simple: true }) as number;
  if (version > SCHEMA_VERSION) {
    const problem = "It was written by a newer Beckon.";
    throw machineError("vault-newer", path, problem, "Install that version again; nothing was changed.");
  }
  database.transaction(() => {
    for (const script of MIGRATIONS.slice(version)) database.exec(script);
    database.pragma(`user_version = ${SCHEMA_VERSION}`);
  })();
}
