/** A hum as a held key, at the desk: recorded, trained, put on, and down for as long as it sounds. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { createRandom } from "../../../common/random.ts";
import { heldTakes, layInRoom, makeSound } from "../../../models/evaluation/held-trial.ts";
import { steadyVoice } from "../../../models/evaluation/steady-sounds.ts";
import { soundOf } from "../../../models/training/enrolment.ts";
import type { LiveView, PersonView } from "../../contract/values.ts";
import { openVault } from "../../vault/vault.ts";
import { openDesk } from "./desk.ts";
import { waveformOf } from "./judging.ts";
import { preparePerson } from "./testing/prepared.ts";

const WINDOW = { id: 1 };
const HUM = "hum";
const random = createRandom(4);
const voice = steadyVoice("hum", random);

test("a hum holds a key down for as long as it sounds, and words act beside it", {
  timeout: 180_000,
}, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "beckon-held-"));
  const actions = {
    "scroll down": { do: "keys", keys: "PageDown", harm: "harmless" },
    stop: { do: "keys", keys: "PageUp", harm: "harmless" },
  } as const;
  const { personId, unheard } = await preparePerson(folder, actions);
  const vault = await openVault({ folder, useKeyRing: false });
  const commandId = await vault.addCommand(personId, HUM, Date.now());
  for (const take of heldTakes(HUM, voice, 5, random)) {
    const { pcm } = soundOf(take);
    const row = { id: randomUUID(), recorded: Date.now(), verdict: "good", live: false } as const;
    const durationMs = pcm.length / 16;
    const waveform = waveformOf("sound", pcm);
    await vault.addTake(personId, commandId, { ...row, durationMs, waveform }, pcm);
  }
  await vault.close();

  const path = join(folder, "actions.jsonl");
  const log = (error: unknown): void => assert.fail(String(error));
  const desk = await openDesk({ folder, useKeyRing: false, actor: { kind: "journal", path }, log });
  t.after(async () => {
    await desk.close();
    rmSync(folder, { recursive: true, force: true });
  });
  let person: PersonView | null = null;
  let live: LiveView | undefined;
  desk.feeds.person({ personId }).subscribe((view) => (person = view));
  desk.feeds.live({}).subscribe((view) => (live = view));
  const is = async (what: string, holds: () => boolean): Promise<void> => {
    for (let tries = 0; !holds(); tries++) {
      assert.ok(tries < 1500, `${what} never comes`);
      await wait(20);
    }
  };
  const now = (): PersonView => person!;
  await is("the person", () => person !== null);
  await desk.calls["commands.setHeld"]({ personId, commandId, held: true }, WINDOW);
  await is("the change", () => now().commands.some(({ held }) => held));
  assert.equal(now().modelIsStale, true, "another kind of command is another model");
  await desk.calls["training.start"]({ personId }, WINDOW);
  await is("a model", () => now().model?.commands.length === 3 && !now().modelIsStale);
  const action = { do: "hold", keys: "ArrowDown", harm: "harmless" } as const;
  await desk.calls["profile.setAction"]({ personId, label: HUM, action, mode: 0 }, WINDOW);
  await desk.calls["wearables.send"]({ personId }, WINDOW);
  await is("the wearable", () => now().verifiedModelId !== null);
  desk.calls["microphone.report"]({ state: "open", name: "Desk" }, WINDOW);
  await desk.calls["live.arm"]({ personId, consent: true }, WINDOW);

  const say = async (pcm: Int16Array): Promise<void> => {
    for (let at = 0; at < pcm.length; at += 320) {
      await desk.sound(16_000, pcm.subarray(at, at + 320), WINDOW);
      await wait(4);
    }
  };
  /** What the actor did with a key, first to last. */
  const did = (key: string): string[] =>
    readFileSync(path, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as { do: string; input?: string; inputs?: string[] })
      .flatMap((line) => (line.input === key || line.inputs?.includes(key) ? [line.do] : []));
  const { pcm, places } = layInRoom([makeSound(voice, 2, random)], random);
  const middle = Math.round(((places[0]!.startMs + places[0]!.endMs) / 2) * 16);
  await say(pcm.subarray(0, middle));
  await is("the key", () => did("ArrowDown").length > 0);
  assert.deepEqual([did("ArrowDown"), live?.held], [["press"], [HUM]]);
  await say(pcm.subarray(middle));
  await is("its end", () => did("ArrowDown").length > 1);
  assert.deepEqual([did("ArrowDown"), live?.held], [["press", "release"], []]);

  for (const word of unheard("scroll down")) {
    await say(layInRoom([Float64Array.from(word)], random).pcm);
    await wait(500);
    if (did("PageDown").length > 0) break;
  }
  assert.ok(did("PageDown").length > 0);
  assert.equal(did("ArrowDown").length, 2);
});
