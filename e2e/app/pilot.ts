/**
 * Three ways to use the app, each as a person would: a mouse that clicks what
 * it sees, a keyboard that goes from control to control, and one switch that
 * waits for the light. Every press is counted.
 */
import type { Locator, Page } from "playwright-core";

/** More presses of Tab than any screen has controls. */
const MOST_TABS = 120;
/** A light that never comes means that scanning does not reach the control. */
const LIGHT_LIMIT_MS = 120_000;

export type Input = "mouse" | "keyboard" | "switch";

export interface Pilot {
  readonly input: Input;
  /** Chooses a button, link or checkbox. */
  press(target: Locator): Promise<void>;
  /** Goes to a text field and types; a switch cannot. */
  type(target: Locator, text: string): Promise<void>;
  /** Clicks, keys or switch presses so far. */
  readonly steps: number;
}

export function createPilot(page: Page, input: Input): Pilot {
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
      await target.click();
    },
    async keyboard(target) {
      await reach(target);
      await key("Space");
    },
    async switch(target) {
      await ready(target);
      for (;;) {
        const lit = await lightOn(page, target);
        await key("Space");
        if (lit === "item") return;
      }
    },
  };
  return {
    input,
    press: presses[input],
    async type(target, text) {
      if (input === "switch") throw new Error("One switch does not type.");
      if (input === "mouse") await presses.mouse(target);
      else await reach(target);
      steps += text.length;
      await page.keyboard.insertText(text);
    },
    get steps() {
      return steps;
    },
  };
}

/** There, visible and not switched off. */
async function ready(target: Locator): Promise<void> {
  await target.waitFor();
  await target.evaluate(async (element) => {
    const isOff = (): boolean =>
      element.matches(":disabled, [aria-disabled=true]") && element.isConnected;
    while (isOff()) await new Promise((resolve) => setTimeout(resolve, 50));
  });
}

/** Waits until the light is on the target, alone or with its group. */
async function lightOn(page: Page, target: Locator): Promise<"group" | "item"> {
  const deadline = performance.now() + LIGHT_LIMIT_MS;
  while (performance.now() < deadline) {
    const lit = await target.evaluate((element) => {
      const seen = element instanceof HTMLInputElement ? (element.closest("label") ?? element) : element;
      const light = (seen as HTMLElement).dataset.scanned;
      // A group of one is chosen at once.
      return light === "group" && document.querySelectorAll("[data-scanned]").length === 1 ? "item" : light;
    });
    if (lit === "group" || lit === "item") return lit;
    await page.waitForTimeout(20);
  }
  throw new Error(`the light never came to ${String(target)}`);
}
