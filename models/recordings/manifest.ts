/**
 * manifest.csv: which recording is whose and what it shows.
 *
 * Columns `path,kind,person,label,session,source` in any order, others are
 * ignored; `session` (1) and `source` (empty) may be missing. Paths are
 * relative to the folder, with slashes.
 *
 * Trust: a folder may come from a stranger. No path of it leads out of the
 * folder, not by `..`, not by an absolute path, not through a link.
 */
import { readFile, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, sep } from "node:path";
import { BACKGROUND_LABEL, type Signal } from "../../common/street.ts";
import { checkLabel } from "../../common/label.ts";
import { CsvQuoteError, csvRows, decodeText, guessSeparator, type CsvRow } from "./csv.ts";
import { fileError, recordingError, type RecordingFault } from "./faults.ts";

export interface ManifestRow {
  /** As the manifest writes it. */
  readonly path: string;
  /** Absolute, links resolved; inside the folder. */
  readonly file: string;
  /** The file, as the person knows it. */
  readonly thing: string;
  readonly kind: Signal;
  readonly person: string;
  readonly label: string;
  /** Recording day, 1 = first. */
  readonly session: number;
  readonly source: string;
}

export const MANIFEST_NAME = "manifest.csv";
const NEEDED = ["path", "kind", "person", "label"] as const;

/**
 * The rows in the manifest's order; every file named exists.
 *
 * @throws BeckonError with a `folder-`, `manifest-`, `label-` or `file-` code.
 */
export async function readManifest(dir: string): Promise<ManifestRow[]> {
  const root = await rootOf(dir);
  const thing = join(dir, MANIFEST_NAME);
  const text = await manifestText(thing);
  const rows = splitRows(text, thing);
  const header = rows.shift();
  if (header === undefined) throw emptyManifest(thing);
  const columns = readHeader(header, thing);

  const seen = new Map<string, number>();
  const result: ManifestRow[] = [];
  for (const row of rows) {
    const at = `${thing}, line ${row.line}`;
    const entry = readRow(row, columns, at);
    const file = await insideFile(root, entry.path, at, join(dir, entry.path));
    const earlier = seen.get(file);
    if (earlier !== undefined) {
      fail(
        "manifest-twice",
        at,
        `It names ${entry.path} again, as line ${earlier} did.`,
        "Take one of the two lines out.",
      );
    }
    seen.set(file, row.line);
    result.push({ ...entry, file, thing: join(dir, entry.path) });
  }
  if (result.length === 0) throw emptyManifest(thing);
  return result;
}

async function rootOf(dir: string): Promise<string> {
  try {
    if ((await stat(dir)).isDirectory()) return await realpath(dir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw fileError(error, dir);
  }
  return fail(
    "folder-missing",
    dir,
    "There is no such folder.",
    "Name the folder that holds manifest.csv and the recordings.",
  );
}

async function manifestText(thing: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(thing);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw fileError(error, thing);
    return fail(
      "manifest-missing",
      thing,
      "The folder has no list of its recordings.",
      `Write one with the columns ${WANTED}.`,
    );
  }
  const { text, latin1 } = decodeText(bytes);
  // Latin-1 is a guess; a wrong guess would change what the person calls a command.
  if (latin1)
    fail(
      "manifest-encoding",
      thing,
      "Its letters are not stored as UTF-8.",
      "Save it anew as CSV with UTF-8.",
    );
  return text;
}

function splitRows(text: string, thing: string): CsvRow[] {
  try {
    return [...csvRows(text, guessSeparator(text))];
  } catch (error) {
    if (!(error instanceof CsvQuoteError)) throw error;
    return fail(
      "manifest-quote",
      `${thing}, line ${error.line}`,
      "A quotation mark is opened and never closed.",
      "Close it, or write two for one inside a name.",
    );
  }
}

const WANTED = "path, kind, person, label, session, source";

type Columns = ReadonlyMap<string, number>;

