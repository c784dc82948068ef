/**
 * Journey 8: a locked screen and a sleeping computer (case B23), as logind tells it on a real bus. And Wayland (case B17):
 * until Beckon can ask a portal, it says once what it cannot reach, and asks nobody.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { preparePerson } from "../../main/app/desk/testing/prepared.ts";
import { noBus, startLogin, type TestLogin } from "../../main/actor/testing/login1.ts";
import { button, goLive, sayUntil, TEXTS, type Walk } from "./first-minutes.ts";
import { createPilot } from "./pilot.ts";
import { goTo, type RunningApp, startApp } from "./running-app.ts";
import { readVoice, SPOKEN } from "./voice.ts";

const PAGE_UP = 0xff55;
/** Case B23: control comes back within this time. */
const BACK_MS = 3000;

describe("while the screen is locked or the computer sleeps", { skip: noBus }, () => {
  const data = mkdtempSync(join(tmpdir(), "beckon-data-"));
  let login: TestLogin;
  let app: RunningApp | undefined;
  let walk: Walk;

  before(async () => {
    login = await startLogin();
    const actions = {
      "scroll down": { do: "scroll", down: 3, harm: "harmless" },
      "page up": { do: "keys", keys: "PageUp", harm: "harmless" },
    } as const;
    const { personId } = await preparePerson(data, actions, { verified: true });
    const env = { ...login.env, XDG_SESSION_TYPE: "wayland" };
    app = await startApp({ language: "ko", data, env });
    const spoken = new Map(SPOKEN.map((words) => [words as string, words]));
    walk = { app, pilot: createPilot(app.page, "mouse"), text: TEXTS.ko, voice: await readVoice(), spoken };
    await goTo(app.page, { at: "step", personId, step: "live" });
  });
  after(async () => {
    await app?.stop();
    await login.stop();
    rmSync(data, { recursive: true, force: true });
  });

  const pressed = (): number =>
    walk.app.client.received.filter((one) => one.kind === "key" && one.keysym === PAGE_UP && one.down).length;
  const shown = (title: string, timeout?: number): Promise<void> =>
    walk.app.page
      .getByRole("heading", { level: 1, name: title, exact: true })
      .waitFor(timeout === undefined ? {} : { timeout });
  const acts = async (): Promise<void> => {
    walk.app.client.clear();
    await sayUntil(walk, "page up", async () => pressed() > 0);
  };
  const doesNothing = async (): Promise<void> => {
    walk.app.client.clear();
    await walk.app.microphone.play(walk.voice.say("page up", 6));
    await walk.app.page.waitForTimeout(1000);
    assert.deepEqual(walk.app.client.received, []);
  };

  it("says once what a Wayland session keeps from it, and asks for nothing (case B17)", async () => {
    const said = walk.app.page.getByText(walk.text.live.wayland);
    await said.waitFor();
    assert.equal(await said.count(), 1);
    assert.equal(await walk.app.page.getByRole("alertdialog").count(), 0);
  });

  it("does nothing while it is locked, says so, and goes on by itself when it is opened", async () => {
    await goLive(walk);
    await acts();
    login.lock(true);
    await shown(walk.text.live.locked);
    await doesNothing();
    login.lock(false);
    await shown(walk.text.live.running, BACK_MS);
    walk.app.client.clear();
    await walk.app.page.waitForTimeout(1000);
    assert.deepEqual(walk.app.client.received, [], "nothing that was said before is done now");
    await acts();
  });

  it("waits for the unlocking when it wakes locked, with a microphone that was gone meanwhile (case B23)", async () => {
    login.lock(true);
    login.sleep(true);
    await shown(walk.text.live.locked);
    walk.app.microphone.unplug();
    await walk.app.page.locator(".trouble", { hasText: walk.text.microphone.states.lost }).waitFor();
    login.sleep(false);
    walk.app.microphone.plugIn();
    await walk.app.page.locator(".trouble").waitFor({ state: "detached" });
    await doesNothing();
    login.lock(false);
    await shown(walk.text.live.running, BACK_MS);
    await acts();
  });

  it("stays paused by the person's own word, whoever unlocks", async () => {
    await walk.pilot.press(button(walk, walk.text.live.pause));
    await shown(walk.text.live.paused);
    login.lock(true);
    login.lock(false);
    await walk.app.page.waitForTimeout(BACK_MS);
    await shown(walk.text.live.paused);
    await doesNothing();
  });

  it("does not come back by itself where the microphone does not", async () => {
    await walk.pilot.press(button(walk, walk.text.live.resume));
    await shown(walk.text.live.running);
    login.lock(true);
    await shown(walk.text.live.locked);
    walk.app.microphone.unplug();
    login.lock(false);
    await shown(walk.text.live.lost, 30_000);
    await walk.app.page
      .locator(".trouble", { hasText: walk.text.faults["microphone-lost"].problem })
      .waitFor();
  });
});
