import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { BeckonError } from "../../../common/errors.ts";
import type { LockView } from "../../contract/care-values.ts";
import { addFullPerson } from "../../vault/testing/person.ts";
import { openVault, type Vault } from "../../vault/vault.ts";
import { openDesk } from "./desk.ts";
import { createLock, type Lock, type LockTimes } from "./lock.ts";

type Test = { after(run: () => unknown): void };
const LONG: LockTimes = { openMs: 60_000, forgetMs: 60_000, firstWaitMs: 60_000, lastWaitMs: 60_000 };
const fail = (error: unknown): never => {
  throw error;
};
const code = (wanted: string) => (error: unknown) => {
  assert.ok(error instanceof BeckonError, String(error));
  assert.equal(error.fault.code, wanted);
  return true;
};

async function prepared(t: Test): Promise<{ folder: string; vault: Vault; person: string }> {
  const folder = mkdtempSync(join(tmpdir(), "beckon-lock-"));
  const vault = await openVault({ folder, useKeyRing: false });
  await vault.setSetting("sample person", "yes");
  const { person } = await addFullPerson(vault, 1);
  t.after(async () => {
    await vault.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { folder, vault, person };
}

function lockOf(t: Test, vault: Vault, times: LockTimes): Lock {
  // What its clock still asks when the test is over has no answer.
  const lock = createLock(vault, () => {}, times);
  t.after(() => lock.end());
  return lock;
}

function viewOf(lock: Lock, person: string): Promise<LockView> {
  return new Promise((resolve) => {
    lock.of(person).subscribe(resolve)();
  });
}

test("with a PIN, a change needs it; the PIN itself is nowhere", async (t) => {
  const { vault, person } = await prepared(t);
  const lock = lockOf(t, vault, LONG);
  await lock.mustBeOpen(person);
  await lock.set(person, "2580");
  await assert.rejects(lock.mustBeOpen(person), code("person-locked"));
  await assert.rejects(lock.set(person, "1111"), code("person-locked"));
  await assert.rejects(lock.takeOff(person), code("person-locked"));
  await assert.rejects(lock.open(person, "2581"), code("pin-wrong"));
  assert.doesNotMatch((await vault.lockOf(person)) ?? "", /2580/);
  await lock.open(person, "2580");
  await lock.mustBeOpen(person);
  await lock.close(person);
  await assert.rejects(lock.mustBeOpen(person), code("person-locked"));
  await lock.open(person, "2580");
  await lock.takeOff(person);
  await lock.close(person);
  await lock.mustBeOpen(person);
});

test("a computer that slept is not open for whoever wakes it, and a clock that is set opens nothing", async (t) => {
  const { vault, person } = await prepared(t);
  const lock = lockOf(t, vault, LONG);
  await lock.set(person, "2580");
  await lock.open(person, "2580");
  const now = Date.now();
  t.mock.timers.enable({ apis: ["Date"], now: now - 3_600_000 });
  await lock.mustBeOpen(person);
  t.mock.timers.setTime(now + 8 * 3_600_000);
  await assert.rejects(lock.mustBeOpen(person), code("person-locked"));
  t.mock.timers.setTime(now);
  for (let i = 0; i < 3; i++) await assert.rejects(lock.open(person, "0000"), code("pin-wrong"));
  await lock.forget(person, true);
  t.mock.timers.setTime(now + 24 * 3_600_000);
  await assert.rejects(lock.open(person, "2580"), code("pin-wait"));
  assert.equal((await viewOf(lock, person)).set, true);
});

test("wrong tries take longer, after a new start too, and the right PIN is taken after the wait", async (t) => {
  const { vault, person } = await prepared(t);
  const first = lockOf(t, vault, LONG);
  await first.set(person, "2580");
  for (let i = 0; i < 3; i++) await assert.rejects(first.open(person, "0000"), code("pin-wrong"));
  await assert.rejects(first.open(person, "2580"), code("pin-wait"));
  const times = { ...LONG, firstWaitMs: 300, lastWaitMs: 300 };
  const second = lockOf(t, vault, times);
  await assert.rejects(second.open(person, "2580"), code("pin-wait"));
  await wait(400);
  await second.open(person, "2580");
  await second.mustBeOpen(person);
});

test("a forgotten PIN goes after the wait, unless whoever knows it ends the wait", async (t) => {
  const { vault, person } = await prepared(t);
  const slow = lockOf(t, vault, LONG);
  await slow.set(person, "2580");
  await slow.forget(person, true);
  assert.notEqual((await viewOf(slow, person)).offInSeconds, null);
  await slow.forget(person, false);
  assert.equal((await viewOf(slow, person)).offInSeconds, null);
  await slow.forget(person, true);
  await slow.open(person, "2580");
  assert.equal((await viewOf(slow, person)).offInSeconds, null, "the PIN ends the wait");
  const quick = lockOf(t, vault, { ...LONG, forgetMs: 300 });
  await quick.forget(person, true);
  await wait(500);
  await quick.mustBeOpen(person);
  assert.equal(await vault.lockOf(person), null);
});

test("an open lock closes by itself", async (t) => {
  const { vault, person } = await prepared(t);
  const lock = lockOf(t, vault, { ...LONG, openMs: 300 });
  await lock.set(person, "2580");
  await lock.open(person, "2580");
  await wait(500);
  await assert.rejects(lock.mustBeOpen(person), code("person-locked"));
});

test("the desk holds changes back, and nothing that the person needs to control the computer", async (t) => {
  const { folder, vault, person: personId } = await prepared(t);
  await vault.close();
  const actor = { kind: "journal", path: join(folder, "actions.jsonl") } as const;
  const desk = await openDesk({ folder, useKeyRing: false, actor, places: () => [], log: fail });
  t.after(() => desk.close());
  const window = { id: 1 };
  const { calls } = desk;
  await calls["lock.set"]({ personId, pin: "2580" }, window);
  const changes = [
    () => calls["people.remove"]({ personId }, window),
    () => calls["commands.add"]({ personId, label: "new" }, window),
    () => calls["profile.useSet"]({ personId, set: "reading" }, window),
    () => calls["recorder.everyday"]({ personId, kind: "room", seconds: 5 }, window),
    () => calls["training.start"]({ personId }, window),
    () => calls["soak.setSureness"]({ personId, steps: {} }, window),
    () => calls["sealing.protect"]({ passphrase: "seven wet logs" }, window),
    () => calls["sealing.unprotect"]({}, window),
  ];
  for (const change of changes) await assert.rejects(async () => change(), code("person-locked"));
  // The image of this person is none: what is refused is refused for that, never for the lock.
  const uses = [
    () => calls["wearables.send"]({ personId }, window),
    () => calls["live.try"]({ personId }, window),
    () => calls["live.arm"]({ personId, consent: true }, window),
    () => calls["live.pause"]({}, window),
    () => calls["live.off"]({}, window),
    () => calls["wearables.choose"]({ personId, dev: "virtual" }, window),
  ];
  for (const use of uses) {
    const refusal = await (async () => use())().then(
      () => undefined,
      (error: unknown) => error,
    );
    assert.ok(!(refusal instanceof BeckonError) || refusal.fault.code !== "person-locked", String(refusal));
  }
  await calls["lock.open"]({ personId, pin: "2580" }, window);
  await calls["profile.useSet"]({ personId, set: "reading" }, window);
});
