/**
 * Four ways to use the app, each as a person would: a mouse that clicks what it sees, a keyboard that goes from control to
 * control, one switch that waits for the light, and one switch that moves the light and waits to choose ("step"). Every
 * press is counted.
 */
import type { Locator, Page } from "playwright-core";
import { en } from "../../renderer/text/en.ts";
import { ko } from "../../renderer/text/ko.ts";

/** More presses of Tab than any screen has controls. */
const MOST_TABS = 120;
/** A light that never comes means that scanning does not reach the control. */
const LIGHT_LIMIT_MS = 120_000;
/** A person sees the light first; a press sooner would tell scanning that it is too fast or too slow. */
const REACTION_MS = 300;

export type Input = "mouse" | "keyboard" | "switch" | "step";

/** Does it choose by a light? Then nothing is typed. */
export const isSwitch = (input: Input): boolean => input === "switch" || input === "step";

export interface Pilot {
  readonly input: Input;
  /** What is needed before the first press: a switch begins to scan. */
  begin(): Promise<void>;
  /** Chooses a button, link or checkbox. */
  press(target: Locator): Promise<void>;
  /** Goes to a text field and types; a switch cannot. */
  type(target: Locator, text: string): Promise<void>;
  /** Clicks, keys or switch presses so far. */
  readonly steps: number;
}

/** @param pressSwitch what the one switch is; the space key unless said otherwise. */
export function createPilot(
  page: Page,
  input: Input,
  pressSwitch = (): Promise<void> => page.keyboard.press("Space"),
): Pilot {
  let steps = 0;
  const key = async (name: string): Promise<void> => {
    steps++;
    await page.keyboard.press(name);
  };
  const reach = async (target: Locator): Promise<void> => {
    await ready(target);
    for (let tabs = 0; !(await target.evaluate((element) => element === document.activeElement)); tabs++) {
      if (tabs > MOST_TABS) throw new Error(`Tab never came to ${String(target)}`);
      await key("Tab");
    }
  };
  const presses: Record<Input, (target: Locator) => Promise<void>> = {
    async mouse(target) {
      steps++;
      await ready(target);
      // Of a checkbox its label is what is seen.
      const isInput = await target.evaluate(
        (element) => element instanceof HTMLInputElement && element.type === "checkbox",
      );
      await (isInput ? target.locator("xpath=ancestor::label") : target).click();
    },
    async keyboard(target) {
      await reach(target);
      await key("Space");
    },
    async switch(target) {
      await ready(target);
      for (;;) {
        const seen = await lightOn(page, target);
        await page.waitForTimeout(REACTION_MS);
        const lit = await lightAt(target);
        if (lit !== seen) continue; // It went on before the hand was ready.
        steps++;
        await pressSwitch();
        if (lit === "item") return;
      }
    },
    async step(target) {
      await ready(target);
      for (let presses = 0; ; presses++) {
        if (presses > MOST_TABS) throw new Error(`the light never came to ${String(target)}`);
        const lit = await lightAt(target);
        if (lit === undefined) {
          await page.waitForTimeout(REACTION_MS);
          steps++;
          await pressSwitch();
          continue;
        }
        // Waiting chooses: a group shows its own controls then, and a control is pressed.
        const before = await signOfLight(page);
        while ((await signOfLight(page)) === before) await page.waitForTimeout(50);
        if (lit === "item") return;
      }
    },
  };
  const beginScanning = async (): Promise<void> => {
    await key("Space");
    await page.locator("[data-scanned]").first().waitFor();
  };
  return {
    input,
    async begin() {
      if (!isSwitch(input)) return;
      await beginScanning();
      if (input === "switch") return;
      // Whoever can press but not in time changes to stepping, by the light that goes by itself.
      const named = (name: RegExp): Locator => page.getByRole("button", { name });
      await presses.switch(named(/^(Settings|설정)$/));
      await presses.switch(named(new RegExp(`^(${en.settings.scanStep}|${ko.settings.scanStep})$`)));
      await presses.step(page.getByRole("dialog").getByRole("button", { name: /^(Close|닫기)$/ }));
    },
    press: presses[input],
    async type(target, text) {
      if (isSwitch(input)) throw new Error("One switch does not type.");
      if (input === "mouse") await presses.mouse(target);
      else await reach(target);
      steps += text.length;
      if (/[가-힣]/.test(text)) await compose(page, text);
      else await page.keyboard.type(text);
    },
    get steps() {
      return steps;
    },
  };
}

/** Types as an input method does: each syllable is first composed, letter by letter, then given. */
async function compose(page: Page, text: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  for (const syllable of text) {
    for (const made of syllablesOnTheWay(syllable)) {
      await devtools.send("Input.imeSetComposition", { text: made, selectionStart: 1, selectionEnd: 1 });
    }
    await devtools.send("Input.insertText", { text: syllable });
  }
  await devtools.detach();
}

/** "한" is composed as ㅎ, 하, 한 (Unicode 3.12: a syllable is first × 588 + vowel × 28 + last, from U+AC00). */
function syllablesOnTheWay(syllable: string): readonly string[] {
  const index = syllable.charCodeAt(0) - 0xac00;
  if (index < 0 || index >= 11172) return [];
  const first = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"[Math.floor(index / 588)]!;
  const open = String.fromCharCode(syllable.charCodeAt(0) - (index % 28));
  return index % 28 === 0 ? [first, syllable] : [first, open, syllable];
}

/** There, visible and not switched off. */
async function ready(target: Locator): Promise<void> {
  await target.waitFor();
  await target.evaluate(async (element) => {
    const isOff = (): boolean => element.matches(":disabled, [aria-disabled=true]") && element.isConnected;
    while (isOff()) await new Promise((resolve) => setTimeout(resolve, 50));
  });
}

/** Waits until the light is on the target, alone or with its group. */
async function lightOn(page: Page, target: Locator): Promise<"group" | "item"> {
  const deadline = performance.now() + LIGHT_LIMIT_MS;
  while (performance.now() < deadline) {
    const lit = await lightAt(target);
    if (lit === "group" || lit === "item") return lit;
    await page.waitForTimeout(20);
  }
  throw new Error(`the light never came to ${String(target)}`);
}

/** Changes whenever the light does: how many are lit, how, and the first of them. */
function signOfLight(page: Page): Promise<string> {
  return page.evaluate(() => {
    const lit = [...document.querySelectorAll<HTMLElement>("[data-scanned]")];
    return `${lit.length} ${lit[0]?.dataset.scanned} ${lit[0]?.textContent} ${document.querySelector("h1")?.textContent}`;
  });
}

function lightAt(target: Locator): Promise<string | undefined> {
  return target.evaluate((element) => {
    const seen = element instanceof HTMLInputElement ? (element.closest("label") ?? element) : element;
    const light = (seen as HTMLElement).dataset.scanned;
    // A group of one is chosen at once.
    return light === "group" && document.querySelectorAll("[data-scanned]").length === 1 ? "item" : light;
  });
}
