/**
 * Journey 5 by one switch in English: another model is on the wearable, so Beckon does not go live; the right one
 * is put there and compared, the certificate says so take by take, and a word presses its key.
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

const PAGE_UP = 0xff55;
const harmless = (keys: string) => ({ do: "keys", keys, harm: "harmless" }) as const;
const ACTIONS = { "scroll down": harmless("PageDown"), "page up": harmless("PageUp") };

describe("the certificate", () => {
  const text = TEXTS.en;
  const words = text.care.certificate;
  let folder: string;
  let cable: Cable;
  let app: RunningApp;
  let person: PreparedPerson;
  let other: PreparedPerson;
  let walk: Walk;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "beckon-certificate-"));
    cable = createCable();
    const data = join(folder, "data");
    person = await preparePerson(data, ACTIONS, { wearable: cable.dev, verified: true });
    other = await preparePerson(join(folder, "other"), { "open menu": harmless("F10"), ...ACTIONS });
    app = await startApp({ language: "en", data });
    const pilot = createPilot(app.page, "switch");
    walk = { app, pilot, text, voice: await readVoice(), spoken: new Map() };
    await button(walk, text.start.someoneNew).waitFor();
    await pilot.begin();
  });
  after(async () => {
    await app?.stop();
    await cable?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const toLive = (): Promise<void> => goTo(app.page, { at: "step", personId: person.personId, step: "live" });
  const toCertificate = (): Promise<void> =>
    goTo(app.page, { at: "care", personId: person.personId, part: "certificate" });
  const says = (said: string): Promise<void> =>
    app.page.getByRole("main").getByText(said).first().waitFor({ timeout: 60_000 });

  it("does not go live while another model is on the wearable, and says so", async () => {
    await cable.plugIn(other.image);
    await toLive();
    await walk.pilot.press(app.page.getByRole("checkbox", { name: text.live.consent }));
    await walk.pilot.press(button(walk, text.live.arm));
    await says(text.faults["device-other-model"].problem);
    await toCertificate();
    await says(words.none);
    assert.deepEqual(await findViolations(app.page), []);
  });

  it("is made when the model is put there, and tells each take", async () => {
    await walk.pilot.press(button(walk, text.care.health.putOn));
    await walk.pilot.press(button(walk, text.send.again));
    await says(text.send.compared(10));
    await toCertificate();
    await says(words.rounding(0, 10));
    for (const label of Object.keys(ACTIONS)) {
      await app.page.getByRole("row", { name: `${label} 5 of 5 5 of 5`, exact: true }).waitFor();
    }
    const rows = app.page.locator(".certificate-takes tbody tr");
    assert.equal(await rows.first().isVisible(), false);
    await walk.pilot.press(button(walk, words.all(10)));
    await rows.first().waitFor();
    assert.equal(await rows.count(), 10);
    for (const cells of await rows.allInnerTexts()) {
      assert.match(
        cells,
        /^(scroll down|page up) \d\s+[0-9a-f]{16}\s+(scroll down|page up)\s+\2\s+the same$/,
      );
    }
    await button(walk, text.care.card.print).waitFor();
    assert.deepEqual(await findViolations(app.page), []);
  });

  it("and then a word presses its key", async () => {
    await toLive();
    await goLive(walk);
    const { client } = app;
    const isPressed = (): boolean =>
      client.received.some((one) => one.kind === "key" && one.keysym === PAGE_UP && one.down);
    for (const pcm of person.unheard("page up")) {
      await cable.say(betweenQuiet(pcm));
      await wait(500);
      if (isPressed()) break;
    }
    assert.ok(isPressed());
  });

  it("is not armed again where a wearable with another model comes back on the port", async () => {
    await cable.pull();
    await app.page.getByRole("heading", { level: 1, name: text.live.lost }).waitFor();
    await cable.plugIn(other.image);
    await app.page.getByRole("heading", { level: 1, name: text.live.paused }).waitFor();
    await walk.pilot.press(button(walk, text.live.resume));
    await says(text.faults["device-other-model"].problem);
    app.client.clear();
    for (const pcm of other.unheard("page up")) await cable.say(betweenQuiet(pcm));
    assert.deepEqual(app.client.received, []);
    assert.deepEqual(app.complaints, []);
  });
});
