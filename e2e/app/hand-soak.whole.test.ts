/**
 * Journey 3 for a hand, by keyboard in Korean: daily movement is felt by the wearable's own sensor
 * without acting, rests while the wearable is live and is felt again afterwards; what is proved
 * presses Enter in a real X client.
 */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { preparePerson } from "../../main/app/desk/testing/prepared.ts";
import { startEmulated } from "../../main/wearables/emulated/emulated.ts";
import type { EmulatedBoard } from "../../main/wearables/emulated/qemu.ts";
import { forMotion } from "../../renderer/text/signal-text.ts";
import { findSmallTargets, findViolations } from "./checks.ts";
import { TEXTS } from "./first-minutes.ts";
import { pressed } from "./keys.ts";
import { MOVED, startWrist, type Wrist } from "./movements.ts";
import { takePicture } from "./pictures.ts";
import { createPilot, type Pilot } from "./pilot.ts";
import { type RunningApp, startApp } from "./running-app.ts";
import { addHours } from "./soak-journey.ts";

const noQemu = existsSync("/usr/bin/qemu-system-arm") ? false : "needs qemu-system-arm";
const text = forMotion(TEXTS.ko);
const words = text.soak;
const ENTER = `key ${0xff0d}`;

describe("daily movement, felt by the wearable", { skip: noQemu, timeout: 600_000 }, () => {
  const data = mkdtempSync(join(tmpdir(), "beckon-hand-soak-"));
  let board: EmulatedBoard | undefined;
  let wrist: Wrist;
  let app: RunningApp | undefined;
  let pilot: Pilot;

  const page = () => app!.page;
  const press = (name: string): Promise<void> =>
    pilot.press(page().getByRole("main").getByRole("button", { name, exact: true }));
  const step = (name: string): Promise<void> =>
    pilot.press(
      page()
        .locator(".rail-long")
        .getByRole("button", { name: new RegExp(`^${name}|\\d${name}`) }),
    );
  const state = (name: keyof typeof words.states): Promise<void> =>
    page().getByRole("heading", { name: words.states[name], exact: true }).waitFor();
  const row = (kind: string): Promise<string | null> =>
    page().locator(".hours > div", { hasText: kind }).locator("dd").textContent();
  async function untilChanged(kind: string): Promise<void> {
    const before = await row(kind);
    for (let tries = 0; tries < 60; tries++) {
      if ((await row(kind)) !== before) return;
      await page().waitForTimeout(500);
    }
    throw new Error(`“${kind}” stays at ${before}: ${await page().innerText("main")}`);
  }

  before(async () => {
    board = await startEmulated("microbit-v1");
    await board.leaveCable();
    wrist = await startWrist(board);
    const wearable = `serial:${board.port}`;
    const { personId } = await preparePerson(
      data,
      {
        lift: { do: "keys", keys: "Enter" },
        wave: { do: "keys", keys: "PageDown", harm: "harmless" },
        knock: { do: "keys", keys: "Delete" },
      },
      { signal: "motion", wearable },
    );
    await addHours(data, personId, "other", 6.2);
    app = await startApp({ language: "ko", data, wearable, microphone: false });
    pilot = createPilot(app.page, "keyboard");
  });
  after(async () => {
    await app?.stop();
    await wrist?.stop();
    await board?.pipe.close();
    rmSync(data, { recursive: true, force: true });
  });

  it("counts movement, and rest apart, while nothing is done", async () => {
    await pilot.press(page().locator(".person .card-button"));
    await step(text.steps.send);
    await press(text.send.start);
    await page().locator(".good-news").waitFor({ timeout: 120_000 });
    await step(text.steps.soak);
    await press(words.start);
    await state("listening");
    await untilChanged(words.kinds.quiet);
    const rest = wrist.everyday();
    await page().waitForTimeout(25_000);
    rest();
    assert.deepEqual([...(await findViolations(page())), ...(await findSmallTargets(page()))], []);
    await takePicture(page(), "hand-soak");
    assert.deepEqual(app!.client.received, []);
  });

  it("rests while the wearable is live, where a proved movement presses Enter", async () => {
    const { client } = app!;
    await step(text.steps.live);
    // All is proved, so nothing asks for consent.
    await press(text.live.arm);
    await page().getByRole("heading", { level: 1, name: text.live.running }).waitFor();
    client.clear();
    for (let number = 6; number <= 10 && !pressed(client.received).includes(ENTER); number++) {
      await wrist.move(MOVED[0], number);
      await page().waitForTimeout(500);
    }
    assert.ok(
      pressed(client.received).includes(ENTER),
      `${pressed(client.received)} ${await page().innerText("main")}`,
    );
    await press(text.live.turnOff);
  });

  it("feels daily life again afterwards, until it is stopped", async () => {
    await step(text.steps.soak);
    await state("listening");
    await untilChanged(words.kinds.quiet);
    await press(words.stop);
    await state("off");
  });

  it("sits as it did, as a check finds", async () => {
    const check = text.motion.wear;
    await step(text.steps.live);
    await press(check.start);
    const asked = [...MOVED, "knock"];
    for (const [i, label] of asked.entries()) {
      await page()
        .locator(".wear-asked", { hasText: check.count(i + 1, asked.length) })
        .filter({ hasText: check.make(label) })
        .waitFor();
      await wrist.move(label, 7);
    }
    await page().locator(".wear-said", { hasText: check.verdicts["as-before"]() }).waitFor();
    assert.deepEqual(await findViolations(page()), []);
    assert.deepEqual(app!.complaints, []);
  });
});
