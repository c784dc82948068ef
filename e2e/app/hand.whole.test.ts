/**
 * Journey 1 for a hand: the real window, the firmware of the micro:bit in QEMU behind a
 * pseudo-terminal, its sensor moved as the sample person moved theirs, to keys in a real X client.
 */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import type { Locator } from "playwright-core";
import { startEmulated } from "../../main/wearables/emulated/emulated.ts";
import type { EmulatedBoard } from "../../main/wearables/emulated/qemu.ts";
import type { Rotation } from "../../models/features/wear.ts";
import { forMotion } from "../../renderer/text/signal-text.ts";
import { findSmallTargets, findViolations } from "./checks.ts";
import { TEXTS } from "./first-minutes.ts";
import { pressed } from "./keys.ts";
import { MOVED, startWrist, type Wrist } from "./movements.ts";
import { takePicture } from "./pictures.ts";
import { createPilot, type Pilot } from "./pilot.ts";
import { type RunningApp, startApp } from "./running-app.ts";

const noQemu = existsSync("/usr/bin/qemu-system-arm") ? false : "needs qemu-system-arm";
const text = forMotion(TEXTS.en);
const TAKES = 3;
const TRAIN_LIMIT_MS = 300_000;
const UPSIDE_DOWN: Rotation = [1, 0, 0, 0, -1, 0, 0, 0, -1];
/** What the set "reading" presses for the first and second command. */
const READING = ["Page Down", "Page Up"] as const;

