/** Journey 8: when something is wrong, the app says so in plain words, the remedy is a button, and nothing is lost. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, it } from "node:test";
import { createRandom } from "../../common/random.ts";
import { button, card, chooseWords, introduce, sayTakes, TEXTS, type Walk } from "./first-minutes.ts";
import { MICROPHONE_NAME } from "./microphone.ts";
import { createPilot } from "./pilot.ts";
import { type AppOptions, type RunningApp, startApp } from "./running-app.ts";
import { createStandIns } from "./stand-ins.ts";
import { readVoice, SPOKEN } from "./voice.ts";

const LABEL = { en: "down", ko: "아래" } as const;
const voice = await readVoice();

/** Case B05: three microphones that give no voice. Peaks of full scale 32,768; minus 80 decibels is about 3. */
const NO_VOICE = [
  ["zeros", new Int16Array(16_000), "silent"],
  ["one value all the time", new Int16Array(16_000).fill(137), "silent"],
  ["noise at minus 80 decibels", makeNoise(3), "veryQuiet"],
] as const;

describe("when something is wrong", () => {
  let app: RunningApp | undefined;
  afterEach(() => app?.stop());

  /** A new person who is about to record the first take. */
  async function comeToRecording(options: AppOptions): Promise<Walk> {
    app = await startApp(options);
    const { language } = options;
    const spoken = new Map([[LABEL[language] as string, SPOKEN[0]]]);
    const walk: Walk = { app, pilot: createPilot(app.page, "mouse"), text: TEXTS[language], voice, spoken };
    await introduce(walk);
    await chooseWords(walk);
    return walk;
  }

  const says = ({ app: { page } }: Walk, words: string): Promise<void> =>
    page.getByRole("main").getByText(words, { exact: false }).first().waitFor();
  const hasTakes = (walk: Walk, count: number): Promise<void> => says(walk, walk.text.record.takes(count, 5));

  it("names a microphone that gives no voice, keeps nothing of it, and goes on when it is back (case B05)", async (t) => {
    const system = createStandIns();
    t.after(() => system.stop());
    const walk = await comeToRecording({ language: "en", env: system.env });
    const { microphone: words } = walk.text;
    await walk.pilot.press(button(walk, walk.text.record.start));
    for (const [, sound, called] of NO_VOICE) {
      const said = called === "silent" ? words.states.silent : words.veryQuiet;
      await walk.app.microphone.mute();
      const end = walk.app.microphone.loop(sound);
      await says(walk, said);
      const other = called === "silent" ? words.veryQuiet : words.states.silent;
      assert.equal(await walk.app.page.getByRole("main").getByText(other).count(), 0);
      if (called === "silent") await says(walk, words.remedies.silent);
      await walk.pilot.press(button(walk, words.openPage));
      await walk.app.page.waitForTimeout(1000);
      await hasTakes(walk, 0);
      await end();
      walk.app.microphone.unmute();
      await walk.app.page.getByRole("main").getByText(said, { exact: true }).waitFor({ state: "detached" });
    }
    assert.equal(system.page(), "sound", "the remedy opens the system's own page");
    await sayTakes(walk, 1);
  });

  it("hears a headset that changes its rate on the way just as before", async () => {
    const walk = await comeToRecording({ language: "ko" });
    await walk.pilot.press(button(walk, walk.text.record.start));
    await sayTakes(walk, 1);
    for (const [take, headset] of [
      [2, { rateHz: 44_100, channels: 2 }],
      [3, { rateHz: 48_000, channels: 1 }],
    ] as const) {
      walk.app.microphone.unplug();
      await says(walk, walk.text.microphone.states.lost);
      walk.app.microphone.plugIn(headset);
      await says(walk, walk.text.microphone.uses(MICROPHONE_NAME));
      await sayTakes(walk, take);
    }
  });

  it("keeps the takes when the microphone is pulled, and goes on when it is plugged in again", async () => {
    const walk = await comeToRecording({ language: "ko" });
    await walk.pilot.press(button(walk, walk.text.record.start));
    await sayTakes(walk, 1);
    walk.app.microphone.unplug();
    await says(walk, walk.text.microphone.states.lost);
    await says(walk, walk.text.record.phases.deaf);
    await hasTakes(walk, 1);
    walk.app.microphone.plugIn();
    await says(walk, walk.text.microphone.uses(MICROPHONE_NAME));
    await says(walk, walk.text.record.phases.listening);
    await sayTakes(walk, 2);
  });

  it("says that there is no microphone, and takes one that is plugged in", async () => {
    const walk = await comeToRecording({ language: "en", microphone: false });
    await says(walk, walk.text.microphone.states.none);
    walk.app.microphone.plugIn();
    await says(walk, walk.text.microphone.uses(MICROPHONE_NAME));
    await walk.pilot.press(button(walk, walk.text.record.start));
    await sayTakes(walk, 1);
  });

  it("says that the microphone is not allowed, and where to allow it; allowed later, it goes on without a new start", async () => {
    const walk = await comeToRecording({ language: "ko", permission: "denied" });
    await says(walk, walk.text.microphone.states.refused);
    await says(walk, walk.text.microphone.remedies.refused);
    await button(walk, walk.text.common.again).waitFor();
    // Still refused: the button promises nothing that did not happen.
    await walk.pilot.press(button(walk, walk.text.common.again));
    await says(walk, walk.text.microphone.states.refused);
    await walk.app.page.context().grantPermissions(["microphone"]);
    await walk.pilot.press(button(walk, walk.text.common.again));
    await says(walk, walk.text.microphone.uses(MICROPHONE_NAME));
    await walk.pilot.press(button(walk, walk.text.record.start));
    await sayTakes(walk, 1);
    assert.deepEqual(walk.app.complaints, []);
  });

  it("has after kill -9 every take that it had shown", async () => {
    const walk = await comeToRecording({ language: "en" });
    await walk.pilot.press(button(walk, walk.text.record.start));
    await sayTakes(walk, 2);
    await walk.app.killAndStart();
    await walk.pilot.press(card(walk, walk.text.start.defaultMe));
    await hasTakes(walk, 2);
  });

  it("says when there is no room left to save, and shows no take that is not saved", async (t) => {
    const disk = mkdtempSync(join(tmpdir(), "beckon-disk-"));
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=32m", "beckon-test", disk], { stdio: "pipe" });
    } catch {
      rmSync(disk, { recursive: true });
      t.skip("a small disk can be mounted by root only");
      return;
    }
    try {
      const walk = await comeToRecording({ language: "en", data: disk });
      fill(join(disk, "full"));
      await walk.pilot.press(button(walk, walk.text.record.start));
      const trouble = walk.app.page.getByText(walk.text.faults["disk-full"].problem, { exact: true });
      for (let number = 1; number <= 5 && !(await trouble.isVisible()); number++) {
        await walk.app.microphone.play(voice.say(SPOKEN[0], number));
        await walk.app.page.waitForTimeout(500);
      }
      await trouble.waitFor();
      await hasTakes(walk, 0);
      rmSync(join(disk, "full"));
      await walk.pilot.press(button(walk, walk.text.common.again));
      await sayTakes(walk, 1);
    } finally {
      await app?.stop();
      execFileSync("umount", ["--lazy", disk]);
      rmSync(disk, { recursive: true });
    }
  });
});

/** Writes until the disk holds nothing more; the app may be writing meanwhile. */
function fill(file: string): void {
  const handle = openSync(file, "w");
  try {
    for (;;) writeSync(handle, Buffer.alloc(64 * 1024));
  } catch (error) {
    assert.equal((error as NodeJS.ErrnoException).code, "ENOSPC");
  } finally {
    closeSync(handle);
  }
}

function makeNoise(peak: number): Int16Array {
  const random = createRandom(4);
  return Int16Array.from({ length: 16_000 }, () => Math.round(random.between(-peak, peak)));
}
