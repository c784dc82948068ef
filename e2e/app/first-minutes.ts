/**
 * The first ten minutes, screen by screen, as a person walks through them: says
 * what the app asks for, when it asks, and chooses by whatever input they have.
 */
import type { Locator } from "playwright-core";
import { en, type Text } from "../../renderer/text/en.ts";
import { ko } from "../../renderer/text/ko.ts";
import { isSwitch, type Pilot } from "./pilot.ts";
import type { RunningApp } from "./running-app.ts";
import type { Spoken, Voice } from "./voice.ts";

export const TEXTS: Readonly<Record<"en" | "ko", Text>> = { en, ko };

/** Training on a busy machine. */
const TRAIN_LIMIT_MS = 300_000;
/** A take, its judgement and the turn to the next command. */
const TAKE_LIMIT_MS = 60_000;

export interface Walk {
  readonly app: RunningApp;
  readonly pilot: Pilot;
  readonly text: Text;
  readonly voice: Voice;
  /** What is said for a command, by the command's label. */
  readonly spoken: ReadonlyMap<string, Spoken>;
  /** Before each word: whatever a word that was not heard has pressed is taken back. */
  readonly recover?: () => Promise<void>;
  /** Told after each screen. */
  readonly onScreen?: (name: string) => Promise<void> | void;
}

export const button = ({ app: { page } }: Pick<Walk, "app">, name: string): Locator =>
  page.getByRole("main").getByRole("button", { name, exact: true });
/** A large choice is named by its title and its hint. */
export const card = ({ app: { page } }: Pick<Walk, "app">, title: string): Locator =>
  page
    .getByRole("main")
    .getByRole("button", { name: new RegExp(`^${title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`) });
const heading = ({ app: { page } }: Walk, name: string): Locator =>
  page.getByRole("heading", { level: 1, name, exact: true });

async function next(walk: Walk, screen: string): Promise<void> {
  await walk.onScreen?.(screen);
  await walk.pilot.press(button(walk, walk.text.common.next));
}

/** Who it is for, and what they do best. */
export async function introduce(walk: Walk, name?: string): Promise<void> {
  const { pilot, text, app } = walk;
  await button(walk, text.start.someoneNew).waitFor();
  await pilot.begin();
  await walk.onScreen?.("people");
  await pilot.press(button(walk, text.start.someoneNew));
  await pilot.press(card(walk, text.start.me));
  if (name !== undefined) await pilot.type(app.page.getByRole("textbox", { name: text.start.name }), name);
  await pilot.press(button(walk, text.start.create));
  await heading(walk, text.ability.title({ name: name ?? "", carer: false })).waitFor();
  await pilot.press(card(walk, text.ability.word));
  await card(walk, text.wearable.virtual).waitFor();
  await next(walk, "wearable");
}

/** Takes suggested words where there are some, and types the others. */
export async function chooseWords(walk: Walk): Promise<void> {
  const { pilot, text, app } = walk;
  for (const label of walk.spoken.keys()) {
    if (text.words.word.includes(label)) {
      await pilot.press(card(walk, label));
    } else {
      await pilot.type(app.page.getByRole("textbox", { name: text.words.own }), label);
      await pilot.press(button(walk, text.words.add));
    }
    await button(walk, text.words.remove(label)).waitFor();
  }
  await walk.onScreen?.("words");
  await pilot.press(button(walk, text.words.start));
}

/** Says each command whenever the app listens for it, until the app has what it wants; no press in between. */
export async function recordTakes(walk: Walk): Promise<void> {
  const { app, pilot, text, voice, spoken } = walk;
  // Whoever has one switch may need time between the press and the word.
  if (isSwitch(pilot.input)) {
    await pilot.press(app.page.getByRole("switch", { name: text.record.countdown }));
  }
  await pilot.press(button(walk, text.record.start));
  const word = app.page.locator(".stage-word");
  const phase = app.page.locator(".stage-phase");
  const said = new Map<string, number>();
  const allDone = app.page.getByText(text.record.allDone, { exact: true }).first();
  let deadline = performance.now() + TAKE_LIMIT_MS;
  while (!(await allDone.isVisible())) {
    if (performance.now() > deadline)
      throw new Error(`recording stands still: ${await app.page.innerText("main")}`);
    if ((await phase.textContent()) !== text.record.phases.listening) {
      await app.page.waitForTimeout(50);
      continue;
    }
    const label = (await word.textContent()) ?? "";
    const number = (said.get(label) ?? 0) + 1;
    if (number > 10) throw new Error(`ten takes of "${label}" were not enough`);
    said.set(label, number);
    await app.microphone.play(voice.say(spokenFor(spoken, label), number));
    await app.page.waitForTimeout(200);
    deadline = performance.now() + TAKE_LIMIT_MS;
  }
  await next(walk, "record");
}

/** Says takes of the command on the screen, whenever the app listens, until it has as many. */
export async function sayTakes(walk: Walk, wanted: number): Promise<void> {
  const { app, text, voice, spoken } = walk;
  const enough = app.page.getByText(text.record.takes(wanted, 5), { exact: true });
  const refusals: string[] = [];
  for (let number = wanted; number <= 10 && !(await enough.isVisible()); number++) {
    await app.page.locator(".stage-phase", { hasText: text.record.phases.listening }).waitFor();
    const label = (await app.page.locator(".stage-word").textContent()) ?? "";
    await app.microphone.play(voice.say(spokenFor(spoken, label), number));
    await app.page.waitForTimeout(500);
    refusals.push((await app.page.locator(".stage-verdict").textContent()) ?? "");
  }
  if (!(await enough.isVisible())) throw new Error(`too few takes: ${refusals.join(" / ")}`);
}

