/** Says each command and waits for its key or wheel in the real X client, as the set "reading" has them. */
import { strict as assert } from "node:assert";
import type { Received } from "../../main/actor/x-testing.ts";
import { sayUntil, type Walk } from "./first-minutes.ts";

const KEYSYM = { pageUp: 0xff55, pageDown: 0xff56 };
const WHEEL_DOWN = 5;

const READING: readonly ((one: Received) => boolean)[] = [
  (one) => one.kind === "key" && one.keysym === KEYSYM.pageDown,
  (one) => one.kind === "key" && one.keysym === KEYSYM.pageUp,
  (one) => one.kind === "button" && one.button === WHEEL_DOWN,
];

export async function pressByVoice(walk: Walk): Promise<void> {
  const { client } = walk.app;
  const labels = [...walk.spoken.keys()];
  assert.deepEqual(client.received, [], "nothing was pressed before");
  for (const [i, label] of labels.entries()) {
    client.clear();
    await sayUntil(walk, label, async () => client.received.some((one) => READING[i]!(one) && !one.down));
    assert.ok(client.received.every(READING[i]!), `"${label}" presses its own key and no other`);
  }
}
