-- A vault as the first version wrote it, with one person and two trainings.
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

INSERT INTO people VALUES ('ana', 'Ana', 0, 'en', 'word', 'virtual', 0, 1, '{"name":"Ana","actions":{}}', 'new', x'00');
INSERT INTO commands VALUES ('c1', 'ana', 'up', 2);
INSERT INTO takes VALUES ('t1', 'c1', 3, 900, 'good', zeroblob(64));
INSERT INTO models VALUES (1, 'ana', 'old', 4, 'x', x'01', '{"modelId":"old"}');
INSERT INTO models VALUES (2, 'ana', 'new', 5, 'x', x'02', '{"modelId":"new"}');
INSERT INTO journal VALUES (1, 'ana', 6, 'up', 31000, 'done', NULL);
PRAGMA user_version = 1;
