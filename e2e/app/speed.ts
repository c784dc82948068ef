/**
 * How quick the window is, in a real browser: first paint, how long a key waits for its answer while
 * training runs, from an event's bytes on a cable to the words of the indicator, and the size of what is
 * loaded at the start. Part of `npm run bench`; prints a line for each figure.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { type PreparedPerson, preparePerson } from "../../main/app/desk/testing/prepared.ts";
import { openVirtual } from "../../main/wearables/transport/virtual.ts";
import { openTerminal } from "../../main/wearables/virtual-pty.ts";
import { createFrameDecoder } from "../../main/wearables/link/frame.ts";
import { percentile } from "../../models/features/judge.ts";
import { betweenQuiet } from "./cable.ts";
import { button, TEXTS } from "./first-minutes.ts";
import { createPilot } from "./pilot.ts";
import { goTo, type RunningApp, startApp } from "./running-app.ts";

const text = TEXTS.en;
const OPENINGS = 7;
const TRAININGS = 3;
const EVENTS = 30;
const EVENT_TYPE = 0x06; // PROTOCOL.md part 2
const CHUNK = 640;
const ACTIONS = {
  "scroll down": { do: "scroll", down: 3, harm: "harmless" },
  "page up": { do: "keys", keys: "PageUp", harm: "harmless" },
  "open menu": { do: "keys", keys: "F10", harm: "harmless" },
} as const;

await withApp(undefined, async ({ page }) => {
  const { paints, loaded } = await measureOpening(page);
  tell(`first paint, worst of ${OPENINGS}`, Math.max(...paints), 1000, "ms");
  tell("loaded at the start, compressed", loaded / 1000, 500, "KB");
});
await withApp(undefined, async (app, { personId }) => {
  const waits = await measureWhileTraining(app, personId);
  tell(`a key's answer while training runs, p98 of ${waits.length}`, percentile(waits, 0.98)!, 100, "ms");
});
await measureIndicator();

function tell(name: string, value: number, goal: number, unit: string): void {
  const mark = value <= goal ? "ok  " : "MISS";
  console.log(`${mark} ${name}: ${value.toFixed(0)} ${unit} (goal ≤ ${goal} ${unit})`);
}

/** The app with a person who has a model, on the wearable `dev` if one is named. */
async function withApp(
  dev: string | undefined,
  work: (app: RunningApp, person: PreparedPerson) => Promise<void>,
): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), "beckon-speed-"));
  const person = await preparePerson(
    data,
    ACTIONS,
    dev === undefined ? {} : { wearable: dev, verified: true },
  );
  const app = await startApp({ language: "en", data });
  try {
    await work(app, person);
  } finally {
    await app.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

/** Opens the page anew without the browser's cache. */
async function measureOpening(page: Page): Promise<{ paints: number[]; loaded: number }> {
  await button({ app: { page } as RunningApp }, text.start.someoneNew).waitFor();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.setCacheDisabled", { cacheDisabled: true });
  const paints: number[] = [];
  let loaded = 0;
  const bodies: Promise<Buffer>[] = [];
  page.on("response", (response) => bodies.push(response.body()));
  for (let opening = 0; opening < OPENINGS; opening++) {
    bodies.length = 0;
    await page.reload();
    await button({ app: { page } as RunningApp }, text.start.someoneNew).waitFor();
    loaded = (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0);
    paints.push(
      await page.evaluate(
        () =>
          performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.POSITIVE_INFINITY,
      ),
    );
  }
  return { paints, loaded };
}

/** Tab from control to control while the model is trained; the browser's own Event Timing tells each key's wait. */
async function measureWhileTraining(app: RunningApp, personId: string): Promise<number[]> {
  const { page } = app;
  await goTo(page, { at: "step", personId, step: "train" });
  const pilot = createPilot(page, "mouse");
  const again = button({ app }, text.train.again);
  await again.or(button({ app }, text.train.start)).first().waitFor();
  await page.evaluate(() => {
    const waits: number[] = [];
    Object.assign(window, { waits });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.name === "keydown") waits.push(entry.duration);
    }).observe({ type: "event", durationThreshold: 16, buffered: false } as PerformanceObserverInit);
  });
  let keys = 0;
  for (let turn = 0; turn < TRAININGS; turn++) {
    await pilot.press(again.or(button({ app }, text.train.start)).first());
    await page.getByRole("progressbar").waitFor();
    while (await page.getByRole("progressbar").isVisible()) {
      await page.keyboard.press("Tab");
      keys++;
      await wait(40);
    }
  }
  const told = await page.evaluate(() => (window as unknown as { waits: number[] }).waits);
  // Event Timing tells none below its threshold of 16 ms.
  return [...told, ...Array.from({ length: Math.max(0, keys - told.length) }, () => 16)];
}

/** From the bytes of an event on a pseudo-terminal to the page's own words, both by the machine's clock. */
async function measureIndicator(): Promise<void> {
  const sent: number[] = [];
  const decoder = createFrameDecoder({
    message(bytes) {
      if (bytes[0] === EVENT_TYPE) sent.push(performance.timeOrigin + performance.now());
    },
    damaged: () => {},
  });
  const data = mkdtempSync(join(tmpdir(), "beckon-speed-"));
  const { image } = await preparePerson(data, ACTIONS);
  rmSync(data, { recursive: true, force: true });
  const { pipe, feed } = openVirtual({ image });
  pipe.onBytes((bytes) => decoder.push(bytes));
  const terminal = openTerminal(pipe);
  try {
    await withApp(`serial:${terminal.path}`, async (app, person) => {
      const { page } = app;
      await goTo(page, { at: "step", personId: person.personId, step: "live" });
      const pilot = createPilot(page, "mouse");
      await pilot.press(page.getByRole("checkbox", { name: text.live.consent }));
      await pilot.press(button({ app }, text.live.arm));
      await button({ app }, text.live.pause).waitFor();
      await page.evaluate(() => {
        const shown: number[] = [];
        Object.assign(window, { shown });
        // The journal's newest entry is drawn together with the indicator's words, which may repeat themselves.
        new MutationObserver(() => shown.push(performance.timeOrigin + performance.now())).observe(
          document.querySelector(".journal")!,
          { childList: true },
        );
      });
      const waits: number[] = [];
      const takes = Object.keys(ACTIONS).flatMap((label) => person.unheard(label));
      for (let turn = 0; waits.length < EVENTS && turn < 3 * EVENTS; turn++) {
        sent.length = 0;
        const pcm = takes[turn % takes.length]!;
        const laid = betweenQuiet(pcm);
        const before = await page.evaluate(() => (window as unknown as { shown: number[] }).shown.length);
        for (let at = 0; at < laid.length; at += CHUNK) await feed(laid.slice(at, at + CHUNK));
        if (sent[0] === undefined) continue; // a take that was not heard
        const shown = await page.waitForFunction(
          (seen) => (window as unknown as { shown: number[] }).shown[seen],
          before,
        );
        waits.push(((await shown.jsonValue()) as number) - sent[0]);
        await wait(200);
      }
      tell(
        `event's bytes on a cable → the window, p98 of ${waits.length}`,
        percentile(waits, 0.98)!,
        50,
        "ms",
      );
    });
  } finally {
    await terminal.close();
  }
}
