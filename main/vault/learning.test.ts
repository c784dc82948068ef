import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import SqliteDatabase from "better-sqlite3-multiple-ciphers";
import type { ModelView } from "../contract/values.ts";
import { LearningTables } from "./learning-tables.ts";
import { migrate } from "./schema.ts";
import { SealedSound } from "./sealed-sound.ts";
import { openVault, type Vault } from "./vault.ts";

const newPerson = {
  name: "Ana",
  carer: false,
  language: "en" as const,
  ability: null,
  wearable: "virtual",
  sample: false,
  profile: { name: "Ana", actions: {} },
};
const row = { recorded: 50, durationMs: 900, verdict: "good" as const, waveform: new Uint8Array(64) };
const sound = (seed: number): Int16Array => Int16Array.from({ length: 4000 }, (_, i) => (i * seed) % 9000);
const view = (modelId: string, trainedAt: number) =>
  ({ modelId, trainedAt, commands: [] }) as unknown as ModelView;
const trained = (modelId: string, at: number) => ({
  view: view(modelId, at),
  learnedFrom: "x",
  image: new TextEncoder().encode(modelId),
  heard: [{ path: "one", as: "up" }],
  comparison: null,
});
const EVENT = { at: 10, command: "up", score: 1, outcome: "done", action: null } as const;

