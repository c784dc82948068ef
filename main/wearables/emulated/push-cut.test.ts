/**
 * Pulls the plug at every flash operation of a push on the micro:bit V1 in QEMU: the shipped
 * binary, its real flash code, the push over its serial port. Torn words and torn pages are made
 * from the contents before and after an operation, as NOR flash tears (runtime/slots.h).
 */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { describe, it } from "node:test";
import { createRandom } from "../../../common/random.ts";
import { boardById } from "../../../firmware-gen/boards/boards.ts";
import { seal } from "../../../firmware-gen/image/container.ts";
import { createChannel, type Channel } from "../link/channel.ts";
import { readInfo } from "../link/greeting.ts";
import { openSession, type SessionListener } from "../link/session.ts";
import { pushImage } from "../push.ts";
import { sampleImage } from "../testing/sample-model.ts";
import { startEmulated } from "./emulated.ts";
import { describeEmulation } from "./facts.ts";
import type { Gdb, Qmp } from "./monitors.ts";

const noQemu = existsSync("/usr/bin/qemu-system-arm") ? false : "needs qemu-system-arm";
const IMAGE_ID_AT = 16;

const listener: SessionListener = {
  event: () => undefined,
  released: () => undefined,
  heard: () => undefined,
  liveness: () => undefined,
  armed: () => undefined,
  ended: () => undefined,
};

const idOf = (image: Uint8Array): string =>
  Buffer.from(image.subarray(IMAGE_ID_AT, IMAGE_ID_AT + 8)).toString("hex");

/** The same image under another id. */
function renamed(image: Uint8Array, mark: number): Uint8Array {
  const other = image.slice();
  other.fill(mark, IMAGE_ID_AT, IMAGE_ID_AT + 8);
  seal(other);
  return other;
}

/** Flash as it was before each operation, and at the end. */
async function recordPush(gdb: Gdb, push: () => Promise<unknown>): Promise<Uint8Array[]> {
  const { board, address } = describeEmulation("microbit-v1");
  const operations = [address("flash_erase"), address("flash_word")];
  const read = (): Promise<Uint8Array> => gdb.read(board.slotAddress, 2 * board.slotBytes);
  for (const operation of operations) await gdb.breakAt(operation);
  const contents: Uint8Array[] = [];
  let pushed = false;
  const pushing = push().finally(() => {
    pushed = true;
    gdb.halt();
  });
  for (;;) {
    await gdb.run();
    if (pushed) break;
    contents.push(await read());
  }
  await pushing;
  contents.push(await read());
  for (const operation of operations) await gdb.unbreak(operation);
  return contents;
}

/** Starts the board with these slots, as after a power cut, and asks which image it runs. */
async function bootWith(
  slots: Uint8Array,
  { gdb, qmp }: { gdb: Gdb; qmp: Qmp },
  channel: Channel,
): Promise<string> {
  await gdb.write(boardById("microbit-v1").slotAddress, slots);
  await qmp.execute("system_reset");
  const running = gdb.run();
  const { imageId } = await readInfo(channel, { retryMs: 500, tries: 20 });
  gdb.halt();
  await running;
  return imageId;
}

/** What a cut in the middle of an operation may leave: any part of the bits that it changes. */
function torn(before: Uint8Array, after: Uint8Array, part: () => number): Uint8Array {
  return before.map((byte, at) => byte ^ ((byte ^ (after[at] as number)) & part()));
}

describe("a push to the micro:bit V1 in QEMU", { skip: noQemu, timeout: 300_000 }, () => {
  it("cut at any flash operation boots the old image or the new one", async (t) => {
    const oldest = await sampleImage("motion");
    const before = renamed(oldest, 0xb0);
    const after = renamed(oldest, 0xaf);
    const board = await startEmulated("microbit-v1");
    try {
      const channel = createChannel(board.pipe);
      const session = await openSession(channel, listener);
      await pushImage(session, oldest); // so that the slot written to is not blank
      await pushImage(session, before);
      const debug = await board.debug();
      const contents = await recordPush(debug.gdb, () => pushImage(session, after));
      await session.close().catch(() => undefined);

      const random = createRandom(12);
      const cuts = contents.flatMap((slots, at) => {
        const next = contents[at + 1];
        if (next === undefined) return [slots];
        return [slots, torn(slots, next, () => random.integer(256) & random.integer(256))];
      });
      assert.ok(contents.length > 100, `${contents.length} operations are enough`);
      const nothing = await bootWith(new Uint8Array(2 * boardById("microbit-v1").slotBytes), debug, channel);
      assert.equal(
        nothing,
        "0".repeat(16),
        "an empty flash holds no image, so the answers are the flash's own",
      );
      const found = { old: 0, new: 0 };
      for (const [at, slots] of cuts.entries()) {
        const id = await bootWith(slots, debug, channel);
        const isLast = at === cuts.length - 1;
        assert.equal(id, isLast ? idOf(after) : idOf(before), `cut ${at} of ${cuts.length}`);
        found[isLast ? "new" : "old"]++;
      }
      t.diagnostic(
        `${contents.length - 1} flash operations, ${cuts.length} cuts: ${found.old} old, ${found.new} new`,
      );
    } finally {
      await board.pipe.close();
    }
  });
});
