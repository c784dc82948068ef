/** Journey 8: learning fails. What was recorded and learned before stays, the reason is said, and the remedy is a button. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { preparePerson } from "../../main/app/desk/testing/prepared.ts";
import { button, TEXTS } from "./first-minutes.ts";
import { createPilot } from "./pilot.ts";
import { goTo, type RunningApp, startApp } from "./running-app.ts";

/** From the signal on, a thread that begins gets too little memory to learn; what runs already keeps what it has. */
const SHRINK = `data:text/javascript,${encodeURIComponent(
  'import { setFlagsFromString } from "node:v8"; process.on("SIGUSR2", () => setFlagsFromString("--max-old-space-size=16"));',
)}`;

describe("when learning fails for want of memory", () => {
  const data = mkdtempSync(join(tmpdir(), "beckon-data-"));
  let app: RunningApp | undefined;
  let personId = "";
  before(async () => {
    const actions = {
      "scroll down": { do: "scroll", down: 3, harm: "harmless" },
      "page up": { do: "keys", keys: "PageUp", harm: "harmless" },
    } as const;
    ({ personId } = await preparePerson(data, actions, { verified: true }));
  });
  after(async () => {
    await app?.stop();
    rmSync(data, { recursive: true, force: true });
  });

  it("says so, keeps takes and model, and offers to try again", async () => {
    app = await startApp({ language: "ko", data, node: ["--import", SHRINK] });
    const { page } = app;
    const text = TEXTS.ko;
    await goTo(page, { at: "step", personId, step: "train" });
    const pilot = createPilot(page, "keyboard");
    const says = (words: string): Promise<void> =>
      page.getByRole("main").getByText(words, { exact: false }).first().waitFor({ timeout: 120_000 });
    await button({ app }, text.train.again).waitFor();
    app.signal("SIGUSR2");
    await pilot.press(button({ app }, text.train.again));
    const { problem, remedy } = text.faults["work-memory"];
    await says(problem);
    await says(remedy);
    await says(text.train.counts(2, 10));
    await button({ app }, text.common.again).waitFor();
    await pilot.press(button({ app }, text.train.seeResult));
    await page.getByRole("heading", { level: 1, name: text.result.title }).waitFor();
  });
});
