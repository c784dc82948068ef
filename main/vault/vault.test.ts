import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import SqliteDatabase from "better-sqlite3-multiple-ciphers";
import { BeckonError } from "../../common/errors.ts";
import { PIECE_SAMPLES } from "./take-tables.ts";
import { openVault, type Vault } from "./vault.ts";

const WAVEFORM = new Uint8Array(64).fill(100);
const take = (id: string) => ({
  id,
  recorded: 5,
  durationMs: 900,
  verdict: "good" as const,
  waveform: WAVEFORM,
  live: false,
});
const newPerson = {
  name: "Ana",
  carer: false,
  language: "en" as const,
  ability: null,
  wearable: "virtual",
  sample: false,
  profile: { name: "Ana", actions: {} },
};

function folder(t: { after(run: () => void): void }): string {
  const made = mkdtempSync(join(tmpdir(), "beckon-vault-"));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const open = (path: string): Promise<Vault> => openVault({ folder: path, useKeyRing: false });
const code = (wanted: string) => (error: unknown) => {
  assert(error instanceof BeckonError, String(error));
  return error.fault.code === wanted;
};

/** Sound that no other bytes of the file look like. */
function ramp(samples: number): Int16Array {
  return Int16Array.from({ length: samples }, (_, i) => (i * 7) % 32000);
}

test("everything comes back after closing, sound to the bit and longer than one piece", async (t) => {
  const path = folder(t);
  const pcm = ramp(PIECE_SAMPLES * 2 + 77);
  const vault = await open(path);
  const person = await vault.addPerson(newPerson, 1);
  const command = await vault.addCommand(person, "weiter", 2);
  await vault.addTake(person, command, take("one"), pcm);
  const recording = await vault.beginRecording(person, "talk", 3);
  await vault.addToRecording(person, recording, 0, pcm.subarray(0, PIECE_SAMPLES));
  await vault.changePerson(person, {
    ability: "word",
    profile: { name: "A", actions: { weiter: { do: "keys", keys: "ArrowDown" } } },
  });
  await vault.close();

  const again = await open(path);
  t.after(() => again.close());
  const whole = await again.person(person);
  assert.equal(whole?.ability, "word");
  assert.deepEqual(whole?.profile.actions, { weiter: { do: "keys", keys: "ArrowDown" } });
  assert.equal(whole?.talkSamples, PIECE_SAMPLES);
  assert.deepEqual([...(whole?.commands[0]?.takes[0]?.waveform ?? [])], [...WAVEFORM]);
  assert.deepEqual(await again.takeSound(person, "one"), pcm);
  assert.deepEqual(
    (await again.takesOf(person)).map(({ id, label }) => [id, label]),
    [["one", "weiter"]],
  );
  assert.deepEqual((await again.everydayOf(person))[0]?.pcm, pcm.subarray(0, PIECE_SAMPLES));
});

test("no name and no sound stands readable in the files, and the keys are for this account only", async (t) => {
  const path = folder(t);
  const vault = await open(path);
  const person = await vault.addPerson({ ...newPerson, name: "Wilhelmine" }, 1);
  const command = await vault.addCommand(person, "Kaffee bitte", 2);
  await vault.addTake(person, command, take("one"), ramp(30_000));
  await vault.close();
  const file = readFileSync(join(path, "beckon.vault"));
  for (const secret of ["SQLite format", "Wilhelmine", "Kaffee"])
    assert.equal(file.includes(secret), false, secret);
  assert.equal(file.includes(Buffer.from(ramp(200).buffer)), false);
  for (const key of ["device.key", "takes.key"]) assert.equal(statSync(join(path, key)).mode & 0o777, 0o600);
});

test("the device key alone opens models and profiles, and no sound", async (t) => {
  const path = folder(t);
  const vault = await open(path);
  const person = await vault.addPerson(newPerson, 1);
  await vault.addTake(person, await vault.addCommand(person, "weiter", 2), take("one"), ramp(3000));
  await vault.close();
  rmSync(join(path, "takes.key"));
  const locked = await open(path);
  t.after(() => locked.close());
  assert.equal((await locked.sealing()).open, false);
  assert.equal((await locked.person(person))?.commands[0]?.label, "weiter");
  await assert.rejects(locked.takeSound(person, "one"), code("recordings-locked"));
});

test("a sealed piece opens for its own take only", async (t) => {
  const path = folder(t);
  const vault = await open(path);
  const person = await vault.addPerson(newPerson, 1);
  const command = await vault.addCommand(person, "weiter", 2);
  await vault.addTake(person, command, take("one"), ramp(3000));
  await vault.addTake(person, command, take("two"), ramp(2000));
  await vault.close();
  const raw = new SqliteDatabase(join(path, "beckon.vault"));
  raw.pragma("cipher = 'sqlcipher'");
  raw.pragma("legacy = 4");
  raw.pragma(`key = "x'${readFileSync(join(path, "device.key"), "utf8").trim()}'"`);
  raw.exec(
    "UPDATE take_pieces SET sealed = (SELECT sealed FROM take_pieces WHERE owner = 'two') WHERE owner = 'one'",
  );
  raw.close();
  const again = await open(path);
  t.after(() => again.close());
  await assert.rejects(again.takeSound(person, "one"));
  assert.deepEqual(await again.takeSound(person, "two"), ramp(2000));
});

test("a person who is removed leaves neither rows nor a key", async (t) => {
  const path = folder(t);
  const vault = await open(path);
  t.after(() => vault.close());
  const person = await vault.addPerson(newPerson, 1);
  await vault.addTake(person, await vault.addCommand(person, "weiter", 2), take("one"), ramp(3000));
  await vault.removePerson(person);
  assert.equal(await vault.person(person), undefined);
  await assert.rejects(
    vault.takeSound(person, "one").then((pcm) => pcm ?? Promise.reject(new Error("no sound"))),
  );
  await assert.rejects(vault.addCommand(person, "noch", 3), code("person-unknown"));
});

test("a damaged file, a lost key and a second Beckon are told apart in plain words", async (t) => {
  const path = folder(t);
  const vault = await open(path);
  await assert.rejects(open(path), code("vault-in-use"));
  await vault.close();
  const file = join(path, "beckon.vault");
  const bytes = readFileSync(file);
  for (let page = 1; page * 4096 < bytes.length; page++) bytes[page * 4096 + 300]! ^= 1;
  writeFileSync(file, bytes);
  await assert.rejects(
    open(path).then(async (opened) => {
      try {
        await opened.people();
        await opened.journal("x");
        await opened.setting("x");
      } finally {
        await opened.close();
      }
    }),
    code("vault-damaged"),
  );
  rmSync(join(path, "device.key"));
  await assert.rejects(open(path), code("vault-key-missing"));
});

test("a file of a newer Beckon is left as it is", async (t) => {
  const path = folder(t);
  await (await open(path)).close();
  const raw = new SqliteDatabase(join(path, "beckon.vault"));
  raw.pragma("cipher = 'sqlcipher'");
  raw.pragma("legacy = 4");
  raw.pragma(`key = "x'${readFileSync(join(path, "device.key"), "utf8").trim()}'"`);
  raw.pragma("user_version = 99");
  raw.close();
  await assert.rejects(open(path), code("vault-newer"));
});

test("two commands of one person cannot share a name", async (t) => {
  const vault = await open(folder(t));
  t.after(() => vault.close());
  const person = await vault.addPerson(newPerson, 1);
  await vault.addCommand(person, "weiter", 2);
  await assert.rejects(vault.addCommand(person, "weiter", 3), code("label-taken"));
});

test("a kill at any moment loses nothing that was said to be saved", async (t) => {
  const path = folder(t);
  for (let round = 0; round < 4; round++) {
    const writer = spawn(
      process.execPath,
      [fileURLToPath(new URL("./testing/writer.ts", import.meta.url)), path],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const said: string[] = [];
    const enough = 3 + round * 7;
    for await (const line of createInterface({ input: writer.stdout })) {
      said.push(line);
      if (said.length === enough) break;
    }
    writer.kill("SIGKILL");
    await once(writer, "exit");
    const vault = await open(path);
    const people = await vault.people();
    const kept = new Set<string>();
    for (const { id } of people) for (const { id: takeId } of await vault.takesOf(id)) kept.add(takeId);
    await vault.close();
    assert.equal(said.length, enough);
    for (const id of said) assert(kept.has(id), `take ${id} was said to be saved`);
  }
});

test("a folder that may not be written is named", async (t) => {
  if (process.getuid?.() === 0) return t.skip("root may write anywhere");
  const path = folder(t);
  chmodSync(path, 0o500);
  await assert.rejects(open(path), code("vault-unwritten"));
});
