/**
 * Screens that a journey meets with one input and in one language, met with the others: each is used for what it is
 * there for, and looked at by axe. What comes of it in a real X client is the journeys' part.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareAlike } from "../../main/app/desk/testing/alike.ts";
import type { CarePart } from "../../renderer/parts/place.ts";
import { findViolations } from "./checks.ts";
import { button, card, TEXTS, type Walk } from "./first-minutes.ts";
import { createPilot, type Input, isSwitch } from "./pilot.ts";
import { goTo, type RunningApp, startApp } from "./running-app.ts";
import { prepareSoak } from "./soak-journey.ts";
import { readVoice } from "./voice.ts";

const PIN = "2580";
/** What a board of letters gives in both languages with the first letter of its first row. */
const LETTERS = 8;

export interface Tour {
  readonly walk: Walk;
  readonly personId: string;
  readonly data: string;
  see(said: string | RegExp): Promise<void>;
  mustBeClean(): Promise<void>;
  stop(): Promise<void>;
}

/** @param who a person with a model and its hours, or one whose commands are too alike. */
export async function startTour(
  input: Input,
  language: "en" | "ko",
  who: "trained" | "alike",
): Promise<Tour> {
  const folder = mkdtempSync(join(tmpdir(), "beckon-tour-"));
  const data = join(folder, "vault");
  const personId = who === "alike" ? await prepareAlike(data) : (await prepareSoak(data, 4)).personId;
  const app: RunningApp = await startApp({ language, data });
  const pilot = createPilot(app.page, input);
  const text = TEXTS[language];
  await app.page.getByRole("button", { name: text.start.someoneNew, exact: true }).waitFor();
  await pilot.begin();
  return {
    walk: { app, pilot, text, voice: await readVoice(), spoken: new Map() },
    personId,
    data,
    see: (said) =>
      app.page.getByRole("main").getByText(said, { exact: true }).first().waitFor({ timeout: 60_000 }),
    mustBeClean: async () => assert.deepEqual(await findViolations(app.page), []),
    async stop() {
      await app.stop();
      assert.deepEqual(app.complaints, []);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What is alike is played, kept as it is and shown again; then a second list of actions is added. */
export async function tourAdvice({ walk, personId, see, mustBeClean }: Tour): Promise<void> {
  const { app, pilot, text } = walk;
  const words = text.advice;
  await goTo(app.page, { at: "step", personId, step: "record" });
  const article = app.page.getByRole("article", { name: words.alike("page up", "upwards"), exact: true });
  const within = (name: string) => article.getByRole("button", { name, exact: true });
  await pilot.press(within(words.play("page up")));
  await pilot.press(within(words.merge));
  await pilot.press(
    app.page.locator("[role=dialog], [role=alertdialog]").getByRole("button", { name: text.common.cancel }),
  );
  await pilot.press(within(words.keep));
  await article.waitFor({ state: "detached" });
  await mustBeClean();
  await pilot.press(button(walk, words.showKept(1)));
  await see(words.alike("page up", "upwards"));

  await goTo(app.page, { at: "step", personId, step: "actions" });
  await pilot.press(button(walk, text.actions.lists.add));
  const list = text.actions.setNames.reading;
  await pilot.press(app.page.getByRole("dialog").getByRole("button", { name: new RegExp(`^${list}`) }));
  await button(walk, list).waitFor();
  await mustBeClean();
}

/** Sureness is made higher and put to use; what was learned anew is compared and declined; the model is put on and certified. */
export async function tourModel({ walk, personId, see, mustBeClean }: Tour): Promise<void> {
  const { app, pilot, text } = walk;
  const press = (name: string): Promise<void> => pilot.press(button(walk, name));
  await goTo(app.page, { at: "step", personId, step: "soak" });
  await press(text.soak.said.talk);
  await press(text.soak.start);
  await app.page.locator(".indicator-soaking").waitFor();
  await press(text.soak.stop);
  await app.page.locator(".indicator-off").waitFor();
  await mustBeClean();

  await goTo(app.page, { at: "learn", personId });
  await see(text.learn.newNothing);
  await press(text.learn.again);
  await app.page.locator(".comparison").first().waitFor({ timeout: 120_000 });
  await mustBeClean();
  await press(text.learn.decline);
  await button(walk, text.learn.again).waitFor();

  await goTo(app.page, { at: "care", personId, part: "certificate" });
  await see(text.care.certificate.none);
  await press(text.care.health.putOn);
  await press(text.send.start);
  await button(walk, text.send.again).waitFor({ timeout: 120_000 });
  await goTo(app.page, { at: "care", personId, part: "certificate" });
  await app.page.locator(".certificate tbody tr").first().waitFor();
  await mustBeClean();
}

/** The small window, by what it has of its own: it says what is so, and switches off what is live. */
export async function tourSmallWindow({ walk, personId }: Tour): Promise<void> {
  const { app, pilot, text } = walk;
  await goTo(app.page, { at: "step", personId, step: "live" });
  await pilot.press(app.page.getByRole("checkbox", { name: text.live.consent }));
  await pilot.press(button(walk, text.live.arm));
  await app.page.locator(".indicator-armed").waitFor();
  const small = await app.page.context().newPage();
  await small.goto(new URL("#/small", app.page.url()).href);
  await small.getByText(text.indicator.armed, { exact: true }).waitFor();
  assert.deepEqual(await findViolations(small), []);
  const off = small.getByRole("button", { name: text.live.turnOff, exact: true });
  await createPilot(small, pilot.input).press(off);
  await app.page.locator(".indicator-off").waitFor();
}

/** Contrast on and off again, and how fast a light goes. */
export async function tourSettings({ walk, mustBeClean }: Tour): Promise<void> {
  const { app, pilot, text } = walk;
  const named = (name: string) => app.page.getByRole("button", { name, exact: true });
  await pilot.press(named(text.common.settings));
  await pilot.press(named(text.settings.looks.contrast));
  assert.equal(await app.page.locator("html").getAttribute("data-look"), "contrast");
  await mustBeClean();
  await pilot.press(named(text.settings.looks.system));
  await pilot.press(
    app.page.getByRole("dialog").getByRole("button", { name: text.common.close, exact: true }),
  );
}

/** Help tells of the screen under it; a part that holds everywhere opens; afterwards the way goes on where it was. */
export async function tourHelp({ walk, personId, mustBeClean }: Tour): Promise<void> {
  const { app, pilot, text } = walk;
  const words = text.help;
  await goTo(app.page, { at: "step", personId, step: "actions" });
  const opens = app.page.getByRole("banner").getByRole("button", { name: words.title, exact: true });
  await pilot.press(opens);
  const dialog = app.page.getByRole("dialog", { name: words.title });
  for (const said of words.here.actions) await dialog.getByText(said, { exact: true }).waitFor();
  await pilot.press(dialog.getByRole("button", { name: words.stop.title, exact: true }));
  await dialog.getByText(words.stop.texts[0]!, { exact: true }).waitFor();
  await mustBeClean();
  await pilot.press(dialog.getByRole("button", { name: text.common.close, exact: true }));
  await dialog.waitFor({ state: "detached" });
  // A light chooses without the focus.
  if (!isSwitch(pilot.input)) {
    await opens.evaluate(async (element) => {
      while (document.activeElement !== element) await new Promise((resolve) => setTimeout(resolve, 20));
    });
  }
}

/** A PIN is set and entered again, the card and the health page are read, and a person goes into a backup and comes back. */
export async function tourCare({ walk, personId, data, see, mustBeClean }: Tour): Promise<void> {
  const { app, pilot, text } = walk;
  const words = text.care;
  const press = (name: string): Promise<void> => pilot.press(button(walk, name));
  const to = (part: CarePart): Promise<void> => goTo(app.page, { at: "care", personId, part });
  const digits = async (): Promise<void> => {
    for (const digit of PIN) await press(words.lock.digit(digit));
  };
  await press(words.openFor("Mina"));
  await pilot.press(card(walk, words.cards.lock));
  await digits();
  await press(words.lock.set);
  await see(words.lock.isClosed);
  await digits();
  await press(words.lock.enter);
  await mustBeClean();
  await press(words.lock.takeOff);

  await to("card");
  await app.page.getByRole("rowheader", { name: "scroll down", exact: true }).waitFor();
  await mustBeClean();
  await press(words.backTo("Mina"));
  await pilot.press(card(walk, words.cards.health));
  await see(words.health.verifiedNone);
  await mustBeClean();

  await to("backup");
  await passphrase(walk, words.backup.passphrase);
  await pilot.press(card(walk, words.backup.computer));
  await app.page.locator(".is-done").waitFor({ timeout: 120_000 });
  await mustBeClean();
  const [file = ""] = readdirSync(join(data, "Documents", "Beckon"));
  await goTo(app.page, { at: "people" });
  await press(words.restore.open);
  await pilot.press(card(walk, file));
  await passphrase(walk, words.restore.passphrase);
  await press(words.restore.start);
  await see(words.done.restore);
  await mustBeClean();
}

async function passphrase({ app, pilot, text }: Walk, label: string): Promise<void> {
  if (!isSwitch(pilot.input)) return pilot.type(app.page.getByLabel(label, { exact: true }), "aaaaaaaa");
  const dialog = app.page.getByRole("dialog");
  await pilot.press(app.page.getByRole("button", { name: text.letters.openFor(label), exact: true }));
  const first = [...text.letters.rows[0]!][0]!;
  for (let i = 0; i < LETTERS; i++)
    await pilot.press(dialog.getByRole("button", { name: first, exact: true }));
  await pilot.press(dialog.getByRole("button", { name: text.letters.done, exact: true }));
}
