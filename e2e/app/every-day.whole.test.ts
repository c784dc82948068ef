/**
 * Journey 4 by mouse in English: live, an event that nobody meant, a command that was not heard, learning from
 * both, the new result beside the old one, and the old one back although it is worse; ending in keys.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { preparePerson } from "../../main/app/desk/testing/prepared.ts";
import { findViolations } from "./checks.ts";
import { button, card, goLive, sayUntil, send, TEXTS, type Walk } from "./first-minutes.ts";
import { pressed } from "./keys.ts";
import { createPilot } from "./pilot.ts";
import { type RunningApp, startApp } from "./running-app.ts";
import { readVoice, SPOKEN, STRANGE, type Strange } from "./voice.ts";

const TRAIN_LIMIT_MS = 300_000;
/** From the sound to the line in the journal that has it. */
const HEARD_MS = 3000;
const text = TEXTS.en;
const words = text.learn;

describe("every day by mouse, in English", () => {
  const folder = mkdtempSync(join(tmpdir(), "beckon-every-day-"));
  let app: RunningApp | undefined;
  let walk: Walk;
  let mistaken: { words: Strange; number: number };

  before(async () => {
    const keys = (code: string) => ({ do: "keys", keys: code, harm: "harmless" }) as const;
    const scroll = { do: "scroll", down: 3, harm: "harmless" } as const;
    await preparePerson(folder, {
      [SPOKEN[0]]: keys("PageDown"),
      [SPOKEN[1]]: keys("PageUp"),
      [SPOKEN[2]]: scroll,
    });
    app = await startApp({ language: "en", data: folder });
    walk = {
      app,
      pilot: createPilot(app.page, "mouse"),
      text,
      voice: await readVoice(),
      spoken: new Map(SPOKEN.map((word) => [word, word])),
    };
  });
  after(async () => {
    await app?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const isClean = async (): Promise<void> => assert.deepEqual(await findViolations(walk.app.page), []);
  const dialog = (name: string) =>
    walk.app.page.locator("[role=dialog], [role=alertdialog]").getByRole("button", { name, exact: true });
  /** Puts the model in use on the wearable and goes live with it. */
  async function sendAndGoLive(): Promise<void> {
    await send(walk);
    await goLive(walk);
  }
  const pressesFor = async (label: (typeof SPOKEN)[number], key: string): Promise<void> => {
    walk.app.client.clear();
    await sayUntil(walk, label, async () => pressed(walk.app.client.received).includes(key));
  };

  it("goes live, agreeing that the seconds around what is heard are kept", async () => {
    await walk.pilot.press(card(walk, "Mina").first());
    await button(walk, text.send.start).waitFor();
    await send(walk);
    await walk.pilot.press(walk.app.page.getByRole("switch", { name: words.keep }));
    await goLive(walk);
    await pressesFor(SPOKEN[0], "Page Down");
    await isClean();
  });

  it("hears a word that is no command, and is told so", async () => {
    const { page, microphone } = walk.app;
    const entries = page.locator(".entry");
    const found = await (async () => {
      for (const strange of STRANGE) {
        for (const number of [1, 2, 3]) {
          const before = await entries.count();
          await microphone.play(walk.voice.say(strange, number));
          await page.waitForTimeout(HEARD_MS);
          if ((await entries.count()) > before) return { words: strange, number };
        }
      }
      return undefined;
    })();
    assert(found !== undefined, "a strange word is taken for a command");
    mistaken = found;
    await walk.pilot.press(button(walk, words.notMe));
    await page.locator(".entry").first().getByText(words.marks.notMe).waitFor();
  });

  it("is told of a command that it did not hear", async () => {
    const { page, microphone } = walk.app;
    await walk.pilot.press(button(walk, text.live.pause));
    await button(walk, text.live.resume).waitFor();
    await microphone.play(walk.voice.say(SPOKEN[1], 6));
    await walk.pilot.press(button(walk, words.missed));
    await walk.pilot.press(dialog(words.was(1)));
    await isClean();
    await walk.pilot.press(dialog(SPOKEN[1]));
    await page.locator(".entry-missed").first().waitFor();
    await walk.pilot.press(button(walk, text.live.turnOff));
  });

  it("learns from both, shows old beside new, and puts the new one to use", async () => {
    const { page } = walk.app;
    await walk.pilot.press(button(walk, words.open));
    await page.getByText(words.newMistakes(1)).waitFor();
    await page.getByText(words.newTakes(1)).waitFor();
    await walk.pilot.press(button(walk, words.again));
    await page.locator(".comparison").waitFor({ timeout: TRAIN_LIMIT_MS });
    const shown = await page.locator(".comparison").innerText();
    assert.ok(shown.includes(words.mistakes(1, 0, 1)), shown);
    await isClean();
    await walk.pilot.press(button(walk, words.accept));
    await page.getByText(words.accepted).waitFor();
    await walk.pilot.press(button(walk, words.toSend));
    await sendAndGoLive();
  });

  it("no longer acts on the strange word, and still on the command", async () => {
    const { page, client, microphone } = walk.app;
    client.clear();
    await microphone.play(walk.voice.say(mistaken.words, mistaken.number));
    await page.waitForTimeout(HEARD_MS);
    assert.deepEqual(client.received, []);
    await pressesFor(SPOKEN[0], "Page Down");
    await walk.pilot.press(button(walk, text.live.turnOff));
  });

  it("shows what it does in the small window, which can switch it off", async () => {
    const small = await walk.app.page.context().newPage();
    await small.goto(new URL("#/small", walk.app.page.url()).href);
    await small.getByText(text.indicator.off, { exact: true }).waitFor();
    assert.deepEqual(await findViolations(small), []);
    await walk.pilot.press(button(walk, text.live.turnOn));
    await goLive(walk);
    await small.getByText(text.indicator.armed, { exact: true }).waitFor();
    await pressesFor(SPOKEN[1], "Page Up");
    await small.locator(".small-lasts").getByText(SPOKEN[1], { exact: true }).waitFor();
    await small.getByRole("button", { name: text.live.turnOff }).click();
    await button(walk, text.live.turnOn).waitFor();
    await small.close();
  });

  it("brings the old one back only after saying that it is worse", async () => {
    const { page } = walk.app;
    await walk.pilot.press(button(walk, words.open));
    await walk.pilot.press(page.locator(".models .button").first());
    await page.locator(".models .comparison").waitFor();
    assert.ok((await page.locator(".models .comparison").innerText()).includes(words.verdictsBack.worse));
    await walk.pilot.press(button(walk, words.bringBackWorse));
    await walk.pilot.press(dialog(words.worseYes));
    await page.getByText(words.accepted).waitFor();
    await walk.pilot.press(button(walk, words.toSend));
    await sendAndGoLive();
    await pressesFor(SPOKEN[0], "Page Down");
  });

  it("complained of nothing in the browser's console", () => {
    assert.deepEqual(walk.app.complaints, []);
  });
});