async function withPerson(t: { after(run: () => Promise<void>): void }) {
  const folder = mkdtempSync(join(tmpdir(), "beckon-learning-"));
  const vault: Vault = await openVault({ folder, useKeyRing: false });
  t.after(async () => {
    await vault.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const person = await vault.addPerson(newPerson, 1);
  return { vault, person, command: await vault.addCommand(person, "up", 2) };
}

test("the sound of an event is found by its entry, and only by its own person", async (t) => {
  const { vault, person } = await withPerson(t);
  const other = await vault.addPerson({ ...newPerson, name: "Ben" }, 1);
  const { entryId } = await vault.addToJournal(person, EVENT);
  assert.equal(await vault.momentSound(person, entryId), undefined);
  await vault.addMoment(person, entryId, 10, sound(3));
  assert.deepEqual(await vault.momentSound(person, entryId), sound(3));
  assert.equal(await vault.momentSound(other, entryId), undefined);
  assert.equal((await vault.journal(person))[0]?.hasSound, true);
});

test("what nobody marked goes after its time, what was marked stays to be learned from", async (t) => {
  const { vault, person } = await withPerson(t);
  const entries = [];
  for (const at of [10, 20, 30]) {
    const entry = await vault.addToJournal(person, { ...EVENT, at });
    await vault.addMoment(person, entry.entryId, at, sound(at));
    entries.push(entry.entryId);
  }
  await vault.markEntry(person, entries[0]!, "notMe");
  await vault.forgetMoments(25);
  const kept = (await vault.journal(person)).map(({ hasSound, mark }) => [hasSound, mark]);
  assert.deepEqual(kept, [
    [true, null],
    [false, null],
    [true, "notMe"],
  ]);
  assert.deepEqual(
    (await vault.mistakesOf(person)).map(({ pcm }) => pcm),
    [sound(10)],
  );
  await vault.forgetMoments(Number.MAX_SAFE_INTEGER, person);
  assert.equal((await vault.mistakesOf(person)).length, 1);
});

test("a mark is changed and taken back: a take comes, a mistake comes instead, nothing is left", async (t) => {
  const { vault, person, command } = await withPerson(t);
  const { entryId } = await vault.addToJournal(person, EVENT);
  await vault.addMoment(person, entryId, 10, sound(7));
  await vault.markEntry(person, entryId, "right", { command, label: "up", row });
  const [take] = await vault.takesOf(person);
  assert.deepEqual([take?.label, take?.pcm], ["up", sound(7)]);
  assert.equal((await vault.person(person))?.commands[0]?.takes[0]?.live, true);
  assert.deepEqual(await vault.markedSince(person, 40), { takes: 1, mistakes: 0 });
  assert.deepEqual(await vault.markedSince(person, 60), { takes: 0, mistakes: 0 });
  await vault.markEntry(person, entryId, "notMe");
  assert.deepEqual([(await vault.takesOf(person)).length, (await vault.mistakesOf(person)).length], [0, 1]);
  await vault.markEntry(person, entryId, null);
  assert.deepEqual([(await vault.takesOf(person)).length, (await vault.mistakesOf(person)).length], [0, 0]);
  assert.equal((await vault.journal(person))[0]?.mark, null);
});

test("an occasion is heard, missed, or none at all where nobody gave a command", async (t) => {
  const { vault, person } = await withPerson(t);
  const add = async (outcome: "done" | "missed"): Promise<number> => {
    const { entryId } = await vault.addToJournal(person, { ...EVENT, outcome });
    await vault.addMoment(person, entryId, 10, sound(2));
    return entryId;
  };
  await add("done");
  await add("missed");
  await vault.markEntry(person, await add("done"), "notMe");
  const down = await vault.addCommand(person, "down", 3);
  await vault.markEntry(person, await add("done"), "other", { command: down, label: "down", row });
  assert.deepEqual(
    (await vault.occasionsOf(person, 0)).map(({ label, heard }) => [label, heard]),
    [
      ["up", true],
      ["up", false],
      ["down", false],
    ],
  );
});

test("the first model is in use, a later one is offered, and an old one can come back", async (t) => {
  const { vault, person } = await withPerson(t);
  const first = await vault.addModel(person, trained("one", 1), true);
  const second = await vault.addModel(person, trained("two", 2), false);
  const states = async () => (await vault.modelsOf(person)).map(({ key, state }) => [key, state]);
  assert.deepEqual(await states(), [
    [second, "offered"],
    [first, "current"],
  ]);
  const imageNow = async () => new TextDecoder().decode(await vault.image(person));
  assert.equal(await imageNow(), "one");
  await vault.useModel(person, second);
  assert.equal(await imageNow(), "two");
  assert.equal((await vault.person(person))?.model?.view.modelId, "two");
  await vault.useModel(person, first);
  assert.deepEqual(await states(), [
    [second, "kept"],
    [first, "current"],
  ]);
  assert.deepEqual((await vault.trainedModel(person, first))?.heard, [{ path: "one", as: "up" }]);
  const third = await vault.addModel(person, trained("three", 3), false);
  await vault.declineModel(person);
  assert.deepEqual((await states())[0], [third, "kept"]);
  const other = await vault.addPerson({ ...newPerson, name: "Ben" }, 1);
  assert.equal(await vault.trainedModel(other, first), undefined, "a model belongs to its person");
});

test("with the person everything goes that was learned from", async (t) => {
  const { vault, person } = await withPerson(t);
  const { entryId } = await vault.addToJournal(person, EVENT);
  await vault.addMoment(person, entryId, 10, sound(3));
  await vault.addModel(person, trained("one", 1), true);
  await vault.removePerson(person);
  assert.equal(await vault.person(person), undefined);
  assert.deepEqual(await vault.modelsOf(person), []);
});

test("a vault of the first version opens with all it had, its newest model in use", (t) => {
  const database = new SqliteDatabase(":memory:");
  t.after(() => database.close());
  database.exec(readFileSync(new URL("./testing/version-1.sql", import.meta.url), "utf8"));
  migrate(database, "a vault of version 1");
  const learning = new LearningTables(database, new SealedSound(database, undefined));
  assert.deepEqual(
    learning.modelsOf("ana").map(({ key, state, comparison }) => [key, state, comparison]),
    [
      [2, "current", null],
      [1, "kept", null],
    ],
  );
  assert.deepEqual(learning.trainedModel("ana", 1)?.heard, []);
  assert.deepEqual(learning.occasionsOf("ana", 0), [{ label: "up", at: 6, heard: true }]);
  const [take] = database.prepare("SELECT id, live FROM takes").all();
  assert.deepEqual({ ...(take as object) }, { id: "t1", live: 0 });
  const [person] = database.prepare("SELECT keeps_moments FROM people").all();
  assert.deepEqual({ ...(person as object) }, { keeps_moments: 0 });
});
