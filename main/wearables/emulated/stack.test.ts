/** How deep the micro:bit's stack gets, seen in QEMU: nobody else notices when it meets the arena. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { describe, it } from "node:test";
import { buildImage } from "../../../firmware-gen/image/build.ts";
import { sampleImages } from "../../../firmware-gen/vectors/sample-images.ts";
import { pushImage } from "../push.ts";
import { replaySamples } from "../replay.ts";
import { sampleTake } from "../testing/sample-model.ts";
import { openWearable } from "../wearable.ts";
import { startEmulated } from "./emulated.ts";
import { describeEmulation } from "./facts.ts";

const noQemu = existsSync("/usr/bin/qemu-system-arm") ? false : "needs qemu-system-arm";
const MARK = 0xa5;
/** Left free at the deepest, for what these images do not reach. */
const SPARE_BYTES = 256;

describe("the stack of the micro:bit V1", { skip: noQemu, timeout: 120_000 }, () => {
  it("keeps clear of the arena through push and replay of every kind of image", async (t) => {
    const { address } = describeEmulation("microbit-v1");
    const low = address("bk_ram_used_end");
    const size = address("bk_stack_top") - low;
    const board = await startEmulated("microbit-v1");
    const wearable = await openWearable(board.pipe.name, async () => board.pipe);
    try {
      const { gdb, qmp } = await board.debug();
      // What lies above belongs to the main loop, which is deep in nothing just now.
      await gdb.write(low, new Uint8Array(size - 768).fill(MARK));
      await gdb.detach();
      await qmp.execute("cont");
      const images = sampleImages().filter(({ spec }) => spec.signal === "motion");
      assert.ok(images.length >= 3);
      for (const { spec } of images) {
        await pushImage(wearable.session(), buildImage(spec));
        await replaySamples(wearable.session(), sampleTake("motion", "rise", 3));
      }
      const after = await board.debug();
      const stack = await after.gdb.read(low, size);
      await after.gdb.detach();
      const untouched = stack.findIndex((byte) => byte !== MARK);
      t.diagnostic(`${size - untouched} of ${size} bytes used at the deepest`);
      assert.ok(untouched >= SPARE_BYTES, `${untouched} bytes were never touched`);
    } finally {
      await wearable.close();
      await board.pipe.close();
    }
  });
});
