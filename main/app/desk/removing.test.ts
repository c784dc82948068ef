/** Who is removed takes along what goes on for them, and nothing of anybody else's: least of all their control. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openDesk } from "./desk.ts";
import { preparePerson } from "./testing/prepared.ts";
import { until } from "./testing/until.ts";

const WINDOW = { id: 1 };

test("whoever is live stays live while another person is removed, whose training ends", {
  timeout: 120_000,
}, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "beckon-removing-"));
  const actions = {
    "scroll down": { do: "keys", keys: "PageDown", harm: "harmless" },
    "page up": { do: "keys", keys: "PageUp", harm: "harmless" },
  } as const;
  const { personId } = await preparePerson(folder, actions, { verified: true });
  const actor = { kind: "journal", path: join(folder, "actions.jsonl") } as const;
  const faults: unknown[] = [];
  const desk = await openDesk({ folder, useKeyRing: false, actor, log: (error) => faults.push(error) });
  t.after(async () => {
    await desk.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const { calls, feeds } = desk;
  calls["microphone.report"]({ state: "open", name: "Desk" }, WINDOW);
  await calls["people.copy"]({ personId, name: "Other" }, WINDOW);
  const { personId: other } = await until<"carrying">(feeds.carrying({}), ({ state }) => state === "done");
  await calls["live.arm"]({ personId, consent: true }, WINDOW);
  await calls["training.start"]({ personId: other! }, WINDOW);
  await until<"training">(feeds.training({}), ({ progress }) => progress > 0);

  await calls["people.remove"]({ personId: other! }, WINDOW);
  const { state } = await until<"training">(feeds.training({}), () => true);
  assert.equal(state, "cancelled");
  const live = await until<"live">(feeds.live({}), () => true);
  assert.deepEqual([live.state, live.personId], ["armed", personId]);
  const people = await until<"people">(feeds.people({}), (found) => found.length === 1);
  assert.deepEqual(
    people.map(({ name }) => name),
    ["Mina"],
  );

  await calls["people.remove"]({ personId }, WINDOW);
  assert.equal((await until<"live">(feeds.live({}), () => true)).state, "off");
  await until<"people">(feeds.people({}), (found) => found.length === 0);
  assert.deepEqual(faults, []);
});
