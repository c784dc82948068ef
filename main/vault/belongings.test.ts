import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { BeckonError } from "../../common/errors.ts";
import { learnedFrom } from "./learned-from.ts";
import type { PersonRows } from "./rows.ts";
import { addFullPerson, everythingOf, soundOf } from "./testing/person.ts";
import { openVault, type Vault } from "./vault.ts";

async function opened(t: { after(run: () => unknown): void }): Promise<{ vault: Vault; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), "beckon-belongings-"));
  const vault = await openVault({ folder, useKeyRing: false });
  t.after(async () => {
    await vault.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { vault, folder };
}

async function carry(from: Vault, person: string, to: Vault): Promise<string> {
  const content = await from.belongings(person);
  const arrived = await to.arrive(content, "Mina 2", 99);
  for (const piece of content.pieces) {
    const owner = arrived.owners[piece.owner]!;
    await to.arrivePiece(arrived.person, { ...piece, owner }, (await from.pieceOf(person, piece))!);
  }
  assert.equal(await to.person(arrived.person), undefined, "nobody is there before all is there");
  await to.finish(arrived.person);
  return arrived.person;
}

test("a copy has everything of the person, and nothing in common with them", async (t) => {
  const { vault } = await opened(t);
  const { person, take } = await addFullPerson(vault);
  const copy = await carry(vault, person, vault);
  const [before, after] = [await everythingOf(vault, person), await everythingOf(vault, copy)];
  assert.deepEqual(after, before);
  const whole = (await vault.person(copy))!;
  assert.equal(whole.name, "Mina 2");
  assert.equal(whole.verified, null, "the wearable has to be asked again");
  assert.equal(whole.model?.learnedFrom, learnedFrom(whole), "its model knows its takes");
  assert.deepEqual(
    (await vault.modelsOf(copy)).map(({ state }) => state),
    ["current", "kept"],
  );
  assert.deepEqual([...(await vault.image(copy))!], [4, 5, 6]);
  // A soak of a recording that was listened to is not begun anew.
  const recording = (await vault.recordingsOf(copy)).find(({ kind }) => kind !== "movement");
  const soak = {
    scoring: "s1",
    signal: "sound" as const,
    source: "kept" as const,
    origin: recording!.id,
    started: 50,
  };
  assert.equal((await vault.beginSoak(copy, soak)).samples, 160_000);
  await vault.removePerson(person);
  assert.deepEqual(await everythingOf(vault, copy), before);
  assert.equal(await vault.takeSound(copy, take), undefined, "takes have names of their own");
});

test("a person comes over into another vault, under that vault's keys", async (t) => {
  const [{ vault: old }, { vault: fresh }] = [await opened(t), await opened(t)];
  const { person } = await addFullPerson(old);
  const there = await carry(old, person, fresh);
  assert.deepEqual(await everythingOf(fresh, there), await everythingOf(old, person));
  assert.deepEqual((await fresh.takesOf(there))[0]?.pcm, soundOf(170_000, 1));
  assert.deepEqual((await fresh.journal(there))[0]?.command, "다음");
});

test("whoever is half there when the vault closes is gone when it opens", async (t) => {
  const { vault, folder } = await opened(t);
  const { person } = await addFullPerson(vault);
  const content = await vault.belongings(person);
  const { person: half } = await vault.arrive(content, "half", 1);
  assert.deepEqual(
    (await vault.people()).map(({ id }) => id),
    [person],
  );
  await vault.close();
  const again = await openVault({ folder, useKeyRing: false });
  t.after(() => again.close());
  await again.finish(half);
  assert.deepEqual(
    (await again.people()).map(({ id }) => id),
    [person],
  );
  await assert.rejects(again.belongings(half));
});

test("rows that are none of a person add nothing", async (t) => {
  const { vault } = await opened(t);
  const { person } = await addFullPerson(vault);
  const content = await vault.belongings(person);
  const change = (name: string, rows: (rows: PersonRows["tables"][number]["rows"]) => readonly object[]) => ({
    tables: content.tables.map((table) =>
      table.name === name ? { name, rows: rows(table.rows) as typeof table.rows } : table,
    ),
  });
  const wrong = {
    nobody: change("people", () => []),
    two: change("people", (rows) => [...rows, ...rows]),
    "a foreign table": {
      tables: [...content.tables, { name: "settings", rows: [{ name: "x", value: "y" }] }],
    },
    "a foreign column": change("takes", (rows) => rows.map((row) => ({ ...row, "id = 1; --": 1 }))),
    "a take of nobody's": change("takes", (rows) => rows.map((row) => ({ ...row, command: "x" }))),
    "a profile that is none": change("people", (rows) => rows.map((row) => ({ ...row, profile: "{}" }))),
    "a model that is none": change("models", (rows) => rows.map((row) => ({ ...row, view: "[" }))),
  };
  for (const [what, rows] of Object.entries(wrong)) {
    await assert.rejects(vault.arrive(rows, "x", 1), (error) => {
      assert.ok(error instanceof BeckonError && error.fault.code === "backup-damaged", `${what}: ${error}`);
      return true;
    });
  }
  assert.equal((await vault.people()).length, 1);
});

test("everyday sound goes when its time is over; takes, and what was counted, stay", async (t) => {
  const { vault } = await opened(t);
  const { person } = await addFullPerson(vault);
  assert.equal(await vault.forgetEveryday(5), 0, "what is as old as the limit stays");
  const before = await vault.stored(person);
  assert.equal(before.seconds.everyday, 30);
  assert.equal(before.oldestEveryday, 5);
  assert.equal(await vault.forgetEveryday(9), 2);
  const after = await vault.stored(person);
  assert.ok(after.bytes < before.bytes, "what went counts no more, though the file is as long as it was");
  assert.equal(after.seconds.everyday, 0);
  assert.equal(after.seconds.takes, before.seconds.takes);
  await vault.changePerson(person, { ability: "hand" });
  assert.equal((await vault.everydayOf(person)).length, 1, "movement is no sound");
  const soak = await vault.soakOf(person, "s1");
  assert.equal(soak.hours[0]?.samples, 160_000);
  assert.equal(soak.candidates[0]?.hasSound, false);
});
