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
import { createRandom } from "../../common/random.ts";
import { type PreparedPerson, preparePerson } from "../../main/app/desk/testing/prepared.ts";
import type { CarePart } from "../../renderer/parts/place.ts";
import { fragmentOf } from "../../renderer/parts/place.ts";
import { laySound } from "../../models/features/lay.ts";
import { type Cable, createCable } from "./cable.ts";
import { findViolations } from "./checks.ts";
import { button, goLive, TEXTS, type Walk } from "./first-minutes.ts";
import { createPilot } from "./pilot.ts";
import { type RunningApp, startApp } from "./running-app.ts";
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

  const go = (to: Parameters<typeof fragmentOf>[0]): Promise<void> =>
    app.page.evaluate((fragment) => {
      location.hash = fragment;
    }, fragmentOf(to));
  const step = (name: "send" | "live"): Promise<void> =>
    go({ at: "step", personId: person.personId, step: name });
  const care = (part: CarePart): Promise<void> => go({ at: "care", personId: person.personId, part });
  const says = (said: string): Promise<void> =>
    app.page.getByRole("main").getByText(said).first().waitFor({ timeout: 60_000 });

  it("does not go live while another model is on the wearable, and says so", async () => {
    await cable.plugIn(other.image);
    await step("live");
    await walk.pilot.press(app.page.getByRole("checkbox", { name: text.live.consent }));
    await walk.pilot.press(button(walk, text.live.arm));
    await says(text.faults["device-other-model"].problem);
    await care("certificate");
    await says(words.none);
    assert.deepEqual(await findViolations(app.page), []);
  });

  it("is made when the model is put there, and tells each take", async () => {
    await walk.pilot.press(button(walk, text.care.health.putOn));
    await walk.pilot.press(button(walk, text.send.again));
    await says(text.send.compared(10));
    await care("certificate");
    await says(words.rounding(0, 10));
    const rows = app.page.locator(".certificate tbody tr");
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
    await step("live");
    await goLive(walk);
    const { client } = app;
    const isPressed = (): boolean =>
      client.received.some((one) => one.kind === "key" && one.keysym === PAGE_UP && one.down);
    for (const pcm of person.unheard("page up")) {
      const sound = { signal: "sound" as const, pcm, originRateHz: 16_000 };
      await cable.say(laySound([sound], 20, createRandom(3)).pcm);
      await wait(500);
      if (isPressed()) break;
    }
    assert.ok(isPressed());
    assert.deepEqual(app.complaints, []);
  });
});
