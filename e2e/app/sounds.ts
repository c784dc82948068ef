/** What a page plays: nobody listens here, so the lengths of what goes to the loudspeaker are noted. */
import type { Page } from "playwright-core";

export interface Sounds {
  /** Lengths in seconds, since the page was opened last. */
  played(): Promise<number[]>;
  /** The same, once it is so many. */
  heard(count: number): Promise<number[]>;
}

export async function noteSounds(page: Page): Promise<Sounds> {
  await page.addInitScript(note);
  await page.evaluate(note);
  const played = (): Promise<number[]> =>
    page.evaluate(() => (globalThis as unknown as { played: number[] }).played);
  return {
    played,
    async heard(count) {
      await page.waitForFunction(
        (least) => (globalThis as unknown as { played: number[] }).played.length >= least,
        count,
      );
      return played();
    },
  };
}

/** Runs in the page. */
function note(): void {
  const lengths: number[] = [];
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (...when: [number?]) {
    lengths.push(this.buffer?.duration ?? 0);
    return start.apply(this, when as []);
  };
  (globalThis as unknown as { played: number[] }).played = lengths;
}
