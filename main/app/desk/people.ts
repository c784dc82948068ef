/** People, their commands and takes, and what each command does. */
import { checkLabel } from "../../../common/label.ts";
import { type BeckonError, inputError } from "../../../common/errors.ts";
import { VALUES_PER_SECOND, SOUND_RATE_HZ } from "../../../common/street.ts";
import {
  type Ability,
  type Actions,
  actionsOfModes,
  type Language,
  type PersonCard,
  type PersonView,
  type ProfileView,
  signalOf,
  type TakeView,
} from "../../contract/values.ts";
import { isInEveryMode, MOST_MODES, type WrittenAction } from "../../contract/command-action.ts";
import type { TakeRow, WholePerson } from "../../vault/rows.ts";
import { personUnknown } from "../../vault/faults.ts";
import { learnedFrom } from "../../vault/learned-from.ts";
import type { Vault } from "../../vault/vault.ts";
import { parseDevice } from "../device.ts";
import { createQuestion, createQuestions, type Feed } from "./feed.ts";
import { standingsOf } from "./soak-count.ts";
import { actionsOfSet, type SetName } from "./sets.ts";

/** Takes of each command that the first ten minutes ask for. */
export const TAKES_WANTED = 5;
/** The image counts classes in one byte, and nobody keeps so many words apart. */
const MOST_COMMANDS = 60;
const WAVEFORM_FULL = 255;

export interface People {
  readonly list: Feed<PersonCard[]>;
  person(id: string): Feed<PersonView | null>;
  /** Tells listeners that something of this person changed. */
  changed(id: string): void;
  /** @throws BeckonError `person-unknown`. */
  whole(id: string): Promise<WholePerson>;
  create(name: string, carer: boolean, language: Language): Promise<string>;
  setAbility(id: string, ability: Ability): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  /** Whom to call; empty takes it away. */
  setHelper(id: string, helper: string): Promise<void>;
  remove(id: string): Promise<void>;
  chooseWearable(id: string, dev: string): Promise<void>;
  addCommand(id: string, label: string): Promise<string>;
  /** Whether what a command does lasts as long as its sound. */
  setHeld(id: string, commandId: string, held: boolean): Promise<void>;
  renameCommand(id: string, commandId: string, label: string): Promise<void>;
  removeCommand(id: string, commandId: string): Promise<void>;
  /** The takes of `fromId` become takes of `commandId`. @throws BeckonError `command-unknown`. */
  mergeCommand(id: string, commandId: string, fromId: string): Promise<void>;
  /** Throws the takes of a command away and calls it `label`. @throws BeckonError `command-unknown`, `label-…`. */
  restartCommand(id: string, commandId: string, label: string): Promise<void>;
  removeTake(id: string, takeId: string): Promise<void>;
  listenTo(id: string, takeId: string): Promise<{ rateHz: number; pcmBase64: string }>;
  /** @param mode 0 is the first. @throws BeckonError `command-unknown`, `mode-unknown`. */
  setAction(id: string, mode: number, label: string, action: WrittenAction | null): Promise<void>;
  useSet(id: string, mode: number, set: SetName): Promise<void>;
  /** @throws BeckonError `modes-many`. */
  addMode(id: string, name: string, set: SetName): Promise<void>;
  removeMode(id: string, mode: number): Promise<void>;
}

