/** A prepared person at a wearable on a cable, who says commands that training never heard. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { preparePerson } from "../../main/app/desk/testing/prepared.ts";
import type { WrittenAction } from "../../main/contract/command-action.ts";
import { betweenQuiet, createCable } from "./cable.ts";
import { TEXTS, type Walk } from "./first-minutes.ts";
import { createPilot } from "./pilot.ts";
import { type RunningApp, startApp } from "./running-app.ts";
import { readVoice } from "./voice.ts";

export interface AtLive {
  readonly app: RunningApp;
  readonly personId: string;
  readonly walk: Walk;
  /** Says takes of a command, one after the other. @returns whether one did what it should before all were said. */
  say(label: string, isDone: () => Promise<boolean> | boolean): Promise<boolean>;
  /** Has this key gone down in the X client since it was last cleared? */
  pressed(keysym: number): boolean;
  stop(): Promise<void>;
}

/** @param actions by labels of the sample person. */
export async function startAtLive(
  language: "en" | "ko",
  by: Parameters<typeof createPilot>[1],
  actions: Readonly<Record<string, WrittenAction>>,
): Promise<AtLive> {
  const data = mkdtempSync(join(tmpdir(), "beckon-at-live-"));
  const cable = createCable();
  const person = await preparePerson(data, actions, { wearable: cable.dev, verified: true });
  await cable.plugIn(person.image);
  const app = await startApp({ language, data });
  const pilot = createPilot(app.page, by);
  return {
    app,
    personId: person.personId,
    walk: { app, pilot, text: TEXTS[language], voice: await readVoice(), spoken: new Map() },
    async say(label, isDone) {
      for (const pcm of person.unheard(label)) {
        await cable.say(betweenQuiet(pcm));
        // On a busy machine it shows late, and a word that is said once more may undo what it did.
        for (let waits = 0; waits < 20; waits++) {
          await wait(100);
          if (await isDone()) return true;
        }
      }
      return false;
    },
    pressed: (keysym) =>
      app.client.received.some((one) => one.kind === "key" && one.keysym === keysym && one.down),
    async stop() {
      await app.stop();
      await cable.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
