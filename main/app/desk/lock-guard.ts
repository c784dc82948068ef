/** Which calls a PIN holds back: those that change a person, never those that control the computer. */
import type { CallName } from "../../contract/contract.ts";
import type { Services } from "./dispatch.ts";
import type { Lock } from "./lock.ts";

/** Every call has its line, so that none that comes later is forgotten. */
const NEEDS_PIN: Readonly<Record<CallName, boolean | "everybody">> = {
  "app.info": false,
  "app.setLanguage": false,
  "people.create": false,
  "people.setAbility": true,
  "people.rename": true,
  "people.setHelper": true,
  "people.remove": true,
  // What is copied stays as it is.
  "people.copy": false,
  "commands.add": true,
  "commands.setHeld": true,
  "commands.rename": true,
  "commands.remove": true,
  "commands.merge": true,
  "commands.restart": true,
  "takes.remove": true,
  "takes.keepLast": true,
  "takes.listen": false,
  "everyday.listen": false,
  "microphone.report": false,
  "microphone.openPage": false,
  "recorder.start": true,
  "recorder.everyday": true,
  "recorder.stop": false,
  "training.start": true,
  "training.cancel": false,
  "profile.setAction": true,
  "profile.useSet": true,
  "profile.addMode": true,
  "profile.removeMode": true,
  // Another wearable, or the same model on it once more, may be the way back to control.
  "wearables.choose": false,
  "wearables.send": false,
  "wearables.allow": false,
  "wear.start": false,
  "wear.stop": false,
  "advice.keep": true,
  "live.try": false,
  "live.arm": false,
  "live.pause": false,
  "live.resume": false,
  "live.off": false,
  "live.undo": false,
  "live.rouse": false,
  "soak.start": false,
  "soak.say": false,
  "soak.stop": false,
  "soak.file": false,
  "soak.fileBytes": false,
  "soak.fileEnd": false,
  // What the person says of their own events is theirs to say.
  "soak.mark": false,
  "soak.listen": false,
  "soak.setSureness": true,
  "learning.keepMoments": true,
  "learning.mark": false,
  "learning.listen": false,
  "learning.wasMissed": false,
  "learning.listenToUnheard": false,
  "models.compare": false,
  "models.use": true,
  "models.decline": true,
  // The lock itself asks for the PIN where it must.
  "lock.set": false,
  "lock.takeOff": false,
  "lock.open": false,
  "lock.close": false,
  "lock.forget": false,
  "backup.save": false,
  "backup.restore": false,
  "backup.file": false,
  "backup.fileBytes": false,
  "backup.restoreFile": false,
  "backup.cancel": false,
  // Who can open the recordings is one thing for all.
  "sealing.protect": "everybody",
  "sealing.open": false,
  "sealing.unprotect": "everybody",
  "storage.keepEveryday": false,
};

/** The same calls; those that change a person ask their lock first, and those that change everybody ask every lock. */
export function guardCalls(
  calls: Services["calls"],
  lock: Lock,
  everybody: () => Promise<readonly { readonly id: string }[]>,
): Services["calls"] {
  const guarded = Object.entries(calls).map(([name, call]) => {
    const needs = NEEDS_PIN[name as CallName];
    if (needs === false) return [name, call];
    const ask = call as (input: { personId: string }, window: unknown) => unknown;
    return [
      name,
      async (input: { personId: string }, window: unknown) => {
        const people = needs === "everybody" ? await everybody() : [{ id: input.personId }];
        for (const { id } of people) await lock.mustBeOpen(id);
        return ask(input, window);
      },
    ];
  });
  return Object.fromEntries(guarded) as Services["calls"];
}
