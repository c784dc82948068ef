/**
 * Journey 2 by keyboard in English: two commands with the same word are told of after three takes, heard
 * side by side, kept as they are; one is replaced by another that is said the same, then the two are made one; after training the talk that is like it is heard and
 * kept; the kept command presses Page Down in a real X client.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Locator } from "playwright-core";
import { prepareAlike } from "../../main/app/desk/testing/alike.ts";
import { findViolations } from "./checks.ts";
import {
  button,
  card,
  goLive,
  readResult,
  sayUntil,
  send,
  sayTakes,
  TEXTS,
  train,
  tryOut,
  useSet,
  type Walk,
} from "./first-minutes.ts";
import { createPilot } from "./pilot.ts";
import { type RunningApp, startApp } from "./running-app.ts";
import { noteSounds, type Sounds } from "./sounds.ts";
import { readVoice, type Spoken } from "./voice.ts";

const PAGE_DOWN = 0xff56;
const words = TEXTS.en.advice;

describe("the adviser", () => {
  const spoken = new Map<string, Spoken>([
    ["page up", "page up"],
    ["open menu", "open menu"],
  ]);
  let app: RunningApp;
  let walk: Walk;
  let data: string;
  let sounds: Sounds;

  before(async () => {
    data = mkdtempSync(join(tmpdir(), "beckon-adviser-"));
    await prepareAlike(join(data, "vault"));
    app = await startApp({ language: "en", data: join(data, "vault") });
    walk = {
      app,
      pilot: createPilot(app.page, "keyboard"),
      text: TEXTS.en,
      voice: await readVoice(),
      spoken,
    };
    sounds = await noteSounds(app.page);
  });
  after(async () => {
    await app?.stop();
    rmSync(data, { recursive: true, force: true });
  });

  const advice = (title: string): Locator => app.page.getByRole("article", { name: title, exact: true });
  const within = (title: string, name: string): Locator =>
    advice(title).getByRole("button", { name, exact: true });
  let alike = words.alike("page up", "upwards");

  it("tells after three takes which commands are too alike, and plays both", async () => {
    await walk.pilot.press(card(walk, "Mina"));
    await advice(alike).waitFor();
    const like = words.likeTalk(
      (await advice(words.likeTalk("page up")).count()) > 0 ? "page up" : "upwards",
    );
    const titles = await app.page.getByRole("article").getByRole("heading").allTextContents();
    assert.deepEqual(titles, [alike, like], "nothing else is worth a word");
    assert.match((await advice(alike).textContent()) ?? "", /of 6 takes (is|are) nearer|nearly as near/);
    for (const label of ["page up", "upwards"]) await walk.pilot.press(within(alike, words.play(label)));
    const [first, second, ...more] = await sounds.heard(2);
    assert.deepEqual(more, []);
    assert.ok(first! > 0.5 && second! > 0.5 && first !== second, `${first} ${second}`);
    assert.deepEqual(await findViolations(app.page), []);
  });

  it("is advice: what is kept as it is stays away, and comes back on request", async () => {
    await walk.pilot.press(within(alike, words.keep));
    await advice(alike).waitFor({ state: "detached" });
    await app.killAndStart();
    await walk.pilot.press(card(walk, "Mina"));
    await walk.pilot.press(button(walk, words.showKept(1)));
    await walk.pilot.press(within(alike, words.again));
    await within(alike, words.keep).waitFor();
  });

  it("replaces one by another word, with which its old takes go and new ones are asked for", async () => {
    const { page } = app;
    const { record } = walk.text;
    const dialog = page.getByRole("dialog", { name: words.replaceTitle("upwards"), exact: true });
    const replaceBy = async (label: string): Promise<void> => {
      await walk.pilot.press(within(alike, words.replace("upwards")));
      await dialog.getByText(words.replaceText(3), { exact: true }).waitFor();
      const word = dialog.getByRole("textbox", { name: words.word });
      assert.equal(await word.inputValue(), "upwards");
      await word.selectText();
      await walk.pilot.type(word, label);
    };
    await replaceBy("open menu");
    await walk.pilot.press(dialog.getByRole("button", { name: words.replaceYes, exact: true }));
    await page.getByText(walk.text.faults["label-taken"].problem).first().waitFor();
    await page.getByRole("button", { name: record.takesOf("upwards", 3, 5) }).waitFor();
    await replaceBy("higher");
    assert.deepEqual(await findViolations(page), []);
    await walk.pilot.press(dialog.getByRole("button", { name: walk.text.common.cancel, exact: true }));
    await page.getByRole("button", { name: record.takesOf("upwards", 3, 5) }).waitFor();
    await replaceBy("higher");
    await walk.pilot.press(dialog.getByRole("button", { name: words.replaceYes, exact: true }));

    await page.getByRole("heading", { level: 1, name: record.title("higher"), exact: true }).waitFor();
    await page.getByRole("button", { name: record.takesOf("higher", 0, 5) }).waitFor();
    await page.getByRole("button", { name: record.takesOf("page up", 3, 5) }).waitFor();
    assert.equal(await page.getByRole("button", { name: /upwards/ }).count(), 0);
    await advice(alike).waitFor({ state: "detached" });
    spoken.set("higher", "page up");
    await walk.pilot.press(button(walk, record.start));
    await sayTakes(walk, 3);
    await walk.pilot.press(button(walk, record.pause));
    alike = words.alike("page up", "higher");
    await advice(alike).waitFor();
  });

  it("makes two commands one, with the takes of both", async () => {
    await walk.pilot.press(within(alike, words.merge));
    await walk.pilot.press(
      app.page.getByRole("alertdialog").getByRole("button", { name: words.mergeAs("page up") }),
    );
    await advice(alike).waitFor({ state: "detached" });
    await app.page.getByRole("button", { name: walk.text.record.takesOf("page up", 6, 5) }).waitFor();
    assert.equal(await app.page.getByRole("button", { name: /higher/ }).count(), 0);
    spoken.delete("higher");
  });

  it("records another command until it has its five takes", async () => {
    await walk.pilot.press(
      app.page.getByRole("button", { name: walk.text.record.takesOf("open menu", 3, 5) }),
    );
    await walk.pilot.press(button(walk, walk.text.record.goOn));
    await sayTakes(walk, 5);
    await walk.pilot.press(button(walk, walk.text.common.next));
    await walk.pilot.press(
      app.page.locator(".rail-long").getByRole("button", { name: new RegExp(`${walk.text.steps.train}`) }),
    );
  });

  it("tells after training which talk is like a command, and plays it; it too may stay", async () => {
    await train(walk);
    const title = words.likeTalk("page up");
    await advice(title).waitFor();
    const before = (await sounds.played()).length;
    await walk.pilot.press(within(title, words.playTalk(1)));
    const talk = (await sounds.heard(before + 1))[before]!;
    assert.ok(talk > 0.8 && talk < 3, `${talk} s of talk`);
    assert.deepEqual(await findViolations(app.page), []);
    await walk.pilot.press(within(title, words.keep));
    await advice(title).waitFor({ state: "detached" });
    const { tested } = await readResult(walk);
    assert.equal(tested, 11);
  });

  it("presses in a real X client what the kept command means", async () => {
    await tryOut(walk);
    await useSet(walk, "reading");
    await send(walk);
    await walk.pilot.press(
      app.page.locator(".rail-long").getByRole("button", { name: new RegExp(`${walk.text.steps.live}$`) }),
    );
    await goLive(walk);
    app.client.clear();
    await sayUntil(walk, "page up", async () =>
      app.client.received.some((one) => one.kind === "key" && one.down && one.keysym === PAGE_DOWN),
    );
    assert.deepEqual(app.complaints, []);
  });
});
