/**
 * Before there is any model, any sound above the room is a switch: by puffs alone from the first
 * screen to two recorded commands. Whoever helps has switched this on in the settings.
 */
import { after, describe, it } from "node:test";
import { createRandom } from "../../common/random.ts";
import { button, chooseWords, introduce, recordTakes, TEXTS, type Walk } from "./first-minutes.ts";
import { createPilot } from "./pilot.ts";
import { type RunningApp, startApp } from "./running-app.ts";
import { readVoice, SPOKEN } from "./voice.ts";

describe("any sound above the room is one switch", () => {
  let app: RunningApp | undefined;
  after(() => app?.stop());

  it("leads from the first screen to recorded takes", async (t) => {
    app = await startApp({ language: "en" });
    const { page, microphone } = app;
    const text = TEXTS.en;
    await switchOn();
    const puff = makePuff();
    const pilot = createPilot(page, "switch", () => microphone.play(puff));
    const spoken = new Map([
      ["down", SPOKEN[0]],
      ["up", SPOKEN[1]],
    ]);
    const walk: Walk = {
      app,
      pilot: { ...pilot, begin: async () => {} },
      text,
      voice: await readVoice(),
      spoken,
    };
    await introduce(walk);
    await chooseWords(walk);
    await recordTakes(walk);
    await button(walk, text.everyday.record(text.everyday.room)).waitFor();
    t.diagnostic(`${pilot.steps} puffs`);

    async function switchOn(): Promise<void> {
      const helper = createPilot(page, "mouse");
      await helper.press(page.getByRole("button", { name: text.common.settings, exact: true }));
      const dialog = page.getByRole("dialog");
      const choose = (name: string): Promise<void> =>
        helper.press(dialog.getByRole("button", { name, exact: true }));
      await choose(text.settings.scanAuto);
      await choose(text.settings.scanSound);
      // A sound is heard later than a key: a slow light that keeps its pace.
      await choose(text.settings.scanAdapt);
      for (let i = 0; i < 6; i++) await choose(text.settings.slower);
      await choose(text.common.close);
    }
  });
});

/** A sixth of a second of breath into the microphone, and the quiet after it. */
function makePuff(): Int16Array {
  const random = createRandom(2);
  return Int16Array.from({ length: 8000 }, (_, i) =>
    i < 2700 ? Math.round(random.between(-9000, 9000)) : 0,
  );
}
