/** Journey 1 as a test: by one input in one language, every screen looked at, ending in keys. */
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { findViolations } from "./checks.ts";
import { button, TEXTS, type Walk, walkToLive } from "./first-minutes.ts";
import { pressByVoice } from "./keys.ts";
import { takePicture } from "./pictures.ts";
import { createPilot, type Input } from "./pilot.ts";
import { soundPilot } from "./puffs.ts";
import { type RunningApp, startApp } from "./running-app.ts";
import { readVoice, SPOKEN } from "./voice.ts";

/** So long after a sound it is known whether it was a command (scanning/scan.ts). */
const DOUBT_MS = 1800;

export interface JourneyOptions {
  /** `sound`: one switch that is any sound above the room. */
  readonly input: Input | "sound";
  readonly language: "en" | "ko";
  /** What the commands are called; the same words are said for them in either language. */
  readonly labels: readonly string[];
  /** Where typing is possible. */
  readonly name?: string;
  /** Recorded unless said otherwise. */
  readonly everyday?: "record" | "skip";
}

/** To be called within a `describe`. */
export function testJourneyOne({ input, language, labels, name, everyday = "record" }: JourneyOptions): void {
  let app: RunningApp | undefined;
  let walk: Walk;

  before(async () => {
    app = await startApp({ language });
    const spoken = new Map(labels.map((label, i) => [label, SPOKEN[i]!]));
    walk = {
      app,
      pilot: input === "sound" ? await soundPilot(app, TEXTS[language]) : createPilot(app.page, input),
      text: TEXTS[language],
      voice: await readVoice(),
      spoken,
      ...(input === "sound" && { recover }),
    };
  });
  after(() => app?.stop());

  /** A word that was not heard is a sound like any other, and has stopped trying, or paused. */
  async function recover(): Promise<void> {
    const { pilot, text } = walk;
    await walk.app.page.waitForTimeout(DOUBT_MS);
    for (const name of [text.tryOut.start, text.live.resume]) {
      const goOn = button(walk, name);
      if (await goOn.isVisible()) await pilot.press(goOn);
    }
  }

  it("comes from the first start to being live", async (t) => {
    const violations: string[] = [];
    let screenAt = performance.now();
    let stepsAt = 0;
    const startAt = screenAt;
    const onScreen = async (screen: string): Promise<void> => {
      const { steps } = walk.pilot;
      t.diagnostic(`${screen}: ${steps - stepsAt} steps, ${seconds(performance.now() - screenAt)}`);
      await takePicture(walk.app.page, `${screen}-${language}`);
      for (const one of await findViolations(walk.app.page)) violations.push(`${screen}: ${one}`);
      screenAt = performance.now();
      stepsAt = steps;
    };
    const { heard, tested } = await walkToLive({ ...walk, onScreen }, { name, everyday });
    t.diagnostic(`whole way: ${walk.pilot.steps} steps, ${seconds(performance.now() - startAt)}`);
    // Among puffs a take may have become unlike the others.
    assert.ok(tested >= labels.length * 5 - (input === "sound" ? 1 : 0), `${tested} takes`);
    assert.ok(heard >= tested - 2, `it heard ${heard} of ${tested}`);
    assert.deepEqual(violations, []);
  });

  it("presses in a real X client what each command means", async () => {
    await pressByVoice(walk);
    await takePicture(walk.app.page, `live-${language}`);
  });

  it("presses nothing once it is switched off", async () => {
    const { client, microphone } = walk.app;
    const off =
      input === "sound"
        ? walk.app.page.locator(".indicator").getByRole("button", { name: walk.text.live.turnOff })
        : button(walk, walk.text.live.turnOff);
    const isOff = button(walk, walk.text.live.turnOn);
    await walk.pilot.press(off);
    // A puff that was like a command was no press: the person puffs once more.
    for (let again = 0; input === "sound" && again < 3; again++) {
      await walk.app.page.waitForTimeout(2 * DOUBT_MS);
      if (!(await isOff.isVisible())) await walk.pilot.press(off);
    }
    await isOff.waitFor();
    client.clear();
    await microphone.play(walk.voice.say(SPOKEN[0], 6));
    assert.deepEqual(client.received, []);
  });

  it("complained of nothing in the browser's console", () => {
    assert.deepEqual(walk.app.complaints, []);
  });
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
