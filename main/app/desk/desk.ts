/**
 * The desktop app without its window: everything that answers main/contract.
 * One desk serves every window, whatever carries it.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createEngine } from "../../../firmware-gen/engine/engine.ts";
import type { ActorKind } from "../../actor/actor.ts";
import { type Seat, watchSeat } from "../../actor/seat.ts";
import { inspectSession } from "../../actor/session.ts";
import { language as languages } from "../../contract/values.ts";
import { openVault } from "../../vault/vault.ts";
import { createAdviser } from "./adviser.ts";
import type { Services } from "./dispatch.ts";
import { createValue } from "./feed.ts";
import { backupPlaces } from "./backup-places.ts";
import { createCare } from "./care.ts";
import { createHearing } from "./hearing.ts";
import { createJournal } from "./journal.ts";
import { createLearning } from "./learning.ts";
import { guardCalls } from "./lock-guard.ts";
import { createLiveService } from "./live-service.ts";
import { createLiveMemory } from "./memory.ts";
import { createModels } from "./models.ts";
import { openMicrophonePage } from "./microphone-page.ts";
import { createPeople } from "./people.ts";
import { createRecorder } from "./recorder.ts";
import { addSamplePerson } from "./sample.ts";
import { createSensing } from "./sensing.ts";
import { createSoak } from "./soak.ts";
import { createTraining } from "./training.ts";
import { createTransfer } from "./transfer.ts";
import { createWearables, type NamedWearable } from "./wearables.ts";
import { createWearCheck } from "./wear.ts";
import { createWorn } from "./worn.ts";

export interface DeskOptions {
  /** Where the vault lies. */
  readonly folder: string;
  readonly useKeyRing: boolean;
  /** The X server of this session where there is one, else the journal, if left out. */
  readonly actor?: ActorKind;
  /** Where backups can lie; this person's documents and what is plugged in, if left out. */
  readonly places?: typeof backupPlaces;
  /** Wearables besides those that are found plugged in. */
  readonly wearables?: readonly NamedWearable[] | undefined;
  readonly log: (error: unknown) => void;
}

export interface Desk extends Services {
  /** The sample person is in the vault; rejects where that failed. */
  readonly sampleReady: Promise<void>;
  /** False: no keys can be pressed here, actions go to a file alone. */
  readonly acts: boolean;
  close(): Promise<void>;
}

