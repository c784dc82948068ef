/** Case B23 with a wearable on a cable: when the computer wakes, its port has another name, or another one sits in its place. */
import assert from "node:assert/strict";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { readImage } from "../../firmware-gen/image/read.ts";
import { withThresholds } from "../../firmware-gen/image/thresholds.ts";
import { noBus, startLogin, type TestLogin } from "../../main/actor/testing/login1.ts";
import { type PreparedPerson, preparePerson } from "../../main/app/desk/testing/prepared.ts";
import { betweenQuiet, type Cable, createCable } from "./cable.ts";
import { button, TEXTS } from "./first-minutes.ts";
import { createPilot } from "./pilot.ts";
import { goTo, type RunningApp, startApp } from "./running-app.ts";

const ACTIONS = {
  "scroll down": { do: "scroll", down: 3, harm: "harmless" },
  "page up": { do: "keys", keys: "PageUp", harm: "harmless" },
} as const;
const PAGE_UP = 0xff55;
/** Control comes back within this time. */
const BACK_MS = 3000;
const text = TEXTS.en;

describe("a wearable on a cable while the computer sleeps", { skip: noBus }, () => {
  const data = mkdtempSync(join(tmpdir(), "beckon-data-"));
  let login: TestLogin;
  let cable: Cable;
  let others: Cable;
  let person: PreparedPerson;
  let othersImage: Uint8Array;
  let app: RunningApp;

  before(async () => {
    login = await startLogin();
    cable = createCable();
    others = createCable();
    person = await preparePerson(data, ACTIONS, { wearable: cable.dev, verified: true });
    const { classes } = readImage(person.image);
    othersImage = withThresholds(
      person.image,
      classes.map(({ threshold }) => threshold - 1),
    );
    await cable.plugIn(person.image);
    app = await startApp({ language: "en", data, env: login.env });
    await goTo(app.page, { at: "step", personId: person.personId, step: "live" });
    const pilot = createPilot(app.page, "mouse");
    await pilot.press(app.page.getByRole("checkbox", { name: text.live.consent }));
    await pilot.press(button({ app }, text.live.arm));
    await shown(text.live.running);
  });
  after(async () => {
    await app?.stop();
    await cable?.stop();
    await others?.stop();
    await login?.stop();
    rmSync(data, { recursive: true, force: true });
  });

  const shown = (title: string, timeout?: number): Promise<void> =>
    app.page
      .getByRole("heading", { level: 1, name: title, exact: true })
      .waitFor(timeout === undefined ? {} : { timeout });
  const isPressed = (): boolean =>
    app.client.received.some((one) => one.kind === "key" && one.keysym === PAGE_UP && one.down);
  const acts = async (): Promise<void> => {
    app.client.clear();
    for (const pcm of person.unheard("page up")) {
      await cable.say(betweenQuiet(pcm));
      await wait(500);
      if (isPressed()) return;
    }
    assert.fail("it does not act");
  };
  const doesNothing = async (hears: Cable): Promise<void> => {
    app.client.clear();
    for (const pcm of person.unheard("page up").slice(0, 2)) await hears.say(betweenQuiet(pcm));
    await wait(500);
    assert.deepEqual(app.client.received, []);
  };
  const fallAsleep = async (): Promise<void> => {
    login.lock(true);
    login.sleep(true);
    await shown(text.live.locked);
    await cable.pull();
  };

  it("is found again at a port of another name, and acts within three seconds of the unlocking", async () => {
    await acts();
    const before = realpathSync(cable.path);
    await fallAsleep();
    // Another's board comes first and takes what was free.
    await others.plugIn(othersImage);
    await cable.plugIn(person.image);
    assert.notEqual(realpathSync(cable.path), before);
    login.sleep(false);
    await doesNothing(cable);
    await shown(text.live.locked);
    login.lock(false);
    await shown(text.live.running, BACK_MS);
    await doesNothing(others);
    await acts();
  });

  it("is waited for where it comes only after the unlocking, and does nothing that it heard before", async () => {
    await fallAsleep();
    login.sleep(false);
    login.lock(false);
    await wait(1000);
    await cable.plugIn(person.image);
    app.client.clear();
    await shown(text.live.running, BACK_MS);
    await wait(1000);
    assert.deepEqual(app.client.received, []);
    await acts();
  });

  it("is never armed where another one came in its place", async () => {
    await fallAsleep();
    await cable.plugIn(othersImage);
    login.sleep(false);
    login.lock(false);
    await shown(text.live.lost, 20_000);
    await app.page.getByText(text.faults["device-other-model"].problem).first().waitFor();
    await doesNothing(cable);
  });

  it("says that it is lost where it does not come back, and then waits for the person's word", async () => {
    await cable.pull();
    await cable.plugIn(person.image);
    await shown(text.live.paused, 20_000);
    await createPilot(app.page, "mouse").press(button({ app }, text.live.resume));
    await shown(text.live.running);
    await fallAsleep();
    login.sleep(false);
    login.lock(false);
    await shown(text.live.lost, 30_000);
    await cable.plugIn(person.image);
    await shown(text.live.paused, 20_000);
    await doesNothing(cable);
  });
});
