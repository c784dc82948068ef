/**
 * The first ten minutes over the contract, as a window asks for them: from a
 * new person to keys in a real X client, every take cut out of running sound.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createRandom } from "../common/random.ts";
import type { SoundSamples, Take } from "../common/street.ts";
import { startRecordingClient, startXvfb } from "../main/actor/x-testing.ts";
import { SAMPLE_SOUND } from "../main/app/demo.ts";
import { openDesk } from "../main/app/desk/desk.ts";
import { startHost } from "../main/host/host.ts";
import { openWindow, type TestWindow } from "../main/host/testing/window.ts";
import { laySound, quietLevel } from "../models/features/lay.ts";
import { readFolder } from "../models/recordings/folder.ts";

const WORDS = ["scroll down", "go back", "stop"];
const TAKES = 5;

const { takes } = await readFolder(SAMPLE_SOUND);
const soundOf = ({ samples }: Take): SoundSamples => samples as SoundSamples;
const wordsOf = (label: string): Take[] => takes.filter((take) => take.label === label);
const quiet = quietLevel(takes.filter(({ label }) => WORDS.includes(label)).map(soundOf));
const everyday = takes.filter(({ label }) => label === "_background").map(soundOf);

/** Takes one after the other with quiet between, as a person at rest would say them. */
function said(chosen: readonly Take[]): Int16Array {
  return laySound(chosen.map(soundOf), quiet, createRandom(7), 1200).pcm;
}

