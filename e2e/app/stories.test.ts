/** Every screen in every state: without a violation that axe can find, without loss when narrow or enlarged, and large enough for an unsteady hand. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { Page } from "playwright-core";
import { findOverflow, findSmallTargets, findVanished, findViolations } from "./checks.ts";
import { LANGUAGES, LOOKS, NARROW, openStories, type Shown, type StoryBook, WIDE } from "./stories.ts";

/** In the short run each story is met once: every language and look sees every few of them. */
const WHOLE = process.env.BECKON_JOURNEYS === "whole";

describe("every screen in every state", () => {
  let book: StoryBook;
  let wide: Page;
  let narrow: Page;

  before(async () => {
    book = await openStories();
    wide = await book.newPage(WIDE);
    narrow = await book.newPage(NARROW);
  });
  after(() => book?.close());

  it("breaks no rule of axe", async () => {
    const found = await gather(wide, findViolations, WHOLE ? everyShown() : spread());
    assert.deepEqual(found, []);
  });

  it("loses nothing at 320 pixels", async () => {
    assert.deepEqual(await gather(narrow, findOverflow, WHOLE ? inLanguages() : spread(1)), []);
  });

  it("loses nothing with text of twice the size", async () => {
    const look = async (page: Page): Promise<string[]> => {
      await page.addStyleTag({ content: "html { font-size: 200% !important; }" });
      return findOverflow(page);
    };
    assert.deepEqual(await gather(wide, look, WHOLE ? inLanguages() : spread(2)), []);
  });

  it("has no target below 44 pixels", async () => {
    assert.deepEqual(await gather(wide, findSmallTargets, spread(3)), []);
    assert.deepEqual(await gather(narrow, findSmallTargets, spread(4)), []);
  });

  it("loses no picture, and breaks no rule of axe, where the system chooses the colours", async () => {
    // The short run sees the charts, the switches and the states only.
    const which = WHOLE
      ? spread(5)
      : spread(5).filter(({ story }) => /^(soak-o|settings|result$|live-a)/.test(story));
    const look = async (page: Page): Promise<string[]> => {
      const gone = await findVanished(page);
      await page.emulateMedia({ forcedColors: "active" });
      const violations = await findViolations(page);
      await page.emulateMedia({ forcedColors: "none" });
      return [...gone, ...violations];
    };
    assert.deepEqual(await gather(wide, look, which, 3), []);
  });

  async function gather(
    page: Page,
    look: (page: Page) => Promise<string[]>,
    which: readonly Shown[],
    least = 30,
  ): Promise<string[]> {
    assert.ok(which.length > least, "the stories are there");
    const found: string[] = [];
    for (const shown of which) {
      await book.show(page, shown);
      const { story, language, look: theme } = shown;
      for (const fault of await look(page)) found.push(`${story} ${language} ${theme}: ${fault}`);
    }
    return found;
  }

  function everyShown(): Shown[] {
    return book.names.flatMap((story) =>
      LANGUAGES.flatMap((language) => LOOKS.map((look) => ({ story, language, look }))),
    );
  }

  function inLanguages(): Shown[] {
    return everyShown().filter(({ look }) => look === LOOKS[0]);
  }

  /** Each story once. */
  function spread(from = 0): Shown[] {
    return book.names.map((story, i) => ({
      story,
      language: LANGUAGES[(i + from) % LANGUAGES.length]!,
      look: LOOKS[(i + from) % LOOKS.length]!,
    }));
  }
});