function readHeader({ fields }: CsvRow, thing: string): Columns {
  const columns = new Map(fields.map((name, index) => [name.trim().toLowerCase(), index] as const));
  const missing = NEEDED.filter((name) => !columns.has(name));
  if (missing.length > 0) {
    const found = fields
      .map((name) => JSON.stringify(name.slice(0, 20)))
      .slice(0, 10)
      .join(", ");
    fail(
      "manifest-columns",
      thing,
      `Its first line has no column ${missing.join(" and no column ")}; it has ${found}.`,
      `Begin it with the line ${WANTED.replaceAll(" ", "")}.`,
    );
  }
  return columns;
}

function readRow({ fields }: CsvRow, columns: Columns, at: string): Omit<ManifestRow, "file" | "thing"> {
  const needed = Math.max(...NEEDED.map((name) => columns.get(name)!)) + 1;
  if (fields.length < needed || fields.length > columns.size) {
    fail(
      "manifest-row",
      at,
      `It has ${fields.length} fields where the first line has ${columns.size}.`,
      "Put names that hold a comma between quotation marks.",
    );
  }
  const field = (name: string): string => fields[columns.get(name) ?? -1] ?? "";
  const kind = field("kind").trim();
  if (kind !== "sound" && kind !== "motion") {
    return fail(
      "manifest-kind",
      at,
      `Its kind is ${JSON.stringify(kind.slice(0, 20))}.`,
      "The kinds are sound and motion.",
    );
  }
  const person = field("person");
  if (person === "")
    fail("manifest-person", at, "It does not say whose recording it is.", "Give the person a short name.");
  checkLabel(person, `${at}, person`);
  return {
    path: field("path"),
    kind,
    person,
    label: checkLabel(field("label"), at),
    session: readSession(field("session").trim(), at),
    source: field("source"),
  };
}

function readSession(text: string, at: string): number {
  if (text === "") return 1;
  if (/^[1-9][0-9]{0,5}$/.test(text)) return Number(text);
  return fail(
    "manifest-session",
    at,
    `Its session is ${JSON.stringify(text.slice(0, 20))}.`,
    "Number the recording days 1, 2, 3.",
  );
}

async function insideFile(root: string, path: string, at: string, thing: string): Promise<string> {
  const parts = path.split(/[/\\]/);
  if (
    path.trim() === "" ||
    path.includes("\0") ||
    isAbsolute(path) ||
    /^[a-zA-Z]:/.test(path) ||
    parts.includes("..") ||
    parts[0] === ""
  ) {
    leaves(path, at);
  }
  let file: string;
  try {
    file = await realpath(join(root, path));
  } catch (error) {
    throw fileError(error, thing);
  }
  if (!file.startsWith(root.endsWith(sep) ? root : root + sep)) leaves(path, at);
  return file;
}

function leaves(path: string, at: string): never {
  fail(
    "manifest-outside",
    at,
    `The path ${JSON.stringify(path.slice(0, 80))} does not stay inside the folder.`,
    "Copy the recording into the folder and name it by a relative path.",
  );
}

function emptyManifest(thing: string): Error {
  return recordingError(
    "manifest-empty",
    thing,
    "It lists no recording.",
    `Add one line per recording: ${WANTED}.`,
  );
}

function fail(code: RecordingFault, thing: string, problem: string, remedy: string): never {
  throw recordingError(code, thing, problem, remedy);
}

/** Takes and everyday recordings per person and label, in the manifest's order. */
export function countTakes(
  rows: readonly { person: string; label: string }[],
): Map<string, Map<string, number>> {
  const people = new Map<string, Map<string, number>>();
  for (const { person, label } of rows) {
    const labels = people.get(person) ?? new Map<string, number>();
    labels.set(label, (labels.get(label) ?? 0) + 1);
    people.set(person, labels);
  }
  return people;
}

/** True for a recording of a command, false for an everyday recording. */
export function isCommand(row: { label: string }): boolean {
  return row.label !== BACKGROUND_LABEL;
}
