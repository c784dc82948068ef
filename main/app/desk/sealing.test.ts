/** Recordings under a passphrase, at the desk: whoever starts Beckon is live without it, and learns nothing until it is given. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { BeckonError } from "../../../common/errors.ts";
import { createRandom } from "../../../common/random.ts";
import { laySound } from "../../../models/features/lay.ts";
import type { SealingView } from "../../contract/care-values.ts";
import type { JournalEntry } from "../../contract/values.ts";
import { type Desk, openDesk } from "./desk.ts";
import { preparePerson } from "./testing/prepared.ts";

const WINDOW = { id: 1 };
const PASSPHRASE = "seven wet logs";
const LABEL = "scroll down";
const code = (wanted: string) => (error: BeckonError) => error.fault.code === wanted;

test("nobody must type a passphrase to control the computer, and without it nothing is heard again", {
  timeout: 120_000,
}, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "beckon-sealing-"));
  const actions = {
    [LABEL]: { do: "keys", keys: "PageDown", harm: "harmless" },
    stop: { do: "keys", keys: "PageUp", harm: "harmless" },
  } as const;
  const { personId, unheard } = await preparePerson(folder, actions, { verified: true });
  const actor = { kind: "journal", path: join(folder, "actions.jsonl") } as const;
  const log = (error: unknown): void => assert.fail(String(error));
  const open = (): Promise<Desk> => openDesk({ folder, useKeyRing: false, actor, log });
  let desk = await open();
  t.after(async () => {
    await desk.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await desk.calls["learning.keepMoments"]({ personId, keep: true }, WINDOW);
  await desk.calls["sealing.protect"]({ passphrase: PASSPHRASE }, WINDOW);
  await desk.close();

  desk = await open();
  let sealing: SealingView | undefined;
  desk.feeds.sealing({}).subscribe((view) => (sealing = view));
  let journal: readonly JournalEntry[] = [];
  desk.feeds.journal({ personId }).subscribe((entries) => (journal = entries));
  desk.calls["microphone.report"]({ state: "open", name: "Desk" }, WINDOW);
  await desk.calls["live.arm"]({ personId, consent: true }, WINDOW);
  const isDone = (): boolean =>
    journal.some(({ command, outcome }) => command === LABEL && outcome === "done");
  for (const pcm of unheard(LABEL)) {
    const said = laySound([{ signal: "sound", pcm, originRateHz: 16_000 }], 10, createRandom(3), 1500).pcm;
    for (let at = 0; at < said.length; at += 320)
      await desk.sound(16_000, said.subarray(at, at + 320), WINDOW);
    await new Promise((resolve) => setTimeout(resolve, 500));
    if (isDone()) break;
  }
  assert.ok(isDone(), JSON.stringify(journal));
  await desk.calls["live.off"]({}, WINDOW);

  assert.deepEqual(sealing, { by: "passphrase", open: false });
  const person = await new Promise<{ commands: readonly { takes: readonly { takeId: string }[] }[] }>(
    (resolve) => desk.feeds.person({ personId }).subscribe((view) => view && resolve(view)),
  );
  const { takeId } = person.commands[0]!.takes[0]!;
  const listen = () => desk.calls["takes.listen"]({ personId, takeId }, WINDOW);
  await assert.rejects(async () => listen(), code("recordings-locked"));
  await assert.rejects(
    async () => desk.calls["sealing.open"]({ passphrase: "eight wet logs" }, WINDOW),
    code("passphrase-wrong"),
  );
  await desk.calls["sealing.open"]({ passphrase: PASSPHRASE }, WINDOW);
  assert.ok((await listen()).pcmBase64.length > 1000);
  assert.deepEqual(sealing, { by: "passphrase", open: true });
});
