/** Several lists of actions of a person, as they are kept. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { MOST_MODES } from "../../contract/command-action.ts";
import { openVault } from "../../vault/vault.ts";
import { createPeople } from "./people.ts";

test("lists of actions follow their commands, and what leads on is in all of them", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "beckon-modes-"));
  const vault = await openVault({ folder, useKeyRing: false });
  t.after(async () => {
    await vault.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const people = createPeople(vault, (error) => assert.fail(String(error)));
  const id = await people.create("Mina", false, "en");
  const commands = new Map<string, string>();
  for (const label of ["go", "other", "stop"]) commands.set(label, await people.addCommand(id, label));
  const profile = async () => (await people.whole(id)).profile;

  await people.useSet(id, 0, "browsing");
  await people.setAction(id, 0, "other", { do: "mode" });
  await people.addMode(id, "Music", "media");
  const play = { do: "keys", keys: "MediaPlayPause", harm: "harmless" } as const;
  const next = { do: "keys", keys: "MediaTrackNext", harm: "harmless" } as const;
  assert.deepEqual((await profile()).modes, [{ name: "Music", actions: { go: play, stop: next } }]);

  await people.renameCommand(id, commands.get("go")!, "start");
  await people.removeCommand(id, commands.get("stop")!);
  assert.deepEqual((await profile()).modes, [{ name: "Music", actions: { start: play } }]);
  assert.deepEqual(Object.keys((await profile()).actions).sort(), ["other", "start"]);

  const before = (await profile()).actions;
  await people.setAction(id, 1, "start", { do: "click" });
  assert.deepEqual((await profile()).modes![0]!.actions, { start: { do: "click" } });
  assert.deepEqual((await profile()).actions, before, "another list is left alone");

  const isFault =
    (code: string) =>
    ({ fault }: { fault: { code: string } }): boolean =>
      fault.code === code;
  await assert.rejects(people.setAction(id, 2, "start", null), isFault("mode-unknown"));
  while ((await profile()).modes!.length < MOST_MODES - 1) await people.addMode(id, "More", "reading");
  await assert.rejects(people.addMode(id, "More", "reading"), isFault("modes-many"));
  await people.removeMode(id, 1);
  assert.deepEqual(
    (await profile()).modes!.map(({ name }) => name),
    Array.from({ length: MOST_MODES - 2 }, () => "More"),
  );
});
