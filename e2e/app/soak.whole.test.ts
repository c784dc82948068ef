/**
 * Journey 3 by keyboard in Korean, live from the microphone: it goes on while other screens are
 * shown, rests while something is recorded, and after a kill goes on by itself with everything kept.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { findViolations } from "./checks.ts";
import { button, TEXTS, type Walk } from "./first-minutes.ts";
import { createPilot } from "./pilot.ts";
import { type RunningApp, startApp } from "./running-app.ts";
import { prepareSoak } from "./soak-journey.ts";
import { readVoice, SPOKEN } from "./voice.ts";

const TEN_SECONDS_MS = 10_000;

describe("listening to daily life by the microphone", () => {
  let app: RunningApp | undefined;
  let walk: Walk;
  let data: string;
  let silence = async (): Promise<void> => {};
  const text = TEXTS.ko;

  before(async () => {
    data = mkdtempSync(join(tmpdir(), "beckon-soak-"));
    await prepareSoak(data, 0);
    app = await startApp({ language: "ko", data });
    const spoken = new Map(SPOKEN.map((word) => [word, word]));
    walk = { app, pilot: createPilot(app.page, "keyboard"), text, voice: await readVoice(), spoken };
  });
  after(async () => {
    await silence();
    await app?.stop();
    rmSync(data, { recursive: true, force: true });
  });

  const press = (name: string): Promise<void> => walk.pilot.press(button(walk, name));
  const step = (name: string): Promise<void> =>
    walk.pilot.press(
      walk.app.page.locator(".rail-long").getByRole("button", { name: new RegExp(`^\\d*${name}`) }),
    );
  const state = (name: keyof typeof text.soak.states): Promise<void> =>
    walk.app.page.getByRole("heading", { name: text.soak.states[name], exact: true }).waitFor();
  /** Seconds on the screen of proving, by kind; all below a minute and a half. */
  async function seconds(): Promise<Record<string, number>> {
    const rows = await walk.app.page.locator(".hours > div").allTextContents();
    return Object.fromEntries(
      rows.map((row) => {
        const [, kind = "", count = "NaN"] = /^(\D+)(\d+)초$/.exec(row) ?? [];
        return [kind, Number(count)];
      }),
    );
  }
  const sum = (kinds: Record<string, number>): number =>
    Object.values(kinds).reduce((all, one) => all + one, 0);
  async function untilSeconds(
    wanted: (kinds: Record<string, number>) => boolean,
  ): Promise<Record<string, number>> {
    for (let tries = 0; tries < 60; tries++) {
      const found = await seconds();
      if (wanted(found)) return found;
      await walk.app.page.waitForTimeout(500);
    }
    throw new Error(`the hours stand at ${JSON.stringify(await seconds())}`);
  }

  it("counts what the person says is going on, and quiet apart", async () => {
    await walk.pilot.press(walk.app.page.locator(".person .card-button"));
    await step(text.steps.soak);
    await press(text.soak.said.talk);
    await press(text.soak.start);
    await state("listening");
    silence = walk.app.microphone.loop(walk.voice.talk);
    const talked = await untilSeconds((kinds) => (kinds[text.soak.kinds.talk] ?? 0) >= 10);
    await silence();
    silence = async () => {};
    const quiet = await untilSeconds((kinds) => (kinds[text.soak.kinds.quiet] ?? 0) >= 10);
    assert.ok((quiet[text.soak.kinds.talk] ?? 0) <= (talked[text.soak.kinds.talk] ?? 0) + 20);
    assert.deepEqual(await findViolations(walk.app.page), []);
  });

  it("goes on behind other screens, and rests while something is recorded", async () => {
    const { page } = walk.app;
    const before = sum(await seconds());
    await step(text.steps.result);
    await page.locator(".indicator-soaking").waitFor();
    await page.waitForTimeout(TEN_SECONDS_MS + 2000);
    await step(text.steps.soak);
    const behind = sum(await untilSeconds((kinds) => sum(kinds) >= before + 10));
    await step(text.steps.everyday);
    await press(text.everyday.lengths(20));
    await press(text.everyday.record(text.everyday.room));
    await button(walk, text.everyday.again(text.everyday.room)).waitFor({ timeout: 60_000 });
    await step(text.steps.soak);
    // What was begun before the recording is saved; the twenty seconds of it are not counted.
    const after = sum(await untilSeconds((kinds) => sum(kinds) >= behind));
    assert.ok(after < behind + (2 * TEN_SECONDS_MS) / 1000, `${behind}, then ${after}`);
    await state("listening");
  });

  it("is there again after a kill, with everything that was shown as counted", async () => {
    const { page } = walk.app;
    const shown = sum(await seconds());
    await walk.app.killAndStart();
    await page.locator(".indicator-soaking").waitFor();
    await walk.pilot.press(walk.app.page.locator(".person .card-button"));
    await step(text.steps.soak);
    await state("listening");
    const kept = sum(await untilSeconds((kinds) => sum(kinds) > 0));
    assert.ok(kept >= shown, `${kept} of ${shown} seconds`);
    await untilSeconds((kinds) => sum(kinds) >= kept + 10);
    assert.equal(await button(walk, text.soak.said.talk).getAttribute("aria-pressed"), "true");
    await press(text.soak.stop);
    await state("off");
    await page.locator(".indicator-off").waitFor();
    const stopped = sum(await seconds());
    await press(text.soak.kept);
    await untilSeconds((kinds) => sum(kinds) >= stopped + 19);
    assert.deepEqual(walk.app.client.received, [], "nothing was pressed all the time");
  });
});
