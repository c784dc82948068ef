/**
 * Every day, by keyboard in English: a second list of actions is added, one of the person's own commands leads to it and
 * back, and the same other command presses another key in each.
 */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type AtLive, startAtLive } from "./at-live.ts";
import { findViolations } from "./checks.ts";
import { button, goLive, TEXTS } from "./first-minutes.ts";
import { goTo } from "./running-app.ts";

const PAGE_DOWN = 0xff56;
const AUDIO_PLAY = 0x1008ff14;
const LEADS = "open menu";
const ACTS = "scroll down";
const ACTIONS = {
  [ACTS]: { do: "keys", keys: "PageDown", harm: "harmless" },
  [LEADS]: { do: "mode" },
} as const;

describe("several lists of actions", () => {
  const text = TEXTS.en;
  const list = text.actions.setNames.media;
  let at: AtLive;

  before(async () => {
    at = await startAtLive("en", "keyboard", ACTIONS);
  });
  after(() => at?.stop());

  const pressed = (keysym: number) => (): boolean => at.pressed(keysym);
  const shown = (): Promise<boolean> =>
    at.app.page.locator(".indicator").getByText(text.indicator.list(list), { exact: true }).isVisible();

  it("adds a list with a ready-made set, in which what leads on stays as it is", async () => {
    const { page } = at.app;
    await goTo(page, { at: "step", personId: at.personId, step: "actions" });
    await at.walk.pilot.press(button(at.walk, text.actions.lists.add));
    await at.walk.pilot.press(page.getByRole("dialog").getByRole("button", { name: new RegExp(`^${list}`) }));
    const does = (label: string, what: string): string => `${text.actions.actionOf(label)}: ${what}`;
    await button(at.walk, does(ACTS, text.actions.names.play)).waitFor();
    assert.ok(await button(at.walk, does(LEADS, text.actions.names.mode)).isDisabled());
    assert.deepEqual(await findViolations(page), []);
  });

  it("presses another key in each, and says in which list it is", async () => {
    await goTo(at.app.page, { at: "step", personId: at.personId, step: "live" });
    await goLive(at.walk);
    assert.ok(await at.say(ACTS, pressed(PAGE_DOWN)));
    assert.equal(await shown(), false);
    assert.ok(await at.say(LEADS, shown));
    at.app.client.clear();
    assert.ok(await at.say(ACTS, pressed(AUDIO_PLAY)));
    assert.equal(at.pressed(PAGE_DOWN), false);
    assert.deepEqual(await findViolations(at.app.page), []);
  });

  it("comes back by the same command", async () => {
    assert.ok(await at.say(LEADS, async () => !(await shown())));
    at.app.client.clear();
    assert.ok(await at.say(ACTS, pressed(PAGE_DOWN)));
    assert.equal(at.pressed(AUDIO_PLAY), false);
    assert.deepEqual(at.app.complaints, []);
  });
});
