/**
 * Journey 3 by mouse in English, with an evening from a file and six hours that lie behind it: what
 * `npm test` has time for. A command that is proved presses Enter in a real X client, one over its
 * limit presses nothing, until it is known that its events were meant.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Locator } from "playwright-core";
import { findViolations } from "./checks.ts";
import { button, card, sayUntil, TEXTS, type Walk } from "./first-minutes.ts";
import { createPilot } from "./pilot.ts";
import { type RunningApp, startApp } from "./running-app.ts";
import { eveningFile, prepareSoak } from "./soak-journey.ts";
import { noteSounds, type Sounds } from "./sounds.ts";
import { readVoice, SPOKEN, type Spoken } from "./voice.ts";

const KEYSYM = { enter: 0xff0d, delete: 0xffff, pageDown: 0xff56 } as const;
const PRESS_MS = 1500;

describe("proving commands in daily life", () => {
  let app: RunningApp | undefined;
  let walk: Walk;
  let data: string;
  let evening: string;
  let sounds: Sounds;

  before(async () => {
    data = mkdtempSync(join(tmpdir(), "beckon-soak-"));
    const prepared = await prepareSoak(join(data, "vault"), 6.2);
    evening = await eveningFile(data, prepared, "open menu");
    app = await startApp({ language: "en", data: join(data, "vault") });
    sounds = await noteSounds(app.page);
    walk = {
      app,
      pilot: createPilot(app.page, "mouse"),
      text: TEXTS.en,
      voice: await readVoice(),
      spoken: new Map(SPOKEN.map((word) => [word, word])),
      // A wearable that was not heard on a busy machine waits for the person's word, as on any day.
      async recover() {
        const goOn = button(walk, walk.text.live.resume);
        if (await goOn.isVisible()) await walk.pilot.press(goOn);
      },
    };
  });
  after(async () => {
    await app?.stop();
    rmSync(data, { recursive: true, force: true });
  });

  const press = (name: string): Promise<void> => walk.pilot.press(button(walk, name));
  const step = (name: string): Promise<void> =>
    walk.pilot.press(
      walk.app.page.locator(".rail-long").getByRole("button", { name: new RegExp(`^${name}|\\d${name}`) }),
    );
  const cardOf = (label: Spoken): Locator => walk.app.page.getByRole("article", { name: label, exact: true });
  const standing = (label: Spoken, said: "proved" | "unproved" | "over"): Promise<void> =>
    cardOf(label).getByText(walk.text.soak.standings[said], { exact: true }).waitFor();
  const actionLine = (label: Spoken): Locator =>
    walk.app.page.locator(".actions li").filter({ has: walk.app.page.getByText(label, { exact: true }) });
  const pressed = (): number[] =>
    walk.app.client.received.flatMap((one) => (one.kind === "key" && one.down ? [one.keysym] : []));
  const eventsOf = (label: Spoken): Locator =>
    walk.app.page.locator(".soak-events li").filter({ has: walk.app.page.getByText(label, { exact: true }) });
  /** Wrong activations that the card of a command tells of. */
  async function wrongOf(label: Spoken): Promise<number> {
    return Number(/(\d+) wrong activation/.exec((await cardOf(label).textContent()) ?? "")?.[1]);
  }
  async function putOn(): Promise<void> {
    const { start, again } = walk.text.send;
    await walk.pilot.press(button(walk, start).or(button(walk, again)));
    await walk.app.page.locator(".good-news").waitFor({ timeout: 60_000 });
  }
  async function mustBeClean(): Promise<void> {
    assert.deepEqual(await findViolations(walk.app.page), []);
  }

  it("counts an evening from a file, command by command", async () => {
    const { page } = walk.app;
    await walk.pilot.press(card(walk, "Mina"));
    await putOn();
    await step(walk.text.steps.soak);
    await standing("open menu", "proved");
    const choosing = page.waitForEvent("filechooser");
    await press(walk.text.soak.file);
    await (await choosing).setFiles(evening);
    await standing("open menu", "over");
    await page.getByRole("heading", { name: walk.text.soak.states.off, exact: true }).waitFor();
    await standing("page up", "proved");
    await standing("scroll down", "proved");
    assert.match((await cardOf("page up").textContent()) ?? "", /At most 0\.4\d an hour; the limit is 0\.5/);
    assert.match((await cardOf("open menu").textContent()) ?? "", /wrong activations in 6\.\d hours/);
    assert.ok((await page.locator(".soak-events li").count()) > 3);
    await mustBeClean();
  });

  it("plays what would have set a command off, and takes the person's word for what it was, or back", async () => {
    const { page } = walk.app;
    const { soak } = walk.text;
    const events = eventsOf("open menu");
    const [event, other] = [events.nth(0), events.nth(1)];
    const listen = (of: Locator): Locator => of.getByRole("button", { name: /^Listen: open menu, / });
    await walk.pilot.press(listen(event));
    const [sound = 0, ...more] = await sounds.heard(1);
    assert.deepEqual(more, []);
    assert.ok(sound > 0.3 && sound < 5, `${sound} s`);
    // One after the other: the next can be heard once this one has ended.
    await walk.pilot.press(listen(other));
    assert.equal((await sounds.heard(2)).length, 2);

    const wrong = await wrongOf("open menu");
    const mark = (name: string): Promise<void> =>
      walk.pilot.press(event.getByRole("button", { name, exact: true }));
    const isMarked = (as: "me" | "notMe" | "none"): Promise<void> =>
      event.getByText(soak.marked[as], { exact: false }).waitFor();
    for (const [press, as, counted] of [
      [soak.notMe, "notMe", wrong],
      [soak.me, "me", wrong - 1],
      [soak.me, "none", wrong],
    ] as const) {
      await mark(press);
      await isMarked(as);
      await cardOf("open menu")
        .getByText(new RegExp(`^${counted} wrong activations? in`))
        .waitFor();
    }
    await standing("open menu", "over");
    assert.deepEqual(await findViolations(page), []);
  });

  it("lets a proved command press Enter, and one over its limit nothing, and says why", async () => {
    const { page, client } = walk.app;
    await press(walk.text.common.next);
    await actionLine("page up").getByText(walk.text.live.provedAction, { exact: true }).waitFor();
    await actionLine("open menu").getByText(walk.text.live.over, { exact: true }).waitFor();
    await actionLine("open menu").getByText(walk.text.live.overText).waitFor();
    await mustBeClean();
    await walk.pilot.press(page.getByRole("checkbox", { name: walk.text.live.consent }));
    await press(walk.text.live.arm);
    await page.getByRole("heading", { name: walk.text.live.running }).waitFor();
    client.clear();
    await sayUntil(walk, "page up", async () => pressed().includes(KEYSYM.enter));
    await sayUntil(walk, "open menu", async () => page.locator(".entry-overLimit").first().isVisible());
    await page.waitForTimeout(PRESS_MS);
    assert.ok(!pressed().includes(KEYSYM.delete), "what is over its limit presses nothing");
    await page.locator(".entry-overLimit").getByText(walk.text.live.outcomes.overLimit).first().waitFor();
    await press(walk.text.live.turnOff);
  });

  it("refuses to go live where nothing but a command over its limit would act", async () => {
    const { page } = walk.app;
    await step(walk.text.steps.actions);
    for (const label of ["scroll down", "page up"]) {
      await walk.pilot.press(
        page.getByRole("button", { name: new RegExp(`^${walk.text.actions.actionOf(label)}`) }),
      );
      await walk.pilot.press(
        page.getByRole("dialog").getByRole("button", { name: walk.text.actions.nothing }),
      );
    }
    await step(walk.text.steps.live);
    await walk.pilot.press(page.getByRole("checkbox", { name: walk.text.live.consent }));
    await press(walk.text.live.arm);
    await page.getByText(walk.text.faults["over-limit"].problem).first().waitFor();
    await mustBeClean();
    await walk.pilot.press(
      page.getByRole("group", { name: walk.text.faults["over-limit"].problem }).getByRole("button"),
    );
    await standing("open menu", "over");
  });

  it("proves it once its events were said to be meant, and asks to put a changed model on again", async () => {
    const { page, client } = walk.app;
    const { soak } = walk.text;
    const more = button(walk, soak.all(await eventCount()));
    if (await more.isVisible()) await walk.pilot.press(more);
    const events = eventsOf("open menu");
    const count = await events.count();
    for (let i = 0; i < count; i++) {
      await walk.pilot.press(events.nth(i).getByRole("button", { name: soak.me, exact: true }));
      await events.nth(i).getByText(soak.marked.me).waitFor();
    }
    await standing("open menu", "proved");
    await walk.pilot.press(button(walk, soak.less("open menu")));
    await walk.pilot.press(cardOf("open menu").getByRole("button", { name: soak.use, exact: true }));
    await page.getByText(soak.again).waitFor();
    await press(soak.putOn);
    await putOn();
    await step(walk.text.steps.soak);
    await standing("open menu", "proved");
    await press(walk.text.common.next);
    await page.getByRole("heading", { name: walk.text.live.proved, exact: true }).waitFor();
    assert.equal(await page.getByRole("checkbox").count(), 0, "nothing is left to be agreed to");
    await press(walk.text.live.arm);
    await page.getByRole("heading", { name: walk.text.live.running }).waitFor();
    client.clear();
    await sayUntil(walk, "open menu", async () => pressed().includes(KEYSYM.delete));
    assert.equal(await page.getByText(walk.text.live.unproved, { exact: true }).count(), 0);
    await press(walk.text.live.turnOff);
    assert.deepEqual(walk.app.complaints, []);
  });

  async function eventCount(): Promise<number> {
    const text = await walk.app.page.locator("main").innerText();
    return Number(/Show all (\d+)/.exec(text)?.[1] ?? 0);
  }
});
