import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createRandom } from "../../../common/random.ts";
import { bench, busy, listing } from "../testing/bench.ts";
import { isArmed, linkOf } from "../testing/watched.ts";
import { decodeMessage } from "./messages.ts";

describe("session: a healthy hold is not let go because this program was busy", () => {
  it("by the virtual wearable's thread", async (t) => {
    const { watched, arm, hold } = await bench(t, { ...listing });
    await arm();
    hold();
    for (let round = 0; round < 5; round++) {
      busy(400);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    assert.deepEqual(watched.releases, []);
    assert.ok(isArmed(watched.wearable));
  });
});

describe("session: whatever a wearable sends", () => {
  it("keeps it from no promise: what was held is let go, each once", async (t) => {
    const { watched, pipe, arm } = await bench(t);
    const random = createRandom(12);
    for (let round = 0; round < 20; round++) {
      await watched.until("a session", () => watched.wearable.state.kind === "ready");
      await arm();
      const link = linkOf(watched.wearable) ?? 0;
      for (let i = 0; i < 200; i++) {
        const bytes = Uint8Array.from({ length: 12 + random.integer(60) }, () => random.integer(256));
        bytes[0] = random.next() < 0.6 ? 0x05 + random.integer(2) : 1 + random.integer(0x18);
        if (random.next() < 0.99)
          bytes.set(
            [link, link >>> 8, link >>> 16, link >>> 24].map((part) => part & 0xff),
            2,
          );
        if (bytes[0] === 0x06 && bytes.length > 20)
          bytes.set([random.integer(256), random.integer(3), random.integer(3)], 6);
        const message = decodeMessage(bytes, "host");
        if (message.name !== "malformed")
          pipe.inject(
            message.name === "event" ? { ...message, decidedMs: pipe.deviceMs, ageMs: 0 } : message,
          );
      }
    }
    await watched.wearable.close();
    const down: string[] = [];
    for (const { phase, command } of watched.events) if (phase === "start") down.push(command);
    const up = watched.events.filter(({ phase }) => phase === "end").length;
    const released = watched.releases.flatMap((text) => text.split(": ")[1]?.split(", ") ?? []).length;
    assert.ok(down.length > 20, "there was something to hold");
    assert.equal(up + released, down.length);
  });
});