describe("the first ten minutes by a hand, in English", { skip: noQemu, timeout: 900_000 }, () => {
  let board: EmulatedBoard | undefined;
  let wrist: Wrist;
  let app: RunningApp | undefined;
  let pilot: Pilot;
  const violations: string[] = [];

  const page = () => app!.page;
  const button = (name: string): Locator =>
    page().getByRole("main").getByRole("button", { name, exact: true });
  const card = (title: string): Locator =>
    page()
      .getByRole("main")
      .getByRole("button", { name: new RegExp(`^${title}`) });
  const look = async (screen: string): Promise<void> => {
    for (const one of [...(await findViolations(page())), ...(await findSmallTargets(page()))]) {
      violations.push(`${screen}: ${one}`);
    }
    await takePicture(page(), `hand-${screen}`);
  };
  const next = async (screen: string): Promise<void> => {
    await look(screen);
    await pilot.press(button(text.common.next));
  };
  /** Moves until `happened`, with takes that training never felt. */
  const moveUntil = async (movement: (typeof MOVED)[number], happened: () => Promise<boolean>) => {
    for (let number = 6; number <= 10; number++) {
      await wrist.move(movement, number);
      for (let waits = 0; waits < 10; waits++) {
        if (await happened()) return;
        await page().waitForTimeout(100);
      }
    }
    throw new Error(`five takes of "${movement}" changed nothing: ${await page().innerText("main")}`);
  };

  before(async () => {
    board = await startEmulated("microbit-v1");
    await board.leaveCable();
    wrist = await startWrist(board);
    app = await startApp({ language: "en", wearable: `serial:${board.port}`, microphone: false });
    pilot = createPilot(app.page, "mouse");
  });
  after(async () => {
    await app?.stop();
    await wrist?.stop();
    await board?.pipe.close();
  });

  it("chooses a hand, and the wearable that feels it", async () => {
    await pilot.press(button(text.start.someoneNew));
    await pilot.press(card(text.start.me));
    await pilot.press(button(text.start.create));
    await card(text.motion.ability.hand).waitFor();
    await look("ability");
    await pilot.press(card(text.motion.ability.hand));
    await page().getByRole("heading", { level: 1, name: text.wearable.title }).waitFor();
    assert.equal(await card("BBC micro:bit V1").getAttribute("aria-pressed"), "true");
    assert.equal(await card(text.wearable.virtual).isDisabled(), true);
    await next("wearable");
    for (const label of MOVED) {
      await pilot.press(card(label));
      await button(text.words.remove(label)).waitFor();
    }
    await look("words");
    await pilot.press(button(text.words.start));
  });

  it("records takes from its sensor, one after the other, with a live picture", async () => {
    await page().locator(".motion-chart polyline").first().waitFor();
    await pilot.press(button(text.record.start));
    const phase = page().locator(".stage-phase");
    const enough = (label: string): Promise<boolean> =>
      page()
        .getByRole("button", { name: text.record.takesOf(label, TAKES, 5), exact: true })
        .isVisible();
    for (const label of MOVED) {
      if (label !== MOVED[0]) {
        await pilot.press(page().getByRole("button", { name: new RegExp(`^“${label}”`) }));
        await pilot.press(button(text.record.start));
      }
      for (let number = 1; number <= 5 && !(await enough(label)); number++) {
        await phase.filter({ hasText: text.record.phases.listening }).waitFor();
        await wrist.move(label, number);
        if (number === 2) await look("record");
        await page().waitForTimeout(300);
      }
      assert.ok(await enough(label), await page().innerText("main"));
      await pilot.press(button(text.record.pause));
    }
    assert.equal(
      await page()
        .getByRole("button", { name: text.record.play(1) })
        .count(),
      0,
    );
    await next("recorded");
  });

  it("records everyday movement", async () => {
    await pilot.press(button(text.everyday.lengths(20)));
    const rest = wrist.everyday();
    const { movement } = text.motion.everyday;
    await pilot.press(button(text.everyday.record(movement)));
    await page().waitForTimeout(3000);
    await look("everyday");
    await button(text.everyday.again(movement)).waitFor({ timeout: 90_000 });
    rest();
    await next("everyday-done");
  });

  it("learns, and says how well it recognises", async () => {
    await pilot.press(button(text.train.start));
    await button(text.train.again).waitFor({ timeout: TRAIN_LIMIT_MS });
    await pilot.press(button(text.train.seeResult));
    const line = (await page().locator(".huge").textContent()) ?? "";
    const [heard, tested] = (line.match(/\d+/g) ?? []).map(Number);
    assert.equal(line, text.result.heard(heard!, tested!));
    assert.equal(tested, MOVED.length * TAKES);
    await next("result");
  });

  it("shows what it recognises before anything acts", async () => {
    await pilot.press(button(text.tryOut.start));
    await page().getByText(text.tryOut.waiting).waitFor();
    for (const label of MOVED) {
      const line = page()
        .locator(".tally li")
        .filter({ has: page().getByText(label, { exact: true }) });
      await moveUntil(label, async () => (await line.getAttribute("class"))?.includes("is-heard") === true);
    }
    assert.deepEqual(app!.client.received, []);
    await next("try");
  });

  it("sends the model to the wearable, goes live, and presses keys in a real X client", async () => {
    await pilot.press(card(text.actions.setNames.reading));
    await next("actions");
    await pilot.press(button(text.send.start));
    await button(text.send.again).waitFor({ timeout: 120_000 });
    await next("send");
    await look("consent");
    await pilot.press(page().getByRole("checkbox", { name: text.live.consent }));
    await pilot.press(button(text.live.arm));
    await page().getByRole("heading", { level: 1, name: text.live.running }).waitFor();
    const { client } = app!;
    for (const [i, label] of MOVED.entries()) {
      await moveUntil(label, async () => pressed(client.received).includes(READING[i]!));
    }
    await look("live");
    await pilot.press(button(text.live.turnOff));
    await button(text.live.turnOn).waitFor();
    client.clear();
    await wrist.move(MOVED[0], 6);
    assert.deepEqual(client.received, []);
  });

  it("allows for a wearable that was put on upside down, once it was looked at", async () => {
    const { client } = app!;
    wrist.wear(UPSIDE_DOWN);
    await pilot.press(button(text.live.turnOn));
    await pilot.press(page().getByRole("checkbox", { name: text.live.consent }));
    await pilot.press(button(text.live.arm));
    await page().getByRole("heading", { level: 1, name: text.live.running }).waitFor();
    client.clear();
    for (const number of [6, 7]) await wrist.move(MOVED[0], number);
    assert.deepEqual(client.received, []);

    await pilot.press(button(text.live.turnOff));
    await pilot.press(button(text.live.turnOn));
    const words = text.motion.wear;
    await pilot.press(button(words.start));
    await pilot.press(button(words.stop));
    // Whoever has one switch begins it by the light, which somebody has switched on in the settings.
    await pilot.press(page().getByRole("button", { name: text.common.settings, exact: true }));
    for (const name of [text.settings.scanAuto, text.common.close])
      await pilot.press(page().getByRole("dialog").getByRole("button", { name, exact: true }));
    await createPilot(page(), "switch").press(button(words.start));
    for (const [i, label] of MOVED.entries()) {
      await page()
        .locator(".wear-asked", { hasText: words.count(i + 1, MOVED.length) })
        .filter({ hasText: words.make(label) })
        .waitFor();
      if (i === 0) await look("wear-check");
      await wrist.move(label, 9);
    }
    await page()
      .locator(".wear-said", { hasText: words.verdicts.turned(180).slice(0, 20) })
      .waitFor();
    await look("wear-checked");
    await pilot.press(page().getByRole("checkbox", { name: text.live.consent }));
    await pilot.press(button(text.live.arm));
    await page().getByRole("heading", { level: 1, name: text.live.running }).waitFor();
    for (const [i, label] of MOVED.entries()) {
      await moveUntil(label, async () => pressed(client.received).includes(READING[i]!));
    }
  });

  it("kept every screen's promises", () => {
    assert.deepEqual(violations, []);
    assert.deepEqual(app!.complaints, []);
  });
});
