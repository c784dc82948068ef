/** The page that shows every screen in every state, from sample values, in a real Chromium. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { buildPage } from "../../main/cli/build-window.ts";
import { createPages } from "../../main/host/pages.ts";
import { STORIES } from "../../renderer/stories/stories.ts";
import { CHROMIUM } from "./chromium.ts";

const BUILT = fileURLToPath(new URL("../../build/stories", import.meta.url));

export const LANGUAGES = ["en", "ko"] as const;
export const LOOKS = ["light", "dark", "contrast"] as const;
export const WIDE = { width: 1280, height: 800 };
/** As narrow as WCAG 1.4.10 asks for. */
export const NARROW = { width: 320, height: 640 };

export interface Shown {
  readonly story: string;
  readonly language: (typeof LANGUAGES)[number];
  readonly look: (typeof LOOKS)[number];
  /** Off unless the story says otherwise. */
  readonly scan?: "step";
}

export interface StoryBook {
  readonly browser: Browser;
  readonly names: readonly string[];
  /** A page that moves nothing by itself: pictures come out alike. */
  newPage(size: { readonly width: number; readonly height: number }): Promise<Page>;
  show(page: Page, shown: Shown): Promise<void>;
  close(): Promise<void>;
}

export async function openStories(): Promise<StoryBook> {
  await buildPage(BUILT, "stories.html", "stories");
  const sendPage = createPages(BUILT);
  const server = createServer((request, response) => sendPage(request.url ?? "", false, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/stories.html`;
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  return {
    browser,
    names: STORIES.map(({ name }) => name),
    async newPage(size) {
      const context = await browser.newContext({ viewport: size, reducedMotion: "reduce" });
      return context.newPage();
    },
    async show(page, { story, language, look, scan = "off" }) {
      await page.goto(`${base}?story=${story}&language=${language}&look=${look}&scan=${scan}`);
      await page.locator(`html[data-ready="${story}"]`).waitFor({ state: "attached" });
    },
    async close() {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
