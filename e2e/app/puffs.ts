/** One switch that is any sound above the room: short breaths into the microphone. */
import { createRandom } from "../../common/random.ts";
import type { Text } from "../../renderer/text/en.ts";
import { createPilot, type Pilot } from "./pilot.ts";
import type { RunningApp } from "./running-app.ts";

/** Somebody who helps switches it on with a mouse; everything after that is puffs. */
export async function soundPilot({ page, microphone }: RunningApp, text: Text): Promise<Pilot> {
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
  const puff = makePuff();
  const pilot = createPilot(page, "switch", () => microphone.play(puff));
  return {
    input: "switch",
    begin: async () => {},
    press: pilot.press,
    type: pilot.type,
    get steps() {
      return pilot.steps;
    },
  };
}

/** A sixth of a second of breath, and the quiet after it. */
function makePuff(): Int16Array {
  const random = createRandom(2);
  return Int16Array.from({ length: 8000 }, (_, i) =>
    i < 2700 ? Math.round(random.between(-9000, 9000)) : 0,
  );
}