/** The room and the person's own talk, as short as the app offers. */
export async function recordEveryday(walk: Walk): Promise<void> {
  const { app, pilot, text, voice } = walk;
  const words = text.everyday;
  await pilot.press(button(walk, words.lengths(20)));
  for (const [name, sound] of [
    [words.room, voice.room],
    [words.talk, voice.talk],
  ] as const) {
    await pilot.press(button(walk, words.record(name)));
    const silence = app.microphone.loop(sound);
    await button(walk, words.again(name)).waitFor({ timeout: 90_000 });
    await silence();
  }
  await next(walk, "everyday");
}

/** Goes on without it, after the app has said what that means. */
export async function skipEveryday(walk: Walk): Promise<void> {
  const { app, pilot, text } = walk;
  await pilot.press(button(walk, text.common.skip));
  await walk.onScreen?.("everyday");
  await pilot.press(app.page.getByRole("alertdialog").getByRole("button", { name: text.everyday.skipYes }));
}

export async function train(walk: Walk): Promise<void> {
  const { app, pilot, text } = walk;
  await pilot.press(button(walk, text.train.start));
  await app.page.getByRole("progressbar").waitFor();
  await walk.onScreen?.("train");
  await button(walk, text.train.again).waitFor({ timeout: TRAIN_LIMIT_MS });
  await pilot.press(button(walk, text.train.seeResult));
}

/** @returns how many takes were heard, of how many. */
export async function readResult(walk: Walk): Promise<{ heard: number; tested: number }> {
  const { app, text } = walk;
  const line = (await app.page.locator(".huge").textContent()) ?? "";
  const numbers = (line.match(/\d+/g) ?? []).map(Number);
  const [a = Number.NaN, b = Number.NaN] = numbers;
  const found = text.locale === "ko" ? { heard: b, tested: a } : { heard: a, tested: b };
  if (line !== text.result.heard(found.heard, found.tested)) throw new Error(`the result says "${line}"`);
  await next(walk, "result");
  return found;
}

/** Says every command once, until the screen has shown each. */
export async function tryOut(walk: Walk): Promise<void> {
  const { app, pilot, text, spoken } = walk;
  await pilot.press(button(walk, text.tryOut.start));
  await app.page.getByText(text.tryOut.waiting).waitFor();
  for (const label of spoken.keys()) {
    const line = app.page.locator(".tally li").filter({ has: app.page.getByText(label, { exact: true }) });
    await sayUntil(
      walk,
      label,
      async () => (await line.getAttribute("class"))?.includes("is-heard") === true,
    );
  }
  // A switch that is a sound reaches nothing else while sounds are commands.
  if (isSwitch(pilot.input)) await pilot.press(button(walk, text.tryOut.stop));
  await next(walk, "try");
}

export async function useSet(walk: Walk, set: keyof Text["actions"]["setNames"]): Promise<void> {
  const { pilot, text } = walk;
  await pilot.press(card(walk, text.actions.setNames[set]));
  await next(walk, "actions");
}

export async function send(walk: Walk): Promise<void> {
  const { pilot, text } = walk;
  await pilot.press(button(walk, text.send.start));
  await button(walk, text.send.again).waitFor({ timeout: 120_000 });
  await next(walk, "send");
}

export async function goLive(walk: Walk): Promise<void> {
  const { app, pilot, text } = walk;
  await walk.onScreen?.("consent");
  await pilot.press(app.page.getByRole("checkbox", { name: text.live.consent }));
  await pilot.press(button(walk, text.live.arm));
  await heading(walk, text.live.running).waitFor();
}

/**
 * Says takes of a command that training never saw, until `happened`.
 * @throws Error after the last of them.
 */
export async function sayUntil(walk: Walk, label: string, happened: () => Promise<boolean>): Promise<void> {
  const { app, voice, spoken } = walk;
  for (let number = 6; number <= 10; number++) {
    await walk.recover?.();
    await app.microphone.play(voice.say(spokenFor(spoken, label), number));
    for (let waits = 0; waits < 10; waits++) {
      if (await happened()) return;
      await app.page.waitForTimeout(100);
    }
  }
  throw new Error(`five takes of "${label}" changed nothing: ${await app.page.innerText("main")}`);
}

function spokenFor(spoken: Walk["spoken"], label: string): Spoken {
  const words = spoken.get(label);
  if (words === undefined) throw new Error(`the app asks for "${label}", which nobody chose`);
  return words;
}

export interface Choices {
  /** The person's name, where typing is possible. */
  readonly name?: string | undefined;
  readonly everyday: "record" | "skip";
}

/** From the first start to being live: every screen once. @returns what the result screen said. */
export async function walkToLive(
  walk: Walk,
  { name, everyday }: Choices,
): Promise<{ heard: number; tested: number }> {
  await introduce(walk, name);
  await chooseWords(walk);
  await recordTakes(walk);
  await (everyday === "record" ? recordEveryday : skipEveryday)(walk);
  await train(walk);
  const result = await readResult(walk);
  await tryOut(walk);
  await useSet(walk, "reading");
  await send(walk);
  await goLive(walk);
  return result;
}
