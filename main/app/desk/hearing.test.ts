import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { createRandom } from "../../../common/random.ts";
import type { MicrophoneView } from "../../contract/values.ts";
import { createHearing, type Heard } from "./hearing.ts";

const WINDOW = { id: 1 };
const OTHER = { id: 2 };

function rig(t: TestContext) {
  const hearing = createHearing(60_000);
  t.after(() => hearing.close());
  let view: MicrophoneView | undefined;
  hearing.microphone.subscribe((value) => {
    view = value;
  });
  const heard: Heard[] = [];
  hearing.listen((one) => void heard.push(one));
  hearing.report({ state: "open", name: "Desk" }, WINDOW);
  return { hearing, heard, view: () => view! };
}

function noise(samples: number, level: number): Int16Array {
  const random = createRandom(3);
  return Int16Array.from({ length: samples }, () => Math.round((random.next() * 2 - 1) * level));
}

async function send(
  hearing: ReturnType<typeof createHearing>,
  pcm: Int16Array,
  rateHz = 16_000,
): Promise<void> {
  for (let at = 0; at < pcm.length; at += 640)
    await hearing.sound(rateHz, pcm.subarray(at, at + 640), WINDOW);
}

for (const [name, offset] of [
  ["exact zeros", 0],
  ["a constant offset", 137],
  ["an offset of full scale", -32768],
] as const) {
  test(`${name} are called silent within two seconds, and none of it may be kept (B05)`, async (t) => {
    const { hearing, heard, view } = rig(t);
    await send(hearing, new Int16Array(31_000).fill(offset));
    assert.equal(view().state, "waiting");
    await send(hearing, new Int16Array(1300).fill(offset));
    assert.equal(view().state, "silent");
    assert(heard.every(({ dead }) => dead));
  });
}

test("very soft noise is very quiet, not silent, and a voice ends that (B05)", async (t) => {
  const { hearing, heard, view } = rig(t);
  await send(hearing, noise(48_000, 4));
  assert.equal(view().state, "working");
  assert(view().levelDb < -70 && view().levelDb > -90, String(view().levelDb));
  assert(heard.every(({ dead }) => !dead));
  assert.equal(view().veryQuiet, true);
  await send(hearing, noise(3200, 3000));
  assert.equal(view().veryQuiet, false);
});

test("sound that comes back after silence works again, and one that dies is silent again", async (t) => {
  const { hearing, view } = rig(t);
  await send(hearing, new Int16Array(40_000));
  assert.equal(view().state, "silent");
  await send(hearing, noise(1600, 3000));
  assert.equal(view().state, "working");
  await send(hearing, new Int16Array(33_000));
  assert.equal(view().state, "silent");
});

test("every rate arrives as 16 kHz of the same length, also when a headset changes it on the way", async (t) => {
  const { hearing, heard } = rig(t);
  await send(hearing, noise(48_000, 3000), 48_000);
  await send(hearing, noise(44_100, 3000), 44_100);
  await send(hearing, noise(8000, 3000), 8000);
  const samples = heard.reduce((sum, { pcm }) => sum + pcm.length, 0);
  assert(Math.abs(samples - 48_000) < 200, String(samples));
});

test("the level is that of the loudest sample of a tenth of a second", async (t) => {
  const { hearing, view } = rig(t);
  await send(
    hearing,
    Int16Array.from({ length: 1920 }, (_, i) => (i % 2 ? 16384 : -16384)),
  );
  assert.equal(view().levelDb, -6);
});

test("only the window that opened a microphone last is heard", async (t) => {
  const { hearing, heard, view } = rig(t);
  await hearing.sound(16_000, noise(640, 100), OTHER);
  assert.equal(heard.length, 0);
  hearing.report({ state: "open", name: "Headset" }, OTHER);
  await hearing.sound(16_000, noise(640, 100), OTHER);
  assert.equal(heard.length, 1);
  hearing.report({ state: "off", name: null }, WINDOW);
  assert.deepEqual([view().state, view().name], ["working", "Headset"]);
});

test("a window that goes takes its microphone with it, under its name", async (t) => {
  const { hearing, view } = rig(t);
  await send(hearing, noise(640, 100));
  hearing.gone(OTHER);
  assert.equal(view().state, "working");
  hearing.gone(WINDOW);
  assert.deepEqual([view().state, view().name], ["lost", "Desk"]);
});

test("what the window reports is told as it is", (t) => {
  const { hearing, view } = rig(t);
  for (const state of ["none", "refused", "lost", "off"] as const) {
    hearing.report({ state, name: null }, WINDOW);
    assert.equal(view().state, state);
  }
});

test("a microphone that is open and sends nothing at all is silent", async () => {
  const hearing = createHearing(20);
  hearing.report({ state: "open", name: null }, WINDOW);
  const silent = Promise.withResolvers<void>();
  hearing.microphone.subscribe(({ state }) => {
    if (state === "silent") silent.resolve();
  });
  const late = setTimeout(() => silent.reject(new Error("never called silent")), 10_000);
  await silent.promise;
  clearTimeout(late);
  hearing.close();
});
