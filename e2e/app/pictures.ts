/** Pictures of the app as it was in a journey. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";

/** What README shows, by name: screen and language, or journey and screen. */
const IN_README: readonly string[] = ["record-en", "result-ko", "live-en"];
const README = fileURLToPath(new URL("../../docs/pictures", import.meta.url));

/**
 * Does nothing unless it is asked for: `npm run e2e -- mouse.whole --readme` makes those of README,
 * `BECKON_PICTURES=FOLDER` all of them.
 */
export async function takePicture(page: Page, name: string): Promise<void> {
  const folder = process.env.BECKON_PICTURES;
  const animations = "disabled";
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true, animations });
  if (process.env.BECKON_README !== "1" || !IN_README.includes(name)) return;
  await mkdir(README, { recursive: true });
  await page.screenshot({ path: join(README, `${name}.png`), animations });
}
