import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { createRandom } from "../../../common/random.ts";
import type { SoundSamples, Take } from "../../../common/street.ts";
import { createEngine } from "../../../firmware-gen/engine/engine.ts";
import { laySound, quietLevel } from "../../../models/features/lay.ts";
import { whiteNoise } from "../../../models/features/noise.ts";
import { readFolder } from "../../../models/recordings/folder.ts";
import type { RecorderView } from "../../contract/values.ts";
import { openVault } from "../../vault/vault.ts";
import { SAMPLE_SOUND } from "../demo.ts";
import { createHearing } from "./hearing.ts";
import { createPeople } from "./people.ts";
import { createRecorder } from "./recorder.ts";
import { createSensing } from "./sensing.ts";
import { createWorn } from "./worn.ts";

const engine = await createEngine();
const { takes } = await readFolder(SAMPLE_SOUND);
const soundOf = ({ samples }: Take): SoundSamples => samples as SoundSamples;
const commands = takes.filter(({ label }) => label !== "_background");
const wordsOf = (label: string): Int16Array[] =>
  commands.filter((take) => take.label === label).map((take) => soundOf(take).pcm);
const level = quietLevel(commands.map(soundOf));
const WINDOW = { id: 1 };

/** The room between words. */
function room(seconds: number, loudness = level): Int16Array {
  const noise = whiteNoise(16_000, createRandom(5));
  return Int16Array.from({ length: seconds * 16_000 }, () => Math.round(noise() * loudness));
}

function said(...words: readonly Int16Array[]): Int16Array {
  const sounds = words.map((pcm) => ({ signal: "sound" as const, pcm, originRateHz: 16_000 }));
  return laySound(sounds, level, createRandom(7)).pcm;
}

const times = (pcm: Int16Array, factor: number): Int16Array =>
  pcm.map((value) => Math.max(-32768, Math.min(32767, Math.round(value * factor))));

