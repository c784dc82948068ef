/** A whole person into a file, out of one, or beside themselves: one at a time, in the background, all or nothing. */
import { join } from "node:path";
import { decode, encode } from "cborg";
import { z } from "zod";
import { BeckonError, inputError } from "../../../common/errors.ts";
import type { BackupPlaceView, CarryingView } from "../../contract/care-values.ts";
import { backupDamaged } from "../../vault/faults.ts";
import type { PersonRows, PieceName, SqlRow } from "../../vault/rows.ts";
import { SCHEMA_VERSION } from "../../vault/schema.ts";
import { backupNewer, readSealedFile, writeSealedFile } from "../../vault/sealed-file.ts";
import type { Vault } from "../../vault/vault.ts";
import { type BackupPlace, freeName, lookAt, removeLeftOvers } from "./backup-places.ts";
import { faultView } from "./faults.ts";
import { createQuestion, createValue, type Feed } from "./feed.ts";
import type { People } from "./people.ts";

export interface Carrying {
  readonly view: Feed<CarryingView>;
  readonly places: Feed<BackupPlaceView[]>;
  /** Writes the person to a new file and reads it once more. Answers as soon as it runs. @throws BeckonError `backup-runs`, `backup-gone`. */
  save(personId: string, placeId: string, passphrase: string): Promise<void>;
  /** Adds the person of a file that `places` told of. @throws BeckonError as `save`. */
  restore(placeId: string, file: string, passphrase: string): Promise<void>;
  /** The same for a file that lies elsewhere; `after` is called at the end, however it ends. */
  restoreFrom(path: string, name: string, passphrase: string, after: () => Promise<void>): Promise<void>;
  /** Adds the person once more, under another name and with a data key of its own. */
  copy(personId: string, name: string): Promise<void>;
  /** Nothing of it stays. */
  cancel(): void;
  close(): Promise<void>;
}

const IDLE: CarryingView = {
  state: "idle",
  what: null,
  progress: 0,
  personId: null,
  file: null,
  fault: null,
};
const ROWS_AT_ONCE = 500;
const LOOK_AGAIN_MS = 3000;
/** Writing and then reading once more. */
const WRITE_SHARE = 0.6;

const row = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.bigint(), z.null(), z.instanceof(Uint8Array)]),
);
const record = z.union([
  z.tuple([z.literal("person"), z.object({ schema: z.int(), name: z.string() })]),
  z.tuple([z.literal("rows"), z.string(), z.array(row)]),
  z.tuple([z.literal("piece"), z.string(), z.string(), z.int(), z.instanceof(Uint8Array)]),
  z.tuple([z.literal("end"), z.object({ rows: z.int(), pieces: z.int() })]),
]);
type Record = z.infer<typeof record>;

export interface CarryingParts {
  readonly vault: Vault;
  readonly people: People;
  readonly listPlaces: () => BackupPlace[];
  readonly log: (error: unknown) => void;
}

