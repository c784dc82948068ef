/** Journey 8: learning is stopped, and then fails. What was recorded and learned before stays, the reason is said, and the remedy is a button. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { preparePerson } from "../../main/app/desk/testing/prepared.ts";
import { findViolations } from "./checks.ts";
import { button, TEXTS } from "./first-minutes.ts";
import { createPilot, type Pilot } from "./pilot.ts";
import { goTo, type RunningApp, startApp } from "./running-app.ts";

/** From the signal on, a thread that begins gets too little memory to learn; what runs already keeps what it has. */
const SHRINK = `data:text/javascript,${encodeURIComponent(
  'import { setFlagsFromString } from "node:v8"; process.on("SIGUSR2", () => setFlagsFromString("--max-old-space-size=16"));',
)}`;

describe("when learning does not come to its end", () => {
  const data = mkdtempSync(join(tmpdir(), "beckon-data-"));
  let app: RunningApp | undefined;
  let pilot: Pilot;
  let personId = "";
  const text = TEXTS.ko;
  before(async () => {
    const actions = {
      "scroll down": { do: "scroll", down: 3, harm: "harmless" },
      "page up": { do: "keys", keys: "PageUp", harm: "harmless" },
    } as const;
    ({ personId } = await preparePerson(data, actions, { verified: true }));
    app = await startApp({ language: "ko", data, node: ["--import", SHRINK] });
    pilot = createPilot(app.page, "keyboard");
  });
  after(async () => {
    await app?.stop();
    rmSync(data, { recursive: true, force: true });
  });

  const press = (name: string): Promise<void> => pilot.press(button({ app: app! }, name));
  const says = (words: string): Promise<void> =>
    app!.page.getByRole("main").getByText(words, { exact: false }).first().waitFor({ timeout: 120_000 });
  /** What the model in use heard, word by word. */
  async function result(): Promise<string> {
    const { page } = app!;
    await goTo(page, { at: "step", personId, step: "result" });
    await page.getByRole("heading", { level: 1, name: text.result.title }).waitFor();
    return page.getByRole("main").innerText();
  }
  async function modelCount(): Promise<number> {
    const { page } = app!;
    await goTo(page, { at: "learn", personId });
    const models = page.getByRole("region", { name: text.learn.older, exact: true }).getByRole("listitem");
    await models.first().waitFor();
    return models.count();
  }
  const toTraining = (): Promise<void> => goTo(app!.page, { at: "step", personId, step: "train" });

  it("stops when the person wants it, with takes and model as before, and learns when asked again", async () => {
    const { page } = app!;
    const before = await result();
    await toTraining();
    await press(text.train.again);
    const bar = page.getByRole("progressbar");
    await bar.waitFor();
    await press(text.train.cancel);
    await says(text.train.cancelledAgain);
    assert.equal(await bar.count(), 0);
    assert.equal(await page.getByText(text.train.done).count(), 0);
    await says(text.train.counts(2, 10));
    assert.deepEqual(await findViolations(page), []);
    assert.equal(await result(), before);
    assert.equal(await modelCount(), 1, "what was stopped leaves no model");

    await toTraining();
    await press(text.train.again);
    await bar.waitFor();
    await bar.waitFor({ state: "detached", timeout: 120_000 });
    await says(text.train.done);
    await says(text.train.counts(2, 10));
    assert.equal(await modelCount(), 2);
  });

  it("says that memory was wanting, keeps takes and model, and offers to try again", async () => {
    const { page } = app!;
    await toTraining();
    await button({ app: app! }, text.train.again).waitFor();
    app!.signal("SIGUSR2");
    await press(text.train.again);
    const { problem, remedy } = text.faults["work-memory"];
    await says(problem);
    await says(remedy);
    await says(text.train.counts(2, 10));
    await button({ app: app! }, text.common.again).waitFor();
    await press(text.train.seeResult);
    await page.getByRole("heading", { level: 1, name: text.result.title }).waitFor();
  });
});
