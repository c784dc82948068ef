import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { type AdviceView, adviceView } from "../../contract/advice-values.ts";
import { openVault } from "../../vault/vault.ts";
import { createAdviser } from "./adviser.ts";
import { createPeople } from "./people.ts";
import { prepareAlike, SAID_AT_S } from "./testing/alike.ts";

async function rig(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), "beckon-adviser-"));
  const personId = await prepareAlike(folder);
  const vault = await openVault({ folder, useKeyRing: false });
  const fail = (error: unknown): never => {
    throw error;
  };
  const people = createPeople(vault, fail);
  const adviser = createAdviser(vault, people, fail);
  t.after(async () => {
    await adviser.close();
    await vault.close();
    rmSync(folder, { recursive: true, force: true });
  });
  let newest: AdviceView[] | null = null;
  adviser.advice(personId).subscribe((advice) => {
    newest = advice;
  });
  /** Waits until the newest advice is so. */
  async function until(isSo: (advice: readonly AdviceView[]) => boolean): Promise<AdviceView[]> {
    for (;;) {
      if (newest !== null && isSo(newest)) return newest;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  const labels = async (): Promise<string[]> =>
    (await people.whole(personId)).commands.map(({ label, takes }) => `${label} ${takes.length}`);
  return { adviser, people, personId, until, labels };
}

test("commands with one word are told after three takes, kept as they are, and made one", async (t) => {
  const { adviser, people, personId, until, labels } = await rig(t);
  const advice = await until((all) => all.some(({ kind }) => kind === "alike"));
  for (const one of advice) assert.ok(adviceView.safeParse(one).success, JSON.stringify(one));
  const alike = advice.find((one) => one.kind === "alike")!;
  for (const takeId of alike.takeIds)
    assert.ok((await people.listenTo(personId, takeId)).pcmBase64.length > 1000);

  await adviser.keep(personId, alike.adviceId, true);
  await until((all) => all.some(({ adviceId, kept }) => adviceId === alike.adviceId && kept));
  await adviser.keep(personId, alike.adviceId, false);
  await until((all) => all.some(({ adviceId, kept }) => adviceId === alike.adviceId && !kept));

  const [first, second] = alike.commandIds;
  await assert.rejects(people.mergeCommand(personId, first, first), /not there any more/);
  await people.mergeCommand(personId, first, second);
  await until((all) => all.every(({ kind }) => kind !== "alike"));
  assert.deepEqual(
    (await labels()).sort().map((text) => text.split(" ").at(-1)),
    ["3", "6"],
  );
  await assert.rejects(people.mergeCommand(personId, first, second), /not there any more/);
});

test("talk that is like a command can be heard, with a little around it", async (t) => {
  const { adviser, personId, until } = await rig(t);
  const advice = await until((all) => all.some(({ kind }) => kind === "likeTalk"));
  const found = advice.find((one) => one.kind === "likeTalk")!;
  const [nearest] = found.stretches;
  assert.ok(Math.abs(nearest!.startMs / 1000 - SAID_AT_S) < 1, JSON.stringify(found));
  const sound = await adviser.listen({ personId, ...nearest! });
  const seconds = Buffer.from(sound.pcmBase64, "base64").length / 2 / sound.rateHz;
  const said = (nearest!.endMs - nearest!.startMs) / 1000;
  assert.ok(Math.abs(seconds - said - 0.6) < 0.01, `${seconds} s of ${said}`);
  const beyond = await adviser.listen({ personId, ...nearest!, startMs: 1e9, endMs: 1e9 + 1 });
  assert.equal(beyond.pcmBase64, "");
  await assert.rejects(adviser.listen({ personId, ...nearest!, recordingId: "x" }), /not there any more/);
});

test("a command that is recorded anew loses its takes and what was kept of them, and keeps what it does", async (t) => {
  const { adviser, people, personId, until, labels } = await rig(t);
  const alike = (await until((all) => all.some(({ kind }) => kind === "alike"))).find(
    ({ kind }) => kind === "alike",
  )!;
  await adviser.keep(personId, alike.adviceId, true);
  const upwards = (await people.whole(personId)).commands.find(({ label }) => label === "upwards")!;
  await people.setAction(personId, 0, "upwards", { do: "scroll", down: -3, harm: "harmless" });
  await assert.rejects(people.restartCommand(personId, upwards.id, "page up"), /is there already/);
  assert.equal((await labels()).length, 3);
  await people.restartCommand(personId, upwards.id, "hop");
  assert.deepEqual((await labels()).sort(), ["hop 0", "open menu 3", "page up 3"]);
  assert.deepEqual(Object.keys((await people.whole(personId)).profile.actions), ["hop"]);
  await until((all) => all.every(({ kind }) => kind !== "alike"));
});