/** @param onError what a feed could not be answered for. */
export function createPeople(vault: Vault, onError: (error: unknown) => void): People {
  const list = createQuestion(async () => {
    const people = await vault.people();
    const wholes = await Promise.all(people.map(({ id }) => vault.person(id)));
    return wholes.flatMap((whole) => (whole === undefined ? [] : [cardOf(whole)]));
  }, onError);
  const feeds = createQuestions<PersonView | null>(async (id) => {
    const found = await vault.person(id);
    return found === undefined ? null : viewOf(found, await standingsOf(vault, found));
  }, onError);
  const changed = (id: string): void => {
    feeds.refresh(id);
    list.refresh();
  };
  const whole = async (id: string): Promise<WholePerson> => {
    const found = await vault.person(id);
    if (found === undefined) throw personUnknown();
    return found;
  };
  const commandOf = async (id: string, commandId: string) => {
    const person = await whole(id);
    const command = person.commands.find((each) => each.id === commandId);
    if (command === undefined) throw gone("command-unknown", "this command");
    return { person, command };
  };
  const saveProfile = async (person: WholePerson, profile: ProfileView): Promise<void> => {
    await vault.changePerson(person.id, { profile });
    changed(person.id);
  };
  const saveActions = (person: WholePerson, mode: number, actions: Actions): Promise<void> => {
    const { profile } = person;
    const modes = profile.modes?.map((one, i) => (i === mode - 1 ? { ...one, actions } : one));
    return saveProfile(person, {
      ...profile,
      ...(mode === 0 && { actions }),
      ...(modes && { modes }),
    });
  };

  return {
    list,
    changed,
    whole,
    person: feeds.of,
    async create(name, carer, language) {
      const profile = { name, actions: {} };
      const person = { name, carer, language, ability: null, wearable: "virtual", sample: false, profile };
      const id = await vault.addPerson(person, Date.now());
      changed(id);
      return id;
    },
    async setAbility(id, ability) {
      await vault.changePerson(id, { ability });
      changed(id);
    },
    async rename(id, name) {
      const person = await whole(id);
      await vault.changePerson(id, { name, profile: { ...person.profile, name } });
      changed(id);
    },
    async setHelper(id, helper) {
      await vault.changePerson(id, { helper });
      changed(id);
    },
    async remove(id) {
      await vault.removePerson(id);
      changed(id);
    },
    async chooseWearable(id, dev) {
      parseDevice(dev);
      const person = await whole(id);
      // What was verified is on the other wearable.
      await vault.changePerson(id, { wearable: dev, ...(person.wearable === dev ? {} : { verified: null }) });
      changed(id);
    },
    async addCommand(id, label) {
      const { commands } = await whole(id);
      checkCommand(label);
      if (commands.length >= MOST_COMMANDS) {
        const problem = `has ${MOST_COMMANDS} commands, and more cannot be told apart.`;
        throw inputError("commands-many", "this person", problem, "Remove one that is not used.");
      }
      const commandId = await vault.addCommand(id, label, Date.now());
      changed(id);
      return commandId;
    },
    async setHeld(id, commandId, held) {
      await commandOf(id, commandId);
      await vault.setHeld(commandId, held);
      changed(id);
    },
    async renameCommand(id, commandId, label) {
      const { person, command } = await commandOf(id, commandId);
      checkCommand(label);
      await vault.renameCommand(commandId, label);
      await saveProfile(person, renamed(person.profile, command.label, label));
    },
    async removeCommand(id, commandId) {
      const { person, command } = await commandOf(id, commandId);
      await vault.removeCommand(commandId);
      await saveProfile(person, renamed(person.profile, command.label, null));
    },
    async mergeCommand(id, commandId, fromId) {
      const { command } = await commandOf(id, commandId);
      const { person, command: from } = await commandOf(id, fromId);
      if (command.id === from.id) throw gone("command-unknown", "the other command");
      await vault.mergeCommand(commandId, fromId);
      await saveProfile(person, renamed(person.profile, from.label, null));
    },
    async restartCommand(id, commandId, label) {
      const { person, command } = await commandOf(id, commandId);
      checkCommand(label);
      await vault.restartCommand(commandId, label);
      await saveProfile(person, renamed(person.profile, command.label, label));
    },
    async removeTake(id, takeId) {
      checkTakeOf(await whole(id), takeId);
      await vault.removeTake(takeId);
      changed(id);
    },
    async listenTo(id, takeId) {
      const person = await whole(id);
      checkTakeOf(person, takeId);
      if (signalOf(person.ability) === "motion") {
        throw inputError("take-no-sound", "this take", "is a movement.", "Look at its picture instead.");
      }
      const pcm = await vault.takeSound(id, takeId);
      if (pcm === undefined) throw gone("take-unknown", "this take");
      const bytes = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
      return { rateHz: SOUND_RATE_HZ, pcmBase64: bytes.toString("base64") };
    },
    async setAction(id, mode, label, action) {
      const person = await whole(id);
      if (!person.commands.some((command) => command.label === label))
        throw gone("command-unknown", `"${label}"`);
      const { [label]: _, ...others } = actionsOf(person, mode);
      await saveActions(person, mode, action === null ? others : { ...others, [label]: action });
    },
    async useSet(id, mode, set) {
      const person = await whole(id);
      actionsOf(person, mode);
      await saveActions(person, mode, actionsOfSet(set, labelsFor(person, mode)));
    },
    async addMode(id, name, set) {
      const person = await whole(id);
      const { modes = [] } = person.profile;
      if (modes.length + 1 >= MOST_MODES) {
        const problem = `has ${MOST_MODES} lists of actions, and more are hard to find one's way in.`;
        throw inputError("modes-many", "this person", problem, "Remove one that is not used.");
      }
      const mode = { name, actions: actionsOfSet(set, labelsFor(person, modes.length + 1)) };
      await saveProfile(person, { ...person.profile, modes: [...modes, mode] });
    },
    async removeMode(id, mode) {
      const person = await whole(id);
      actionsOf(person, mode);
      const modes = person.profile.modes?.filter((_, i) => i !== mode - 1) ?? [];
      await saveProfile(person, { ...person.profile, modes });
    },
  };
}

