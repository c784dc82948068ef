import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { startXvfb, type TestDisplay, type Watcher, watchDisplay } from "../actor/x-testing.ts";
import { profileSchema } from "../mapping/profile.ts";
import { noCompiler } from "../wearables/testing/compile.ts";
import { type NativeDevice, startNativeDevice } from "../wearables/testing/native-device.ts";
import { sampleImage, sampleTake } from "../wearables/testing/sample-model.ts";
import { goLive, type LiveRecord } from "./live.ts";
import { prepareListening } from "./listen.ts";

/** `rise` holds Shift until the next one: by us alone, for the wearable sends a tap and lists nothing. */
const PROFILE = profileSchema.parse({
  version: 1,
  name: "Test",
  commands: { rise: { do: "toggle", keys: "ShiftLeft", longestHoldMs: 60_000 } },
});
const SHIFT = 50;

describe("a key held by a tap, on a real X server", { skip: noCompiler }, () => {
  const folder = mkdtempSync(join(tmpdir(), "beckon-live-"));
  const take = join(folder, "rise.raw");
  let server: TestDisplay;
  let watcher: Watcher;
  let device: NativeDevice;

  before(async () => {
    const image = join(folder, "sample.bkn");
    writeFileSync(image, await sampleImage("sound"));
    const samples = sampleTake("sound", "rise", 5);
    assert.ok(samples.signal === "sound");
    writeFileSync(take, Buffer.from(samples.pcm.buffer, samples.pcm.byteOffset, samples.pcm.byteLength));
    server = await startXvfb("640x480x24");
    watcher = watchDisplay(server.display);
    device = await startNativeDevice(image);
  });
  after(async () => {
    await device?.stop();
    watcher?.close();
    await server?.stop();
    rmSync(folder, { recursive: true });
  });

  it("stays down while the wearable only beats, and goes up when the wearable falls silent", async () => {
    const records: LiveRecord[] = [];
    const request = {
      dev: `serial:${device.path}`,
      source: { kind: "own" },
      stop: new AbortController().signal,
    } as const;
    const live = await goLive({
      prepared: await prepareListening(request),
      profile: PROFILE,
      actor: { kind: "x11", display: server.display },
      trust: "proved",
      onRecord: (record) => records.push(record),
    });
    try {
      await live.arm();
      device.tell(`play ${take}`);
      const isDown = (): boolean => watcher.pressed().keycodes.includes(SHIFT);
      for (let tries = 0; tries < 200 && !isDown(); tries++) await wait(50);
      assert.ok(isDown(), JSON.stringify(records));
      await wait(1500);
      assert.ok(isDown(), "the wearable is well");

      device.signal("SIGSTOP");
      assert.notEqual(await watcher.released(900), undefined);
      // Before the session is given up, so it is not that which let go.
      assert.ok(!records.some((record) => record.type === "wearable" && record.state === "away"));
    } finally {
      device.signal("SIGCONT");
      await live.close();
    }
  });
});
