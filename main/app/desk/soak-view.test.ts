/** Wrong activations over the day: by the clock here, without those that were meant or whose time nobody knows. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { openVault } from "../../vault/vault.ts";
import { soakModelOf } from "./soak-count.ts";
import { soakView } from "./soak-view.ts";
import { preparePerson } from "./testing/prepared.ts";

const LABEL = "stop";

test("wrong activations of a known time are told by the hour of the day", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "beckon-soak-view-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const actions = { [LABEL]: { do: "keys", keys: "PageUp" }, select: { do: "keys", keys: "Enter" } } as const;
  const { personId } = await preparePerson(folder, actions);
  const vault = await openVault({ folder, useKeyRing: false });
  t.after(() => vault.close());
  const off = {
    personId,
    state: "off",
    source: null,
    said: "other",
    doneSeconds: 0,
    ofSeconds: null,
  } as const;
  const byHour = async (): Promise<readonly number[]> =>
    (await soakView(vault, personId, { ...off, fault: null })).wrongByHour;
  assert.deepEqual(await byHour(), []);

  const { scoring } = (await soakModelOf(vault, personId))!;
  const hears = async (source: "live" | "file", hours: readonly number[]): Promise<void> => {
    const run = { scoring, signal: "sound", source, origin: source, started: 1 } as const;
    const { id } = await vault.beginSoak(personId, run);
    const candidates = hours.map((hour, i) => ({
      ...{ label: LABEL, score: 32_767, lead: 1000, decidedMs: 10_000 * (i + 1) },
      at: new Date(2026, 10, 27, hour, 30).getTime(),
      sound: new Int16Array(100),
    }));
    await vault.addToSoak(personId, id, [{ kind: "talk", samples: 16_000 * 3600, candidates }]);
  };
  await hears("file", [3]);
  assert.deepEqual(await byHour(), [], "a file does not say when it was");
  await hears("live", [0, 18, 18, 23]);
  const counts = await byHour();
  assert.deepEqual(
    counts.flatMap((count, hour) => (count === 0 ? [] : [[hour, count]])),
    [
      [0, 1],
      [18, 2],
      [23, 1],
    ],
  );
  assert.equal(counts.length, 24);
  const { candidates } = await vault.soakOf(personId, scoring);
  const midnight = candidates.find(({ at }) => new Date(at).getHours() === 0)!;
  await vault.markSoak(personId, midnight.id, "me");
  assert.equal((await byHour())[0], 0, "what was meant is not wrong");
});