test("a new person comes from the first question to keys in an X client", { timeout: 300_000 }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "beckon-first-"));
  const display = await startXvfb();
  const client = await startRecordingClient(display.display);
  const faults: unknown[] = [];
  const log = (error: unknown): void => void faults.push(error);
  const actor = { kind: "x11", display: display.display } as const;
  const desk = await openDesk({ folder, useKeyRing: false, actor, log });
  const host = await startHost({ services: desk, pages: "", log });
  const window: TestWindow = await openWindow(host.address());
  t.after(async () => {
    window.close();
    await host.close();
    await desk.close();
    await client.stop();
    await display.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const { personId } = await window.call("people.create", { name: "Mina", carer: true });
  await window.call("people.setAbility", { personId, ability: "word" });
  await window.call("microphone.report", { state: "open", name: "Desk microphone" });
  const person = window.feed("person", { personId });
  const recorder = window.feed("recorder", {});
  const microphone = window.feed("microphone", {});
  await window.sound(said([]));
  await microphone.until(({ state, levelDb }) => state === "working" && levelDb < -20);

  for (const label of WORDS) {
    const { commandId } = await window.call("commands.add", { personId, label });
    await window.call("recorder.start", { personId, commandId, wanted: TAKES, start: "listen" });
    await recorder.until(({ phase }) => phase === "listening");
    for (const take of wordsOf(label)) {
      if (recorder.values.at(-1)?.phase === "done") break;
      await window.sound(said([take]));
      await recorder.until(({ phase }) => phase === "listening" || phase === "done");
    }
    await recorder.until(({ phase, good }) => phase === "done" && good === TAKES);
  }
  await person.until((view) => view?.commands.every(({ takes: kept }) => kept.length === TAKES) === true);

  for (const [i, kind] of (["room", "talk"] as const).entries()) {
    await window.call("recorder.everyday", { personId, kind, seconds: 15 });
    await window.sound(everyday[i % everyday.length]!.pcm.subarray(0, 16 * 16000));
    await recorder.until(({ phase }) => phase === "done");
  }
  await person.until((view) => view?.everyday.talkSeconds === 15 && view.everyday.roomSeconds === 15);

  const training = window.feed("training", {});
  await window.call("training.start", { personId });
  await training.until(({ progress }) => progress > 0);
  await assert.rejects(window.call("training.start", { personId }), /training-runs/);
  await window.call("training.cancel", {});
  await training.until(({ state }) => state === "cancelled");
  assert.equal(person.values.at(-1)?.model, null, "a cancelled training leaves no model");
  await window.call("training.start", { personId });
  await training.until(({ state }) => state === "running");
  const trained = await training.until(({ state }) => state !== "running", 180_000);
  assert.equal(trained.state, "done", JSON.stringify(trained));
  const { model } = (await person.until((view) => view !== null && view.model !== null))!;
  assert(model !== null);
  const tested = model.commands.reduce((sum, command) => sum + command.tested, 0);
  const heard = model.commands.reduce((sum, command) => sum + command.heard, 0);
  assert.equal(tested, WORDS.length * TAKES);
  assert(heard >= 0.6 * tested, `${heard} of ${tested} were heard`);
  assert.equal(
    model.confusion.flat().reduce((sum, count) => sum + count, 0),
    tested,
  );
  assert(Math.abs(model.everyday.hours - 15 / 3600) < 1e-4);
  assert.equal(person.values.at(-1)?.modelIsStale, false);

  const live = window.feed("live", {});
  const journal = window.feed("journal", { personId });
  await window.call("live.try", { personId });
  await live.until(({ state }) => state === "trying");
  await window.sound(said([wordsOf("scroll down")[6]!]));
  const shown = await live.until(({ last }) => last !== null);
  assert.deepEqual([shown.last?.command, shown.last?.outcome], ["scroll down", "heard"]);
  assert.equal(client.received.length, 0);

  await window.call("profile.setAction", {
    personId,
    label: "scroll down",
    action: { do: "keys", keys: "PageDown", harm: "harmless" },
  });
  await window.call("profile.setAction", {
    personId,
    label: "go back",
    action: { do: "keys", keys: "Backspace" },
  });
  await assert.rejects(window.call("live.arm", { personId, consent: true }), /not-verified/);

  const transfer = window.feed("transfer", {});
  await window.call("wearables.send", { personId });
  const sent = await transfer.until(({ state }) => state === "done" || state === "failed", 60_000);
  assert.deepEqual(
    [sent.state, sent.compared, sent.equal],
    ["done", WORDS.length * TAKES, WORDS.length * TAKES],
  );
  await person.until((view) => view?.verifiedModelId === model.modelId);

  await window.call("live.arm", { personId, consent: true });
  await live.until(({ state }) => state === "armed");
  await window.sound(said([wordsOf("scroll down")[7]!]));
  const [down] = await client.until((received) => received.length >= 2);
  assert(down?.kind === "key" && down.down && down.keysym === 0xff56, "Page Down");
  await journal.until((entries) => entries.length === 2);
  // Sound that comes faster than life would let these overtake the key.
  await window.sound(said([wordsOf("go back")[7]!, wordsOf("stop")[7]!]));
  await journal.until((entries) => entries.length === 4);
  assert.deepEqual(
    journal.values.at(-1)?.map(({ command, outcome }) => [command, outcome]),
    [
      ["stop", "notMapped"],
      ["go back", "heldBack"],
      ["scroll down", "done"],
      ["scroll down", "heard"],
    ],
  );
  assert.equal(client.received.length, 2, "what is not yet proved and not harmless presses nothing");

  await window.call("live.pause", {});
  await live.until(({ state }) => state === "paused");
  await window.sound(said([wordsOf("scroll down")[8]!]));
  await window.call("live.resume", {});
  await live.until(({ state }) => state === "armed");
  assert.equal(client.received.length, 2, "paused");
  await window.sound(said([wordsOf("scroll down")[8]!]));
  await client.until((received) => received.length >= 4);
  // The window that hears goes: that is a wearable lost, whoever else looks on.
  const other = await openWindow(host.address());
  t.after(() => other.close());
  const seen = other.feed("live", {});
  await seen.until(({ state }) => state === "armed");
  window.close();
  const lost = await seen.until(({ state }) => state === "lost");
  assert.equal(lost.fault?.code, "microphone-lost");
  await other.call("live.off", {});
  await seen.until(({ state }) => state === "off");
  assert.deepEqual(faults, []);
});
