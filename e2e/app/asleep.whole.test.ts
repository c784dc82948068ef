/**
 * Every day, by mouse in Korean: one of the person's own commands puts the others to sleep. Nothing acts while they
 * sleep, the screen says so, and the same command, or the button, wakes them.
 */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type AtLive, startAtLive } from "./at-live.ts";
import { findViolations } from "./checks.ts";
import { button, goLive, TEXTS } from "./first-minutes.ts";
import { goTo } from "./running-app.ts";

const PAGE_DOWN = 0xff56;
const SLEEP = "open menu";
const ACTS = "scroll down";
const ACTIONS = {
  [ACTS]: { do: "keys", keys: "PageDown", harm: "harmless" },
  [SLEEP]: { do: "sleep" },
} as const;

describe("asleep by one's own command", () => {
  const text = TEXTS.ko;
  let at: AtLive;

  before(async () => {
    at = await startAtLive("ko", "mouse", ACTIONS);
    await goTo(at.app.page, { at: "step", personId: at.personId, step: "live" });
    await goLive(at.walk);
  });
  after(() => at?.stop());

  const heading = (name: string): Promise<void> =>
    at.app.page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
  const pressed = (): boolean => at.pressed(PAGE_DOWN);
  const shows = (name: string) => (): Promise<boolean> =>
    at.app.page.getByRole("heading", { level: 1, name, exact: true }).isVisible();

  it("falls asleep, and does nothing then", async () => {
    assert.ok(await at.say(ACTS, pressed), "awake it acts");
    assert.ok(await at.say(SLEEP, shows(text.live.asleep)));
    await at.app.page.getByText(text.indicator.asleep, { exact: true }).waitFor();
    assert.deepEqual(await findViolations(at.app.page), []);
    at.app.client.clear();
    assert.equal(await at.say(ACTS, pressed), false);
    assert.deepEqual(at.app.client.received, []);
  });

  it("wakes by the same command", async () => {
    assert.ok(await at.say(SLEEP, shows(text.live.running)));
    assert.ok(await at.say(ACTS, pressed));
  });

  it("wakes by the button too", async () => {
    assert.ok(await at.say(SLEEP, shows(text.live.asleep)));
    await at.walk.pilot.press(button(at.walk, text.live.wake));
    await heading(text.live.running);
    at.app.client.clear();
    assert.ok(await at.say(ACTS, pressed));
    assert.deepEqual(at.app.complaints, []);
  });
});