/** @throws BeckonError `mode-unknown`. */
function actionsOf({ profile }: WholePerson, mode: number): Actions {
  const actions = actionsOfModes(profile)[mode];
  if (actions === undefined) throw gone("mode-unknown", "this list of actions");
  return actions;
}

/** The labels that a set is for: in the modes after the first, those that do not do the same in all of them. */
function labelsFor({ profile, commands }: WholePerson, mode: number): string[] {
  const labels = commands.map(({ label }) => label);
  if (mode === 0) return labels;
  return labels.filter((label) => {
    const first = profile.actions[label];
    return first === undefined || !isInEveryMode(first);
  });
}

/** In every mode. @param to null: it does nothing any more. */
function renamed(profile: ProfileView, from: string, to: string | null): ProfileView {
  const change = (actions: Actions): Actions => {
    const { [from]: action, ...others } = actions;
    return action === undefined || to === null ? others : { ...others, [to]: action };
  };
  const modes = profile.modes?.map((mode) => ({ ...mode, actions: change(mode.actions) }));
  return { ...profile, actions: change(profile.actions), ...(modes && { modes }) };
}

function checkCommand(label: string): void {
  checkLabel(label, "This command");
  // checkLabel knows Beckon's own labels; a person's command is none of them.
  if (!label.startsWith("_")) return;
  const problem = `The label "${label}" starts with an underscore, which is kept for Beckon's own labels.`;
  throw inputError("label-reserved", "This command", problem, "Choose another name.");
}

function checkTakeOf({ commands }: WholePerson, takeId: string): void {
  if (!commands.some(({ takes }) => takes.some(({ id }) => id === takeId)))
    throw gone("take-unknown", "this take");
}

function gone(code: string, thing: string): BeckonError {
  return inputError(code, thing, "is not there any more.", "Choose another one.");
}

function cardOf(person: WholePerson): PersonCard {
  const { id, name, language, sample, commands } = person;
  return { personId: id, name, language, sample, commands: commands.length, ready: isReady(person) };
}

/** May this person go live: a model of now, on the wearable and verified there? */
function isReady(person: WholePerson): boolean {
  return person.model !== null && person.verified === person.model.view.modelId;
}

function viewOf(person: WholePerson, standings: PersonView["standings"]): PersonView {
  const { id, name, language, carer, ability, wearable, helper, commands, profile, verified, sample, model } =
    person;
  return {
    personId: id,
    ...{ name, language, carer, ability, wearable, helper, profile, sample },
    takesWanted: TAKES_WANTED,
    commands: commands.map((command) => ({
      commandId: command.id,
      label: command.label,
      held: command.held,
      takes: command.takes.map(takeView),
    })),
    everyday: {
      roomSeconds: person.roomSamples / SOUND_RATE_HZ,
      talkSeconds: person.talkSamples / SOUND_RATE_HZ,
      movementSeconds: person.movementSamples / VALUES_PER_SECOND.motion,
    },
    model: model === null ? null : model.view,
    modelIsStale: model !== null && model.learnedFrom !== learnedFrom(person),
    verifiedModelId: verified,
    standings,
  };
}

export function takeView({ id, recorded, durationMs, verdict, waveform }: TakeRow): TakeView {
  const peaks = Array.from(waveform, (peak) => peak / WAVEFORM_FULL);
  return { takeId: id, recordedAt: recorded, durationMs, verdict, waveform: peaks };
}
