import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { CarryingView } from "../../contract/care-values.ts";
import { addFullPerson, everythingOf } from "../../vault/testing/person.ts";
import { openVault, type Vault } from "../../vault/vault.ts";
import { type BackupPlace, backupPlaces } from "./backup-places.ts";
import { type Carrying, createCarrying } from "./carrying.ts";
import { createPeople } from "./people.ts";

const PASSPHRASE = "long enough";
const CARRIER = fileURLToPath(new URL("./testing/carrier.ts", import.meta.url));
type Test = { after(run: () => unknown): void };

function folder(t: Test): string {
  const made = mkdtempSync(join(tmpdir(), "beckon-carrying-"));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

interface Here {
  readonly vault: Vault;
  readonly carrying: Carrying;
  /** The view once nothing runs any more. */
  done(): Promise<CarryingView>;
}

async function open(t: Test, path: string, backups: string): Promise<Here> {
  const vault = await openVault({ folder: path, useKeyRing: false });
  const fail = (error: unknown): never => {
    throw error;
  };
  const place: BackupPlace = { id: "computer", kind: "computer", name: "here", folder: backups };
  const carrying = createCarrying({
    vault,
    people: createPeople(vault, fail),
    listPlaces: () => [place],
    log: fail,
  });
  let last: CarryingView | undefined;
  let tell = (): void => {};
  carrying.view.subscribe((view) => {
    last = view;
    tell();
  });
  t.after(async () => {
    await carrying.close();
    await vault.close();
  });
  return {
    vault,
    carrying,
    async done() {
      while (last === undefined || last.state === "running")
        await new Promise<void>((resolve) => {
          tell = resolve;
        });
      return last;
    },
  };
}

test("a person comes back from a file in a fresh vault, to the bit, and never over another one", async (t) => {
  const backups = folder(t);
  const old = await open(t, folder(t), backups);
  const { person } = await addFullPerson(old.vault);
  const before = await everythingOf(old.vault, person);
  await old.carrying.save(person, "computer", PASSPHRASE);
  await assert.rejects(old.carrying.copy(person, "x"), /already/);
  const saved = await old.done();
  assert.equal(saved.state, "done", JSON.stringify(saved.fault));
  assert.match(saved.file ?? "", /^Mina \d{4}-\d\d-\d\d\.beckon$/);
  assert.deepEqual(readdirSync(backups), [saved.file]);
  assert.equal(readFileSync(join(backups, saved.file!)).includes("Mina"), false);

  const fresh = await open(t, folder(t), backups);
  for (const name of ["Mina", "Mina 2"]) {
    await fresh.carrying.restore("computer", saved.file!, PASSPHRASE);
    const restored = await fresh.done();
    assert.equal(restored.state, "done", JSON.stringify(restored.fault));
    assert.deepEqual(await everythingOf(fresh.vault, restored.personId!), before);
    assert.equal((await fresh.vault.person(restored.personId!))?.name, name);
  }
});

test("a wrong passphrase, a damaged and a foreign file are told apart, and add nobody", async (t) => {
  const backups = folder(t);
  const { vault, carrying, done } = await open(t, folder(t), backups);
  const { person } = await addFullPerson(vault);
  await carrying.save(person, "computer", PASSPHRASE);
  const { file } = await done();
  const path = join(backups, file!);
  const bytes = readFileSync(path);
  writeFileSync(join(backups, "foreign.beckon"), "no backup");
  writeFileSync(join(backups, "cut.beckon"), bytes.subarray(0, bytes.length - 100));
  const faultOf = async (name: string, passphrase: string): Promise<string | undefined> => {
    await carrying.restore("computer", name, passphrase);
    return (await done()).fault?.code;
  };
  assert.equal(await faultOf(file!, "another one"), "backup-passphrase");
  assert.equal(await faultOf("foreign.beckon", PASSPHRASE), "backup-foreign");
  assert.equal(await faultOf("cut.beckon", PASSPHRASE), "backup-damaged");
  await assert.rejects(carrying.restore("computer", "../x.beckon", PASSPHRASE), /not there/);
  await assert.rejects(carrying.save(person, "elsewhere", PASSPHRASE), /not there/);
  assert.deepEqual(
    (await vault.people()).map(({ id }) => id),
    [person],
  );
});

test("what is stopped half way leaves nothing", async (t) => {
  const backups = folder(t);
  const { vault, carrying, done } = await open(t, folder(t), backups);
  const { person } = await addFullPerson(vault, 30);
  for (const begin of [
    () => carrying.save(person, "computer", PASSPHRASE),
    () => carrying.copy(person, "copy"),
  ]) {
    await begin();
    const stopped = new Promise<void>((resolve) => {
      carrying.view.subscribe(({ progress }) => {
        if (progress > 0.2) resolve();
      });
    });
    await stopped;
    carrying.cancel();
    assert.equal((await done()).state, "idle");
  }
  assert.deepEqual(readdirSync(backups), []);
  assert.deepEqual(
    (await vault.people()).map(({ id }) => id),
    [person],
  );
});

test("a kill in the middle of saving or bringing back leaves nothing half done", async (t) => {
  const [path, backups, work] = [folder(t), folder(t), folder(t)];
  const { vault, carrying, done } = await open(t, path, backups);
  const { person } = await addFullPerson(vault, 60);
  await carrying.save(person, "computer", PASSPHRASE);
  const { file } = await done();
  const before = await everythingOf(vault, person);
  await vault.close();

  for (const what of ["save", file!]) {
    const child = spawn(process.execPath, [CARRIER, path, what === "save" ? work : backups, what], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    for await (const line of createInterface({ input: child.stdout })) {
      const [state, progress] = line.split(" ");
      assert.ok(state === "idle" || state === "running", line);
      if (Number(progress) > 0.25) break;
    }
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  assert.deepEqual(
    readdirSync(work).filter((name) => name.endsWith(".beckon")),
    [],
    "no file that looks whole",
  );
  assert.equal(readdirSync(work).length, 1, "it was killed while it wrote");
  const again = await open(t, path, work);
  assert.deepEqual(
    (await again.vault.people()).map(({ id }) => id),
    [person],
  );
  assert.deepEqual(await everythingOf(again.vault, person), before);
  await again.carrying.save(person, "computer", PASSPHRASE);
  const saved = await again.done();
  assert.deepEqual(readdirSync(work), [saved.file], "what the kill left lying is gone");
});

test("backups lie among the documents, whatever they are called, or on a stick", (t) => {
  const home = folder(t);
  const [plain] = backupPlaces({ HOME: home }, []);
  assert.equal(plain?.folder, join(home, "Documents", "Beckon"));
  mkdirSync(join(home, ".config"));
  writeFileSync(join(home, ".config", "user-dirs.dirs"), 'XDG_DOCUMENTS_DIR="$HOME/문서"\n');
  const [here, stick] = backupPlaces({ HOME: home }, ["/media/mina/STICK"]);
  assert.equal(here?.folder, join(home, "문서", "Beckon"));
  assert.deepEqual([stick?.kind, stick?.name], ["drive", "STICK"]);
});