export function createCarrying({ vault, people, listPlaces, log }: CarryingParts): Carrying {
  const view = createValue<CarryingView>(IDLE);
  const places = createQuestion(() => Promise.all(listPlaces().map(lookAt)), log);
  // A stick may come and go while somebody looks.
  const looking = setInterval(() => places.refresh(), LOOK_AGAIN_MS).unref();
  let running: Promise<void> | undefined;
  let stop = new AbortController();

  const begin = (
    what: NonNullable<CarryingView["what"]>,
    personId: string | null,
    work: (signal: AbortSignal) => Promise<Partial<CarryingView>>,
  ): void => {
    if (running !== undefined) {
      const problem = "A person is being saved, brought back or copied already.";
      throw inputError("backup-runs", "This", problem, "Wait for its end, or stop it.");
    }
    stop = new AbortController();
    const { signal } = stop;
    view.set({ ...IDLE, state: "running", what, personId });
    running = work(signal)
      .then(
        (done) => view.change({ state: "done", progress: 1, ...done }),
        (error: unknown) => {
          if (signal.aborted) return view.set(IDLE);
          const fault = faultView(error);
          if (fault.code === "unexpected") log(error);
          view.change({ state: "failed", fault });
        },
      )
      .finally(() => {
        running = undefined;
        places.refresh();
      });
  };
  const placeOf = (placeId: string): BackupPlace => {
    const place = listPlaces().find(({ id }) => id === placeId);
    if (place === undefined) throw backupGone("This drive");
    return place;
  };
  /** Adds a person; whatever goes wrong, nothing of them stays. */
  const add = async (
    rows: Pick<PersonRows, "tables">,
    name: string,
    fill: (piece: (name: PieceName, pcm: Int16Array) => Promise<void>) => Promise<void>,
  ): Promise<string> => {
    const { person, owners } = await vault.arrive(rows, name, Date.now());
    try {
      await fill(async (piece, pcm) => {
        const owner = owners[piece.owner];
        if (owner === undefined) throw backupDamaged();
        await vault.arrivePiece(person, { ...piece, owner }, pcm);
      });
      await vault.finish(person);
    } catch (error) {
      await vault.removePerson(person);
      throw error;
    }
    people.changed(person);
    return person;
  };
  const newName = async (wanted: string): Promise<string> => {
    const taken = new Set((await vault.people()).map(({ name }) => name));
    for (let number = 2, name = wanted; ; number++) {
      if (!taken.has(name)) return name;
      name = `${wanted} ${number}`;
    }
  };

  async function restore(path: string, name: string, passphrase: string, signal: AbortSignal) {
    const reading = recordsOf(path, passphrase, (share) => view.change({ progress: share }));
    try {
      const first = (await reading.next()).value;
      if (first?.[0] !== "person") throw backupDamaged();
      if (first[1].schema > SCHEMA_VERSION) throw backupNewer();
      const tables = new Map<string, SqlRow[]>();
      let next = await reading.next();
      for (; next.value?.[0] === "rows"; next = await reading.next()) {
        const [, table, rows] = next.value;
        tables.set(table, [...(tables.get(table) ?? []), ...rows]);
      }
      const rows = [...tables].map(([table, rows]) => ({ name: table, rows }));
      const personId = await add({ tables: rows }, await newName(first[1].name), async (addPiece) => {
        let pieces = 0;
        for (; next.value?.[0] === "piece"; next = await reading.next()) {
          signal.throwIfAborted();
          const [, table, owner, number, bytes] = next.value;
          if (bytes.length === 0 || bytes.length % 2 !== 0) throw backupDamaged();
          await addPiece({ table, owner, number }, new Int16Array(Uint8Array.from(bytes).buffer));
          pieces++;
        }
        const count = rows.reduce((sum, table) => sum + table.rows.length, 0);
        const end = next.value;
        if (end?.[0] !== "end" || end[1].rows !== count || end[1].pieces !== pieces) throw backupDamaged();
        if (!(await reading.next()).done) throw backupDamaged();
      });
      return { personId, file: name };
    } finally {
      await reading.return(undefined);
    }
  }

  return {
    view,
    places,
    async save(personId, placeId, passphrase) {
      const { name } = await people.whole(personId);
      const place = placeOf(placeId);
      begin("save", personId, async (signal) => {
        await removeLeftOvers(place);
        const file = await freeName(place, name, new Date());
        const path = join(place.folder, file);
        const content = await vault.belongings(personId);
        const progress = (share: number): void => view.change({ progress: share });
        await writeSealedFile(
          path,
          passphrase,
          sealedRecords(content, name, signal, (share) => progress(WRITE_SHARE * share)),
        );
        // A stick that keeps nothing would be found out too late.
        for await (const one of recordsOf(path, passphrase, (share) =>
          progress(WRITE_SHARE + (1 - WRITE_SHARE) * share),
        ))
          void one;
        await vault.addReceipt(personId, Date.now(), "backup", "", { file });
        return { file };
      });

      async function* sealedRecords(
        { schema, tables, pieces }: PersonRows,
        called: string,
        signal: AbortSignal,
        onShare: (share: number) => void,
      ): AsyncGenerator<Uint8Array> {
        let rowCount = 0;
        yield encode(["person", { schema, name: called }] satisfies Record);
        for (const { name: table, rows } of tables) {
          rowCount += rows.length;
          for (let at = 0; at < rows.length; at += ROWS_AT_ONCE)
            yield encode(["rows", table, rows.slice(at, at + ROWS_AT_ONCE)]);
        }
        for (const [i, piece] of pieces.entries()) {
          signal.throwIfAborted();
          yield encode([
            "piece",
            piece.table,
            piece.owner,
            piece.number,
            bytesOf(await pieceOf(personId, piece)),
          ]);
          onShare((i + 1) / pieces.length);
        }
        yield encode(["end", { rows: rowCount, pieces: pieces.length }] satisfies Record);
      }
    },
    async restore(placeId, file, passphrase) {
      const place = placeOf(placeId);
      const { files } = await lookAt(place);
      if (!files.some(({ name }) => name === file)) throw backupGone("This backup");
      begin("restore", null, (signal) => restore(join(place.folder, file), file, passphrase, signal));
    },
    async restoreFrom(path, name, passphrase, after) {
      begin("restore", null, (signal) => restore(path, name, passphrase, signal).finally(after));
    },
    async copy(personId, wanted) {
      await people.whole(personId);
      begin("copy", personId, async (signal) => {
        const content = await vault.belongings(personId);
        const made = await add(content, await newName(wanted), async (addPiece) => {
          for (const [i, piece] of content.pieces.entries()) {
            signal.throwIfAborted();
            await addPiece(piece, await pieceOf(personId, piece));
            view.change({ progress: (i + 1) / content.pieces.length });
          }
        });
        return { personId: made };
      });
    },
    cancel: () => stop.abort(),
    async close() {
      clearInterval(looking);
      stop.abort();
      await running;
    },
  };

  async function pieceOf(personId: string, piece: PieceName): Promise<Int16Array> {
    const pcm = await vault.pieceOf(personId, piece);
    if (pcm !== undefined) return pcm;
    const problem = "changed while they were read.";
    throw inputError(
      "backup-changed",
      "The recordings",
      problem,
      "Do it once more, without recording meanwhile.",
    );
  }
}

/** Every record of a backup, each checked. */
async function* recordsOf(
  path: string,
  passphrase: string,
  onShare: (share: number) => void,
): AsyncGenerator<Record, undefined> {
  for await (const bytes of readSealedFile(path, passphrase, onShare)) yield checked(bytes);
  return undefined;
}

function checked(bytes: Uint8Array): Record {
  try {
    return record.parse(decode(bytes));
  } catch (error) {
    if (error instanceof BeckonError) throw error;
    throw backupDamaged();
  }
}

function bytesOf(pcm: Int16Array): Uint8Array {
  return new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength);
}

function backupGone(thing: string): BeckonError {
  return inputError(
    "backup-gone",
    thing,
    "is not there any more.",
    "Plug the drive in, or choose another one.",
  );
}
