/** What the health page tells in figures, and what of it is known otherwise. */
import type { Page } from "playwright-core";
import { VALUES_PER_SECOND } from "../../common/street.ts";
import { SAMPLE_SOUND } from "../../main/app/demo.ts";
import { readFolder } from "../../models/recordings/folder.ts";
import { SPOKEN } from "./voice.ts";

/** By their names on the screen. */
export type Figures = Readonly<Record<string, string>>;

/** The figures of one part of the page, by its heading. */
export function readFigures(page: Page, part: string): Promise<Figures> {
  return page
    .getByRole("region", { name: part, exact: true })
    .evaluate((region) =>
      Object.fromEntries(
        [...region.querySelectorAll("dt")].map((term) => [
          term.textContent,
          term.nextElementSibling?.textContent ?? "",
        ]),
      ),
    );
}

/** Of all that a prepared person recorded: each word's first five takes of the sample person. */
export async function secondsOfTakes(): Promise<number> {
  const { takes } = await readFolder(SAMPLE_SOUND, { labels: [...SPOKEN] });
  const recorded = SPOKEN.flatMap((word) => takes.filter(({ label }) => label === word).slice(0, 5));
  const values = recorded.flatMap(({ samples }) => (samples.signal === "sound" ? [samples.pcm.length] : []));
  return values.reduce((sum, count) => sum + count, 0) / VALUES_PER_SECOND.sound;
}