/** @throws BeckonError `vault-…`. */
export async function openDesk({
  folder,
  useKeyRing,
  actor = actorHere(folder),
  places = backupPlaces,
  wearables: named = [],
  log: tell,
}: DeskOptions): Promise<Desk> {
  let closing = false;
  // A value that was asked for while the vault closes has no answer, and nobody waits for it.
  const log = (error: unknown): void => {
    if (!closing) tell(error);
  };
  const vault = await openVault({ folder, useKeyRing });
  const engine = await createEngine();
  const people = createPeople(vault, log);
  const hearing = createHearing();
  const journal = createJournal(vault, log);
  const wearables = createWearables(named, log);
  const worn = createWorn();
  const sensing = createSensing(people, (dev) => wearables.nameOf(dev), worn, log);
  const recorder = createRecorder(engine, vault, people, hearing, sensing);
  const wear = createWearCheck(engine, vault, people, sensing, worn);
  const memory = createLiveMemory(engine, vault, journal, log);
  const learning = createLearning({ engine, vault, people, journal, memory, log });
  const models = createModels(vault, people, learning);
  const training = createTraining(vault, people, learning, log);
  const transfer = createTransfer(engine, vault, people, sensing, log);
  const seat = createValue<Seat>("here");
  const endSeat = watchSeat(process.env, seat.set);
  const live = createLiveService({
    vault,
    people,
    hearing,
    sensing,
    worn,
    journal,
    memory,
    seat,
    actor,
    log,
  });
  const care = createCare({ folder, vault, people, linkOf: live.linkOf, listPlaces: places, log });
  const soak = createSoak({ folder, vault, people, hearing, sensing, recorder, wear, transfer, live, log });
  const adviser = createAdviser(vault, people, log);
  const sampleReady = addSamplePerson(vault, people);
  sampleReady.catch(log);
  const soakResumed = soak.resume().catch(log);

  const language = async () => languages.catch("en").parse(await vault.setting("language"));
  const none = {};
  const after = (work: Promise<unknown>): Promise<typeof none> => work.then(() => none);
  const desk: Desk = {
    sampleReady,
    acts: actor.kind !== "journal",
    calls: {
      ...care.calls,
      "app.info": async () => ({
        version: VERSION,
        language: await language(),
        actor: actor.kind,
        wayland: inspectSession(process.env).kind === "wayland",
      }),
      "app.setLanguage": (input) => after(vault.setSetting("language", input.language)),
      "people.create": async ({ name, carer }) => ({
        personId: await people.create(name, carer, await language()),
      }),
      "people.setAbility": ({ personId, ability }) => after(people.setAbility(personId, ability)),
      "people.remove": async ({ personId }) => {
        await recorder.stop();
        for (const one of [live, soak, training]) await one.leave(personId);
        await people.remove(personId);
        return none;
      },
      "commands.add": async ({ personId, label }) => ({
        commandId: await people.addCommand(personId, label),
      }),
      "commands.setHeld": ({ personId, commandId, held }) => after(people.setHeld(personId, commandId, held)),
      "commands.rename": ({ personId, commandId, label }) =>
        after(people.renameCommand(personId, commandId, label)),
      "commands.remove": ({ personId, commandId }) => after(people.removeCommand(personId, commandId)),
      "commands.merge": async ({ personId, commandId, fromId }) => {
        await recorder.stop();
        await people.mergeCommand(personId, commandId, fromId);
        return none;
      },
      "commands.restart": async ({ personId, commandId, label }) => {
        await recorder.stop();
        await people.restartCommand(personId, commandId, label);
        return none;
      },
      "advice.keep": ({ personId, adviceId, kept }) => after(adviser.keep(personId, adviceId, kept)),
      "everyday.listen": (input) => adviser.listen(input),
      "takes.remove": ({ personId, takeId }) => after(people.removeTake(personId, takeId)),
      "takes.keepLast": ({ personId }) => after(recorder.keepLast(personId)),
      "takes.listen": async ({ personId, takeId }) => {
        const sound = await people.listenTo(personId, takeId);
        live.hush(lengthOf(sound) + PLAYING_MS);
        return sound;
      },
      "microphone.report": (report, window) => {
        hearing.report(report, window);
        return none;
      },
      "microphone.openPage": () => after(openMicrophonePage()),
      "recorder.start": async (input) => {
        wear.stop();
        await recorder.start(input);
        return none;
      },
      "recorder.everyday": (input) => after(recorder.everyday(input)),
      "recorder.stop": () => after(recorder.stop()),
      "training.start": ({ personId, ask = false }) => after(training.start(personId, ask)),
      "training.cancel": () => {
        training.cancel();
        return none;
      },
      "profile.setAction": ({ personId, label, action, mode = 0 }) =>
        after(people.setAction(personId, mode, label, action)),
      "profile.useSet": ({ personId, set, mode = 0 }) => after(people.useSet(personId, mode, set)),
      "profile.addMode": ({ personId, name, set }) => after(people.addMode(personId, name, set)),
      "profile.removeMode": ({ personId, mode }) => after(people.removeMode(personId, mode)),
      "wearables.choose": async ({ personId, dev }) => {
        wear.forget(personId);
        await people.chooseWearable(personId, dev);
        return none;
      },
      "wearables.allow": ({ dev }) => after(wearables.allow(dev)),
      "wearables.send": async ({ personId }) => {
        wear.stop();
        await transfer.send(personId);
        return none;
      },
      "wear.start": async ({ personId }) => {
        await recorder.stop();
        await wear.start(personId);
        return none;
      },
      "wear.stop": () => {
        wear.stop();
        return none;
      },
      "live.try": async ({ personId }) => {
        wear.stop();
        await live.try(personId);
        return none;
      },
      "live.arm": async (input) => {
        wear.stop();
        await live.arm(input);
        return none;
      },
      "live.pause": () => after(live.pause()),
      "live.resume": () => after(live.resume()),
      "live.off": () => after(live.off()),
      "soak.start": ({ personId, source, said }) => after(soak.start(personId, source, said)),
      "soak.say": ({ personId, said }) => after(soak.say(personId, said)),
      "soak.stop": () => after(soak.stop()),
      "soak.file": ({ personId, said, name, bytes }) => after(soak.beginFile(personId, said, name, bytes)),
      "soak.fileBytes": ({ base64 }) => after(soak.addToFile(Buffer.from(base64, "base64"))),
      "soak.fileEnd": () => after(soak.endFile()),
      "soak.mark": ({ personId, eventId, mark }) => after(soak.mark(personId, eventId, mark)),
      "soak.listen": async ({ personId, eventId }) => {
        const sound = await soak.listen(personId, eventId);
        live.hush(lengthOf(sound) + PLAYING_MS);
        return sound;
      },
      "soak.setSureness": ({ personId, steps }) => after(soak.setSureness(personId, steps)),
      "live.rouse": () => {
        live.rouse();
        return none;
      },
      "live.undo": () => {
        live.undo();
        return none;
      },
      "learning.keepMoments": ({ personId, keep }) => after(learning.keepMoments(personId, keep)),
      "learning.mark": (input) => after(learning.mark(input)),
      "learning.listen": ({ personId, entryId }) => learning.listen(personId, entryId),
      "learning.wasMissed": (input) => after(learning.wasMissed(input)),
      "learning.listenToUnheard": ({ personId, momentId }) => learning.listenToUnheard(personId, momentId),
      "models.compare": ({ personId, modelKey }) => models.compare(personId, modelKey),
      "models.use": (input) => after(models.use(input)),
      "models.decline": ({ personId }) => after(models.decline(personId)),
    },
    feeds: {
      ...care.feeds,
      people: () => people.list,
      person: ({ personId }) => people.person(personId),
      advice: ({ personId }) => adviser.advice(personId),
      microphone: () => hearing.microphone,
      sensor: ({ personId }) => sensing.of(personId),
      wear: ({ personId }) => wear.of(personId),
      recorder: () => recorder.view,
      training: () => training.view,
      wearables: () => wearables.list,
      transfer: () => transfer.view,
      live: () => live.view,
      soak: ({ personId }) => soak.view(personId),
      soaking: () => soak.running,
      journal: ({ personId }) => journal.of(personId),
      learning: ({ personId }) => learning.of(personId),
      unheard: ({ personId }) => memory.unheard(personId),
    },
    sound: (rateHz, pcm, window) => hearing.sound(rateHz, pcm, window),
    gone: (window) => hearing.gone(window),
    async close() {
      endSeat();
      await soakResumed;
      await soak.close();
      await recorder.stop();
      await live.off();
      await care.close();
      models.close();
      await adviser.close();
      await training.close();
      await transfer.close();
      await sensing.release();
      wearables.close();
      hearing.close();
      await sampleReady.catch(() => {});
      closing = true;
      await vault.close();
    },
  };
  return { ...desk, calls: guardCalls(desk.calls, care.lock, () => vault.people()) };
}

/** From the answer to the window's first sound, and from its last to silence in the room, ms. */
const PLAYING_MS = 1500;

/** ms. */
function lengthOf({ rateHz, pcmBase64 }: { rateHz: number; pcmBase64: string }): number {
  return (1000 * Buffer.byteLength(pcmBase64, "base64")) / 2 / rateHz;
}

function actorHere(folder: string): ActorKind {
  const { canAct, display } = inspectSession(process.env);
  if (canAct && display !== undefined) return { kind: "x11", display };
  return { kind: "journal", path: join(folder, "actions.jsonl") };
}

const VERSION = versionAbove(import.meta.dirname);

/** Of the package.json next above: the sources, the packed app and its unpacked form keep it at different heights. */
function versionAbove(folder: string): string {
  const file = join(folder, "package.json");
  if (existsSync(file)) return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
  return dirname(folder) === folder ? "" : versionAbove(dirname(folder));
}
