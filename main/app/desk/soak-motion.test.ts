/** Everyday movement of the vault through the runtime: counted by its own measure of time, once, and a file of sound is refused. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { BeckonError } from "../../../common/errors.ts";
import { pieceLength } from "../../../models/evaluation/soak-listener.ts";
import type { SoakView } from "../../contract/soak-values.ts";
import { openVault } from "../../vault/vault.ts";
import { openDesk } from "./desk.ts";
import { preparePerson } from "./testing/prepared.ts";

const WINDOW = { id: 1 };
const code = (wanted: string) => (error: BeckonError) => error.fault.code === wanted;

test("everyday movement recorded after the training is counted whole and once", {
  timeout: 120_000,
}, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "beckon-soak-motion-"));
  const actions = {
    lift: { do: "keys", keys: "PageDown", harm: "harmless" },
    wave: { do: "keys", keys: "PageUp", harm: "harmless" },
  } as const;
  const person = await preparePerson(folder, actions, { signal: "motion", wearable: "serial:/dev/none" });
  const { personId } = person;
  const life = person.everyday[0]!;
  const piece = pieceLength("motion");
  const vault = await openVault({ folder, useKeyRing: false });
  const recording = await vault.beginRecording(personId, "movement", Date.now() + 1000);
  let kept = 0;
  for (let at = 0; at + piece <= life.length; at += piece, kept++)
    await vault.addToRecording(personId, recording, kept, life.slice(at, at + piece));
  await vault.close();
  assert.ok(kept >= 3, `${kept} pieces of ten seconds`);

  const actor = { kind: "journal", path: join(folder, "actions.jsonl") } as const;
  const desk = await openDesk({
    folder,
    useKeyRing: false,
    actor,
    log: (error) => assert.fail(String(error)),
  });
  t.after(async () => {
    await desk.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const seen: SoakView[] = [];
  desk.feeds.soak({ personId }).subscribe((view) => void seen.push(view));
  const ended = async (): Promise<SoakView> => {
    while (seen.at(-1)?.state !== "off" || !seen.some(({ state }) => state === "reading"))
      await new Promise((resolve) => setTimeout(resolve, 20));
    return seen.at(-1)!;
  };
  await desk.calls["soak.start"]({ personId, source: "kept", said: "other" }, WINDOW);
  const { seconds, counts, fault } = await ended();
  assert.deepEqual([(seconds.other ?? 0) + (seconds.quiet ?? 0), counts, fault], [kept * 10, true, null]);
  assert.ok((seconds.other ?? 0) > 0 && seconds.talk === 0);

  seen.length = 0;
  await desk.calls["soak.start"]({ personId, source: "kept", said: "other" }, WINDOW);
  const again = await ended();
  assert.equal((again.seconds.other ?? 0) + (again.seconds.quiet ?? 0), kept * 10);
  await assert.rejects(
    async () => desk.calls["soak.file"]({ personId, said: "talk", name: "a.wav", bytes: 100 }, WINDOW),
    code("soak-sound-only"),
  );
});
