/** Says each command and waits for its key or wheel in the real X client, as the set "reading" has them. */
import assert from "node:assert/strict";
import type { Received } from "../../main/actor/x-testing.ts";
import { sayUntil, type Walk } from "./first-minutes.ts";

/** What the set "reading" presses for the first, second and third command, and how often. */
const READING = ["Page Down", "Page Up", "wheel"] as const;
const KEYSYMS = new Map<number, string>([
  [0xff55, "Page Up"],
  [0xff56, "Page Down"],
]);
const WHEEL_DOWN = 5;
const NOTCHES = 3;
const JOURNAL_MS = 1500;

/** Every command presses its own key, and nothing is pressed but what the screen says was done. */
export async function pressByVoice(walk: Walk): Promise<void> {
  const { client, page } = walk.app;
  const labels = [...walk.spoken.keys()];
  assert.deepEqual(client.received, [], "nothing was pressed before");
  for (const [i, label] of labels.entries()) {
    await sayUntil(walk, label, async () => pressed(client.received).includes(READING[i]!));
  }
  // The key comes first, then the line that says so.
  await page.waitForTimeout(JOURNAL_MS);
  const done = await page.locator(".entry-done .entry-command").allTextContents();
  const expected = done.reverse().flatMap((label) => {
    const name = READING[labels.indexOf(label)]!;
    return name === "wheel" ? Array<string>(NOTCHES).fill(name) : [name];
  });
  assert.deepEqual(pressed(client.received), expected);
}

/** What went down, in order. */
export function pressed(received: readonly Received[]): string[] {
  return received
    .filter(({ down }) => down)
    .map((one) => {
      if (one.kind === "key") return KEYSYMS.get(one.keysym) ?? `key ${one.keysym}`;
      return one.button === WHEEL_DOWN ? "wheel" : `button ${one.button}`;
    });
}
