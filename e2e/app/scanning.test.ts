/** One switch reaches every control of every screen, and the way home within two rounds of the light. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { LANGUAGES, openStories, type StoryBook, WIDE } from "./stories.ts";

/** More places than any round has. */
const MOST_PLACES = 40;

describe("the light of one switch", () => {
  let book: StoryBook;
  let page: Page;
  before(async () => {
    book = await openStories();
    page = await book.newPage(WIDE);
  });
  after(() => book?.close());

  it("comes to every control of every screen, and to the way home in one round of groups and one within", async () => {
    const faults: string[] = [];
    // The small window stands beside other programs and has no light: what it offers is in the header of every screen.
    const screens = book.names.filter((name) => !name.startsWith("small-"));
    for (const [i, story] of screens.entries()) {
      await book.show(page, { story, language: LANGUAGES[i % 2]!, look: "light", scan: "step" });
      const { missed, home } = await walkOnce(page);
      faults.push(...missed.map((name) => `${story}: the light never comes to ${name}`));
      if (!home) faults.push(`${story}: there is no way home`);
    }
    assert.deepEqual(faults, []);
  });
});

/**
 * Goes one round, by steps. What is never lit is missed. Home is reached where the button itself, or its group, is lit; a
 * dialog has to be closed first, which is a control of its own.
 */
async function walkOnce(page: Page): Promise<{ missed: string[]; home: boolean }> {
  return page.evaluate(async (most) => {
    const press = (): void => {
      window.dispatchEvent(new KeyboardEvent("keydown", { key: " ", bubbles: true, cancelable: true }));
    };
    const lit = (): Element[] => [...document.querySelectorAll("[data-scanned]")];
    const seen = new Set<Element>();
    let first: string | undefined;
    for (let places = 0; places < most; places++) {
      press();
      const now = lit();
      const sign = now.map((one) => [...document.querySelectorAll("*")].indexOf(one)).join();
      if (first === sign) break;
      first ??= sign;
      for (const one of now) seen.add(one);
    }
    const dialogs = document.querySelectorAll("[role=dialog], [role=alertdialog]");
    const within = dialogs[dialogs.length - 1] ?? document;
    // Whatever Tab would come to, but text fields, for which there are letters; PINs, for which there are digits; and
    // sliders, whose buttons stand beside.
    const wanted = [
      ...within.querySelectorAll<HTMLElement>("button, a[href], input, select, textarea, summary"),
    ].filter((element) => {
      if (element instanceof HTMLInputElement && ["text", "password", "range", "file"].includes(element.type))
        return false;
      if (element.closest("[inert], [aria-hidden=true], .skip") !== null) return false;
      if (element.matches(":disabled, [aria-disabled=true]") || element.tabIndex < 0) return false;
      const shown = element instanceof HTMLInputElement ? (element.closest("label") ?? element) : element;
      return shown.getBoundingClientRect().height >= 12;
    });
    const isLit = (element: HTMLElement): boolean =>
      seen.has(element) ||
      (element instanceof HTMLInputElement && seen.has(element.closest("label") ?? element));
    const nameOf = (element: HTMLElement): string =>
      `<${element.tagName.toLowerCase()}> "${element.getAttribute("aria-label") ?? element.textContent.trim().slice(0, 40)}"`;
    const missed = wanted.filter((element) => !isLit(element)).map(nameOf);
    const brand = document.querySelector<HTMLElement>(".brand");
    return { missed, home: dialogs.length > 0 || (brand !== null && isLit(brand)) };
  }, MOST_PLACES);
}
