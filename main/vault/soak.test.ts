import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { SoakPieceRow, SoakRun } from "./rows.ts";
import { openVault, type Vault } from "./vault.ts";

const VERSION_1 = fileURLToPath(new URL("./fixtures/version-1", import.meta.url));
const SECOND = 16_000;

function folder(t: { after(run: () => void): void }): string {
  const made = mkdtempSync(join(tmpdir(), "beckon-vault-"));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const open = (path: string): Promise<Vault> => openVault({ folder: path, useKeyRing: false });
const person = {
  name: "Ana",
  carer: false,
  language: "en" as const,
  ability: null,
  wearable: "virtual",
  sample: false,
  profile: { name: "Ana", actions: {} },
};
const run: Omit<SoakRun, "id" | "samples"> = {
  scoring: "s1",
  signal: "sound",
  source: "live",
  origin: "live 1",
  started: 5,
};
const sound = (first: number): Int16Array => Int16Array.from({ length: 3000 }, (_, i) => first + (i % 900));
const piece = (decidedMs: number, kind: SoakPieceRow["kind"] = "talk"): SoakPieceRow => ({
  kind,
  samples: 10 * SECOND,
  candidates: [
    { label: "next", score: 900, lead: 40, decidedMs, at: 1000 + decidedMs, sound: sound(decidedMs) },
  ],
});

test("a soak comes back as it was counted, its sound to the bit, and goes on where it stopped", async (t) => {
  const path = folder(t);
  const vault = await open(path);
  const ana = await vault.addPerson(person, 1);
  const first = await vault.beginSoak(ana, run);
  await vault.addToSoak(ana, first.id, [piece(10), piece(20), { kind: "quiet", samples: 7, candidates: [] }]);
  await vault.addToSoak(ana, (await vault.beginSoak(ana, { ...run, origin: "other", scoring: "s2" })).id, [
    piece(1),
  ]);
  await vault.close();

  const again = await open(path);
  t.after(() => again.close());
  const known = await again.beginSoak(ana, { ...run, started: 99 });
  assert.deepEqual([known.id, known.samples, known.started], [first.id, 20 * SECOND + 7, 5]);
  const { hours, candidates } = await again.soakOf(ana, "s1");
  assert.deepEqual(hours, [
    { source: "live", kind: "quiet", samples: 7 },
    { source: "live", kind: "talk", samples: 20 * SECOND },
  ]);
  assert.deepEqual(
    candidates.map(({ label, score, lead, decidedMs, at, kind, mark, hasSound }) => [
      ...[label, score, lead, decidedMs, at, kind, mark, hasSound],
    ]),
    [
      ["next", 900, 40, 10, 1010, "talk", null, true],
      ["next", 900, 40, 20, 1020, "talk", null, true],
    ],
  );
  assert.deepEqual(await again.soakSound(ana, candidates[1]!.id), sound(20));

  const ben = await again.addPerson({ ...person, name: "Ben" }, 2);
  assert.equal(await again.markSoak(ben, candidates[0]!.id, "me"), false, "nobody marks for another");
  assert.equal(await again.soakSound(ben, candidates[0]!.id), undefined);
  assert.equal(await again.markSoak(ana, candidates[0]!.id, "me"), true);
  assert.deepEqual(
    (await again.soakOf(ana, "s1")).candidates.map(({ mark }) => mark),
    ["me", null],
  );
  await again.removePerson(ana);
  assert.deepEqual(await again.soakOf(ana, "s1"), { hours: [], candidates: [] });
});

test("a file of version 1 keeps everything, and can be soaked", async (t) => {
  const path = folder(t);
  cpSync(VERSION_1, path, { recursive: true });
  const vault = await open(path);
  t.after(() => vault.close());
  const [ana] = await vault.people();
  assert(ana !== undefined);
  const whole = await vault.person(ana.id);
  assert.deepEqual(
    [whole?.name, whole?.talkSamples, whole?.model?.view.modelId],
    ["Ana", 1600, "5f2c9a7e01d4b386"],
  );
  assert.equal((await vault.takeSound(ana.id, "one"))?.[3], 21);
  assert.equal((await vault.journal(ana.id))[0]?.command, "next");
  assert.equal(await vault.setting("language"), "ko");
  assert.deepEqual(await vault.storedModel(ana.id), { image: Uint8Array.of(1, 2, 3, 4), learned: null });
  const { id } = await vault.beginSoak(ana.id, run);
  await vault.addToSoak(ana.id, id, [piece(3)]);
  assert.equal((await vault.soakOf(ana.id, "s1")).candidates.length, 1);
  const recordings = await vault.recordingsOf(ana.id);
  assert.deepEqual(
    recordings.map(({ kind, samples }) => [kind, samples]),
    [["talk", 1600]],
  );
  assert.equal((await vault.recordingPiece(ana.id, recordings[0]!.id, 0))[1599], 1599);
  assert.equal((await vault.recordingPiece(ana.id, recordings[0]!.id, 1)).length, 0);
});

test("other thresholds take the place of the model and remember what was learned", async (t) => {
  const path = folder(t);
  cpSync(VERSION_1, path, { recursive: true });
  const vault = await open(path);
  t.after(() => vault.close());
  const [ana] = await vault.people();
  const { view } = (await vault.person(ana!.id))!.model!;
  const changed = { image: Uint8Array.of(9), learned: [700, -3] };
  await vault.changeModel(ana!.id, { ...view, modelId: "0123" }, changed);
  assert.deepEqual(await vault.storedModel(ana!.id), changed);
  assert.equal((await vault.person(ana!.id))?.model?.view.modelId, "0123");
});

test("a kill during a soak loses nothing that was said to be saved, and counts no time without its events", async (t) => {
  const path = folder(t);
  const writer = fileURLToPath(new URL("./testing/soak-writer.ts", import.meta.url));
  let least = 0;
  for (const enough of [2, 9, 23]) {
    const child = spawn(process.execPath, [writer, path], { stdio: ["ignore", "pipe", "inherit"] });
    let said = "";
    let lines = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      said = line;
      if (++lines === enough) break;
    }
    child.kill("SIGKILL");
    await once(child, "exit");
    least += enough;
    const vault = await open(path);
    const { hours, candidates } = await vault.soakOf(said, "s1");
    const pieces = hours.reduce((sum, { samples }) => sum + samples, 0) / (10 * SECOND);
    assert(pieces >= least, `${pieces} of ${least} pieces are there`);
    assert.equal(candidates.length, pieces, "each piece has its event");
    for (const { id, decidedMs } of candidates.slice(-3)) {
      assert.deepEqual(await vault.soakSound(said, id), sound(decidedMs % 1000));
    }
    await vault.close();
    least = pieces;
  }
});
