/**
 * Every day over the contract: an event that nobody meant is marked, a training learns from it, the old and
 * the new model are compared, and none that is worse takes another's place.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createRandom } from "../../../common/random.ts";
import type { SoundSamples } from "../../../common/street.ts";
import { laySound, quietLevel } from "../../../models/features/lay.ts";
import { readFolder } from "../../../models/recordings/folder.ts";
import { SAMPLE_SOUND } from "../demo.ts";
import { openDesk } from "./desk.ts";
import { preparePerson } from "./testing/prepared.ts";
import { until } from "./testing/until.ts";

const { takes } = await readFolder(SAMPLE_SOUND);
const soundsOf = (label: string): SoundSamples[] =>
  takes.filter((take) => take.label === label).map(({ samples }) => samples as SoundSamples);
const quiet = quietLevel(soundsOf("stop"));
const said = (sound: SoundSamples): Int16Array => laySound([sound], quiet, createRandom(7), 1200).pcm;
const WINDOW = { id: 1 };

test("from a wrong activation to a model that no longer makes it, and back", {
  timeout: 240_000,
}, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "beckon-every-day-"));
  const labels = ["scroll down", "page up", "open menu"];
  const actions = Object.fromEntries(
    labels.map((label) => [label, { do: "keys", keys: "PageDown", harm: "harmless" } as const]),
  );
  const { personId } = await preparePerson(folder, actions);
  const faults: unknown[] = [];
  const actor = { kind: "journal", path: join(folder, "actions.jsonl") } as const;
  const desk = await openDesk({ folder, useKeyRing: false, actor, log: (error) => faults.push(error) });
  t.after(async () => {
    await desk.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const { calls, feeds } = desk;
  const person = { personId };
  const learning = feeds.learning(person);
  await calls["microphone.report"]({ state: "open", name: "Test" }, WINDOW);
  const first = (await until<"learning">(learning, (view) => view !== null))!;
  assert.deepEqual([first.keepsMoments, first.older, first.offered], [false, [], null]);

  // Without the person's word nothing is kept.
  await calls["live.try"](person, WINDOW);
  await desk.sound(16000, said(soundsOf("page up")[5]!), WINDOW);
  await until<"journal">(feeds.journal(person), (entries) => entries.length === 1);
  await calls["learning.keepMoments"]({ ...person, keep: true }, WINDOW);

  let mistaken: { entryId: number; sound: SoundSamples } | undefined;
  for (const sound of ["select", "go back", "stop"].flatMap(soundsOf)) {
    const before = (await until<"journal">(feeds.journal(person), () => true)).length;
    await desk.sound(16000, said(sound), WINDOW);
    const entries = await Promise.race([
      until<"journal">(feeds.journal(person), (now) => now.length > before && now[0]!.hasSound),
      new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 1500)),
    ]);
    if (entries === undefined) continue;
    mistaken = { entryId: entries[0]!.entryId, sound };
    assert.equal(entries.at(-1)!.hasSound, false, "what was heard before the person agreed was not kept");
    break;
  }
  assert(mistaken !== undefined, "some other word of the sample person is taken for a command");
  const { pcmBase64 } = await calls["learning.listen"]({ ...person, entryId: mistaken.entryId }, WINDOW);
  assert.ok(Buffer.from(pcmBase64, "base64").length > 2 * 16 * 200);
  const mark = { ...person, entryId: mistaken.entryId, mark: "notMe", meant: null } as const;
  await calls["learning.mark"](mark, WINDOW);
  await until<"learning">(learning, (view) => view?.worthTraining === true && view.marked.mistakes === 1);

  // A sound that made no event, told to have been a command.
  await calls["live.pause"]({}, WINDOW);
  const unseen = await until<"unheard">(feeds.unheard(person), () => true);
  await desk.sound(16000, said(soundsOf("page up")[6]!), WINDOW);
  const [newest] = await until<"unheard">(feeds.unheard(person), (list) => list.length > unseen.length);
  await calls["learning.wasMissed"]({ ...person, momentId: newest!.momentId, label: "page up" }, WINDOW);
  const told = await until<"learning">(learning, (view) => view?.marked.takes === 1);
  assert.equal(told?.drift.find(({ label }) => label === "page up")?.first.tested, 7);
  await calls["live.off"]({}, WINDOW);

  await calls["training.start"]({ ...person, ask: true }, WINDOW);
  const done = await until<"training">(feeds.training({}), ({ state }) => state !== "running");
  assert.equal(done.state, "done", JSON.stringify(done));
  const { offered, current } = (await until<"learning">(learning, (view) => view?.offered !== null))!;
  assert(offered !== null && current !== null);
  assert.deepEqual(
    [offered.comparison.mistakes.kept, offered.comparison.mistakes.before, offered.comparison.mistakes.now],
    [1, 1, 0],
  );
  assert.notEqual(offered.comparison.verdict, "worse", JSON.stringify(offered.comparison));
  await calls["models.use"]({ ...person, modelKey: offered.modelKey, overrule: false }, WINDOW);
  await until<"learning">(learning, (view) => view?.current?.modelKey === offered.modelKey);

  // The old one would make the mistake again: it comes back on the person's word alone.
  const back = await calls["models.compare"]({ ...person, modelKey: current.modelKey }, WINDOW);
  assert.deepEqual([back.verdict, back.mistakes.returned], ["worse", 1]);
  const old = { ...person, modelKey: current.modelKey };
  await assert.rejects(
    async () => calls["models.use"]({ ...old, overrule: false }, WINDOW),
    (error: { fault?: { code: string } }) => error.fault?.code === "model-worse",
  );
  const still = await until<"learning">(learning, (view) => view !== null);
  assert.equal(still?.current?.modelKey, offered.modelKey, "refused, nothing changed");
  await calls["models.use"]({ ...old, overrule: true }, WINDOW);
  await until<"learning">(learning, (view) => view?.current?.modelKey === current.modelKey);

  await calls["learning.keepMoments"]({ ...person, keep: false }, WINDOW);
  assert.deepEqual(await until<"unheard">(feeds.unheard(person), () => true), []);
  assert.deepEqual(faults, []);
});
