/** Recordings under a passphrase: nothing on the disk opens them without it, and control needs none. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import type { BeckonError } from "../../common/errors.ts";
import { unwrapKey, wrapKey } from "./passphrase.ts";
import { openVault } from "./vault.ts";

const PASSPHRASE = "젖은 장작 일곱 개";
const code = (wanted: string) => (error: BeckonError) => error.fault.code === wanted;
const PCM = Int16Array.from({ length: 1600 }, (_, i) => i);
const SOAK = { scoring: "s1", source: "live", signal: "sound", origin: "", started: 5 } as const;
const TAKE = { id: "one", recorded: 1, durationMs: 100, verdict: "good", live: false } as const;

test("a passphrase closes the recordings at the next start, and control goes on", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "beckon-passphrase-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const open = () => openVault({ folder, useKeyRing: false });
  const keyFile = join(folder, "takes.key");

  const first = await open();
  const person = await first.addPerson(
    {
      name: "Mina",
      carer: false,
      language: "ko",
      ability: "word",
      wearable: "virtual",
      sample: false,
      profile: { name: "", actions: {} },
    },
    1,
  );
  const command = await first.addCommand(person, "stop", 1);
  await first.addTake(person, command, { ...TAKE, waveform: new Uint8Array(64) }, PCM);
  const before = readFileSync(keyFile, "utf8").trim();
  await first.protectRecordings(PASSPHRASE);
  assert.deepEqual(await first.sealing(), { masterIn: "passphrase", open: true });
  assert.ok(!readFileSync(keyFile, "utf8").includes(before), "the key lies nowhere in the open any more");
  assert.equal(statSync(keyFile).mode & 0o777, 0o600);
  assert.deepEqual(await first.takeSound(person, "one"), PCM);
  await first.close();

  const closed = await open();
  assert.deepEqual(await closed.sealing(), { masterIn: "passphrase", open: false });
  assert.equal((await closed.person(person))?.name, "Mina", "what control needs is open");
  await assert.rejects(closed.takeSound(person, "one"), code("recordings-locked"));
  await assert.rejects(closed.protectRecordings("another one"), code("recordings-locked"));
  await assert.rejects(closed.unprotectRecordings(), code("recordings-locked"));
  await assert.rejects(closed.openRecordings("젖은 장작 여덟 개"), code("passphrase-wrong"));
  const soak = await closed.beginSoak(person, SOAK);
  const candidate = { label: "stop", score: 1, lead: 1, decidedMs: 5, at: 6, sound: PCM };
  await closed.addToSoak(person, soak.id, [{ kind: "talk", samples: 160_000, candidates: [candidate] }]);
  const [heard] = (await closed.soakOf(person, SOAK.scoring)).candidates;
  assert.deepEqual(
    [heard?.label, heard?.hasSound],
    ["stop", false],
    "what nobody can hear again still counts",
  );
  // A keyboard that composes letters otherwise types the same passphrase.
  await closed.openRecordings(PASSPHRASE.normalize("NFD"));
  assert.deepEqual(await closed.takeSound(person, "one"), PCM);
  await closed.unprotectRecordings();
  assert.deepEqual(await closed.sealing(), { masterIn: "file", open: true });
  await closed.close();

  const again = await open();
  assert.deepEqual(await again.takeSound(person, "one"), PCM);
  await again.close();
  assert.equal(
    readFileSync(keyFile, "utf8").trim(),
    before,
    "it is the same key, so nothing was sealed anew",
  );
});

test("a wrapped key that was changed opens nothing, and asks no more of this computer than it may", () => {
  const master = randomBytes(32);
  const line = wrapKey(master, PASSPHRASE);
  assert.deepEqual(unwrapKey(line, PASSPHRASE), master);
  assert.notEqual(wrapKey(master, PASSPHRASE), line);
  const last = line.at(-1) === "0" ? "1" : "0";
  for (const changed of [
    `${line.slice(0, -1)}${last}`,
    line.replace(/^scrypt 17/, "scrypt 30"),
    "scrypt",
    "",
  ]) {
    assert.throws(() => unwrapKey(changed, PASSPHRASE), code("passphrase-wrong"), changed.slice(0, 12));
  }
});

test("a key file that was cut says so, and is not taken for a key", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "beckon-passphrase-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  await (await openVault({ folder, useKeyRing: false })).close();
  writeFileSync(join(folder, "takes.key"), "scrypt 17 8 1 00ff");
  await assert.rejects(openVault({ folder, useKeyRing: false }), code("vault-key-broken"));
});
