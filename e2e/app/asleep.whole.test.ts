/**
 * Every day, by mouse in Korean: one of the person's own commands puts the others to sleep. Nothing acts while they
 * sleep, the screen says so, and the same command, or the button, wakes them.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { type PreparedPerson, preparePerson } from "../../main/app/desk/testing/prepared.ts";
import { betweenQuiet, type Cable, createCable } from "./cable.ts";
import { findViolations } from "./checks.ts";
import { button, goLive, TEXTS, type Walk } from "./first-minutes.ts";
import { createPilot } from "./pilot.ts";
import { goTo, type RunningApp, startApp } from "./running-app.ts";
import { readVoice } from "./voice.ts";

const PAGE_DOWN = 0xff56;
const SLEEP = "open menu";
const ACTS = "scroll down";
const ACTIONS = {
  [ACTS]: { do: "keys", keys: "PageDown", harm: "harmless" },
  [SLEEP]: { do: "sleep" },
} as const;

describe("asleep by one's own command", () => {
  const text = TEXTS.ko;
  let data: string;
  let cable: Cable;
  let app: RunningApp;
  let person: PreparedPerson;
  let walk: Walk;

  before(async () => {
    data = mkdtempSync(join(tmpdir(), "beckon-asleep-"));
    cable = createCable();
    person = await preparePerson(data, ACTIONS, { wearable: cable.dev, verified: true });
    await cable.plugIn(person.image);
    app = await startApp({ language: "ko", data });
    walk = { app, pilot: createPilot(app.page, "mouse"), text, voice: await readVoice(), spoken: new Map() };
    await goTo(app.page, { at: "step", personId: person.personId, step: "live" });
    await goLive(walk);
  });
  after(async () => {
    await app?.stop();
    await cable?.stop();
    rmSync(data, { recursive: true, force: true });
  });

  const heading = (name: string): Promise<void> =>
    app.page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
  /** Says takes of a command that training never saw, until one did what it should, or all were said. */
  async function say(label: string, isDone: () => Promise<boolean> | boolean): Promise<boolean> {
    for (const pcm of person.unheard(label)) {
      await cable.say(betweenQuiet(pcm));
      await wait(500);
      if (await isDone()) return true;
    }
    return false;
  }
  const pressed = (): boolean =>
    app.client.received.some((one) => one.kind === "key" && one.keysym === PAGE_DOWN && one.down);
  const shows = (name: string) => (): Promise<boolean> =>
    app.page.getByRole("heading", { level: 1, name, exact: true }).isVisible();

  it("falls asleep, and does nothing then", async () => {
    assert.ok(await say(ACTS, pressed), "awake it acts");
    assert.ok(await say(SLEEP, shows(text.live.asleep)));
    await app.page.getByText(text.indicator.asleep, { exact: true }).waitFor();
    assert.deepEqual(await findViolations(app.page), []);
    app.client.clear();
    assert.equal(await say(ACTS, pressed), false);
    assert.deepEqual(app.client.received, []);
  });

  it("wakes by the same command", async () => {
    assert.ok(await say(SLEEP, shows(text.live.running)));
    assert.ok(await say(ACTS, pressed));
  });

  it("wakes by the button too", async () => {
    assert.ok(await say(SLEEP, shows(text.live.asleep)));
    await walk.pilot.press(button(walk, text.live.wake));
    await heading(text.live.running);
    app.client.clear();
    assert.ok(await say(ACTS, pressed));
    assert.deepEqual(app.complaints, []);
  });
});