async function rig(t: TestContext, folder = mkdtempSync(join(tmpdir(), "beckon-recorder-"))) {
  const vault = await openVault({ folder, useKeyRing: false });
  const people = createPeople(vault, (error) => {
    throw error;
  });
  const hearing = createHearing();
  const sensing = createSensing(
    people,
    () => null,
    createWorn(),
    (error) => assert.fail(String(error)),
  );
  const recorder = createRecorder(engine, vault, people, hearing, sensing);
  t.after(async () => {
    hearing.close();
    await vault.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const views: RecorderView[] = [];
  recorder.view.subscribe((view) => void views.push(view));
  hearing.report({ state: "open", name: "Desk" }, WINDOW);
  const personId = await people.create("Mina", false, "en");
  const commandId = await people.addCommand(personId, "stop");
  const hear = async (pcm: Int16Array): Promise<RecorderView> => {
    for (let at = 0; at < pcm.length; at += 320)
      await hearing.sound(16_000, pcm.subarray(at, at + 320), WINDOW);
    return views.at(-1)!;
  };
  const kept = async (): Promise<number> => (await people.whole(personId)).commands[0]!.takes.length;
  await hear(room(1));
  return { recorder, hearing, people, vault, views, personId, commandId, hear, kept };
}

test("takes end by themselves, one after the other, without a click between", async (t) => {
  const { recorder, views, personId, commandId, hear, kept, vault } = await rig(t);
  await recorder.start({ personId, commandId, wanted: 3, start: "listen" });
  const view = await hear(said(...wordsOf("stop").slice(0, 3)));
  assert.deepEqual([view.phase, view.good], ["done", 3]);
  assert.equal(await kept(), 3);
  assert(views.some(({ phase }) => phase === "hearing"));
  assert(Math.max(...view.last!.waveform) > 0.9);
  // A wordless second more changes nothing.
  assert.equal((await hear(said(wordsOf("stop")[4]!))).good, 3);
  assert.equal(await kept(), 3);
  for (const { pcm } of await vault.takesOf(personId))
    assert(pcm.length > 8000 && pcm.length < 48_000, String(pcm.length));
});

test("whatever is wrong with a take is said at once, and the next is listened for", async (t) => {
  const { recorder, personId, commandId, hear, kept } = await rig(t);
  const word = wordsOf("stop")[0]!;
  const noise = whiteNoise(16_000, createRandom(9));
  const peak = word.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  await recorder.start({ personId, commandId, wanted: 9, start: "listen" });
  assert.equal((await hear(said(times(word, 200_000 / peak)))).last?.verdict, "clipped");
  assert.equal(
    (await hear(said(Int16Array.from({ length: 4 * 16_000 }, () => Math.round(noise() * 3000))))).last
      ?.verdict,
    "tooLong",
  );
  const after = await hear(room(1));
  assert.deepEqual([after.phase, after.kept, after.good], ["listening", false, 0]);
  assert.equal((await hear(said(word))).last?.verdict, "good");
  assert.equal(await kept(), 1);
});

test("a whisper is too quiet", async (t) => {
  const { recorder, personId, commandId, hear, hearing } = await rig(t);
  const quieter = (pcm: Int16Array): Int16Array => times(pcm, 0.004);
  await hear(room(11, level * 0.004 + 1));
  void hearing;
  await recorder.start({ personId, commandId, wanted: 9, start: "listen" });
  const sounds = [{ signal: "sound" as const, pcm: quieter(wordsOf("stop")[0]!), originRateHz: 16_000 }];
  const view = await hear(laySound(sounds, level * 0.004 + 1, createRandom(7)).pcm);
  assert.equal(view.last?.verdict, "tooQuiet");
});

test("another word among takes of one is unlike them; three such in a row are believed", async (t) => {
  const { recorder, personId, commandId, hear, kept } = await rig(t);
  await recorder.start({ personId, commandId, wanted: 9, start: "listen" });
  await hear(said(...wordsOf("stop").slice(0, 4)));
  const good = await kept();
  assert(good >= 3, `${good} kept`);
  const [first, second, third] = wordsOf("page up");
  const once = await hear(said(first!));
  assert.deepEqual([once.last?.verdict, once.kept], ["unlike", false]);
  assert.equal(await kept(), good);
  await hear(said(second!));
  const believed = await hear(said(third!));
  assert.deepEqual([believed.last?.verdict, believed.kept], ["unlike", true]);
  assert.equal(await kept(), good + 1);
});

test("a refused take is kept when the person says so, once", async (t) => {
  const { recorder, personId, commandId, hear, kept } = await rig(t);
  await recorder.start({ personId, commandId, wanted: 9, start: "listen" });
  await hear(said(...wordsOf("stop").slice(0, 4)));
  const good = await kept();
  await hear(said(wordsOf("page up")[0]!));
  await recorder.keepLast(personId);
  assert.equal(await kept(), good + 1);
  await assert.rejects(recorder.keepLast(personId), /not there any more/);
});

test("a count-down counts sound, not time, and a take that never began is empty", async (t) => {
  const { recorder, views, personId, commandId, hear, kept } = await rig(t);
  await recorder.start({ personId, commandId, wanted: 1, start: "countdown" });
  assert.deepEqual([views.at(-1)?.phase, views.at(-1)?.secondsLeft], ["countdown", 3]);
  assert.equal((await hear(room(2.5))).secondsLeft, 1);
  assert.equal((await hear(room(1))).phase, "listening");
  const empty = await hear(room(6));
  assert.deepEqual([empty.last?.verdict, empty.kept, empty.phase], ["empty", false, "countdown"]);
  await hear(room(3.1));
  const done = await hear(said(wordsOf("stop")[0]!));
  assert.deepEqual([done.phase, done.good], ["done", 1]);
  assert.equal(await kept(), 1);
});

test("everyday sound ends by itself, is kept in full, and holds no dead sound", async (t) => {
  const { recorder, personId, hear, vault, people } = await rig(t);
  await recorder.everyday({ personId, kind: "room", seconds: 12 });
  await hear(new Int16Array(16_000 * 5));
  await hear(room(8));
  await hear(new Int16Array(16_000).fill(200));
  assert.equal((await hear(room(3))).phase, "everyday");
  assert.equal((await hear(room(3))).phase, "done");
  const person = await people.whole(personId);
  assert.equal(person.roomSamples, 12 * 16_000);
  const [recording] = await vault.everydayOf(personId);
  assert.equal(recording?.pcm.length, 12 * 16_000);
  let still = 0;
  let longest = 0;
  recording!.pcm.forEach((value, i) => {
    still = value === recording!.pcm[i - 1] ? still + 1 : 0;
    longest = Math.max(longest, still);
  });
  assert(longest < 640, `${longest} equal samples in a row`);
});

test("stopping keeps what everyday sound there is", async (t) => {
  const { recorder, personId, hear, people, views } = await rig(t);
  await recorder.everyday({ personId, kind: "talk", seconds: 60 });
  await hear(room(3));
  await recorder.stop();
  assert.equal(views.at(-1)?.phase, "idle");
  assert.equal((await people.whole(personId)).talkSamples, 3 * 16_000);
});

test("digital silence alone gives no take of any kind", async (t) => {
  const { recorder, personId, commandId, hear, kept } = await rig(t);
  await recorder.start({ personId, commandId, wanted: 1, start: "countdown" });
  const view = await hear(new Int16Array(16_000 * 12));
  assert.deepEqual([view.phase, view.last], ["countdown", null]);
  assert.equal(await kept(), 0);
});

test("a disk that is full ends the recording, says so, and loses nothing that was saved", async (t) => {
  const disk = mkdtempSync(join(tmpdir(), "beckon-small-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], { stdio: "ignore" });
  } catch {
    rmSync(disk, { recursive: true });
    return t.skip("mounting a small disk is for root only");
  }
  const { recorder, personId, hear, people, vault, views } = await rig(t, join(disk, "vault"));
  t.after(() => {
    execFileSync("umount", ["--lazy", disk]);
    rmSync(disk, { recursive: true });
  });
  await recorder.everyday({ personId, kind: "room", seconds: 120 });
  for (let minutes = 0; minutes < 2 && views.at(-1)?.phase === "everyday"; minutes++) await hear(room(60));
  assert.deepEqual([views.at(-1)?.phase, views.at(-1)?.fault?.code], ["idle", "disk-full"]);
  const { roomSamples } = await people.whole(personId);
  assert(roomSamples > 0 && roomSamples < 120 * 16_000 && roomSamples % 160_000 === 0, String(roomSamples));
  assert.equal((await vault.everydayOf(personId))[0]?.pcm.length, roomSamples);
});
