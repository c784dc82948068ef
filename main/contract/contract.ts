/**
 * Everything the window may ask of main, and everything main tells it: one
 * table, carried by Electron's IPC or by the loopback host, the same either way.
 *
 * Trust: what comes from a window is checked against `input` before anything is
 * done with it; what goes back is checked in tests only.
 */
import { z } from "zod";
import { adviceView } from "./advice-values.ts";
import { certificateView } from "./certificate-values.ts";
import { backupPlace, carrying, health, keepDays, lock, pin, sealing } from "./care-values.ts";
import { MOST_MODES, writtenAction } from "./command-action.ts";
import { comparison, learning, mark, unheard } from "./learning-values.ts";
import {
  ability,
  journalEntry,
  language,
  live,
  microphone,
  modeName,
  person,
  id,
  personCard,
  recorder,
  sensor,
  training,
  transfer,
  wear,
  wearable,
} from "./values.ts";
import { soak, soaking, soakMark, soakSaid } from "./soak-values.ts";

const label = z.string().min(1).max(64);
/** 0 is the first. */
const mode = z
  .int()
  .min(0)
  .max(MOST_MODES - 1);
const actionSet = z.enum(["browsing", "reading", "media", "presenting", "writing", "switch"]);
const nothing = z.strictObject({});
const ofPerson = z.strictObject({ personId: id });
const ofEntry = ofPerson.extend({ entryId: z.int() });
const ofMoment = ofPerson.extend({ momentId: id });
const ofModel = ofPerson.extend({ modelKey: z.int() });
/** Of a backup or of all recordings, as it was typed. */
const passphrase = z.string().min(8).max(200);
const personName = z.string().trim().min(1).max(60);
const sound = z.strictObject({ rateHz: z.int(), pcmBase64: z.string() });

/** Largest sound file that a soak takes, bytes: a day of uncompressed sound at 16 kHz. */
export const MOST_FILE_BYTES = 3_000_000_000;

/** Largest backup that a window can send, bytes; a larger one is opened where it lies. */
export const MOST_BACKUP_BYTES = 20_000_000_000;

/** A question with one answer. Faults come back as `FaultView` (see transport.ts). */
export const calls = {
  "app.info": {
    input: nothing,
    output: z.strictObject({
      version: z.string(),
      language,
      /** Where actions go: an X server, or only the journal because there is no display. */
      actor: z.enum(["x11", "journal"]),
      /** Wayland lets Beckon reach X clients only. */
      wayland: z.boolean(),
    }),
  },
  "app.setLanguage": { input: z.strictObject({ language }), output: nothing },

  "people.create": {
    input: z.strictObject({ name: personName, carer: z.boolean() }),
    output: z.strictObject({ personId: id }),
  },
  "people.setAbility": { input: ofPerson.extend({ ability }), output: nothing },
  "people.rename": { input: ofPerson.extend({ name: personName }), output: nothing },
  /** Whom to call, for the card; empty takes it away. */
  "people.setHelper": { input: ofPerson.extend({ helper: z.string().trim().max(120) }), output: nothing },
  /** Adds the person once more, by `carrying`: recordings, results, actions and settings, without the PIN. */
  "people.copy": { input: ofPerson.extend({ name: personName }), output: nothing },
  "people.remove": { input: ofPerson, output: nothing },

  "commands.add": { input: ofPerson.extend({ label }), output: z.strictObject({ commandId: id }) },
  "commands.setHeld": { input: ofPerson.extend({ commandId: id, held: z.boolean() }), output: nothing },
  "commands.rename": { input: ofPerson.extend({ commandId: id, label }), output: nothing },
  "commands.remove": { input: ofPerson.extend({ commandId: id }), output: nothing },
  /** The takes of `fromId` become takes of `commandId`; `fromId` and what it did go. */
  "commands.merge": { input: ofPerson.extend({ commandId: id, fromId: id }), output: nothing },
  /** Throws its takes away to record new ones; from then on it is called `label`. */
  "commands.restart": { input: ofPerson.extend({ commandId: id, label }), output: nothing },
  /** The person wants it as it is, or hears of it again. */
  "advice.keep": {
    input: ofPerson.extend({ adviceId: z.string().min(1).max(300), kept: z.boolean() }),
    output: nothing,
  },
  "takes.remove": { input: ofPerson.extend({ takeId: id }), output: nothing },
  /** Keeps the take that was just refused, at the person's own risk. */
  "takes.keepLast": { input: ofPerson, output: nothing },
  "takes.listen": {
    input: ofPerson.extend({ takeId: id }),
    output: sound,
  },

  /** A stretch of an everyday recording with a little around it, ten seconds at most. */
  "everyday.listen": {
    input: ofPerson.extend({
      recordingId: id,
      startMs: z.number().nonnegative(),
      endMs: z.number().nonnegative(),
    }),
    output: z.strictObject({ rateHz: z.int(), pcmBase64: z.string() }),
  },

  /** What the window's capture knows and main cannot see; samples themselves come as binary frames. */
  "microphone.report": {
    input: z.strictObject({
      state: z.enum(["off", "waiting", "open", "none", "refused", "lost"]),
      name: z.string().max(200).nullable(),
    }),
    output: nothing,
  },
  /** Opens the system's own page where a microphone is allowed, chosen and made louder. */
  "microphone.openPage": { input: nothing, output: nothing },

  /** Listens for takes of one command until `wanted` more are good, each ended by its own silence. */
  "recorder.start": {
    input: ofPerson.extend({
      commandId: id,
      wanted: z.int().min(1).max(30),
      start: z.enum(["listen", "countdown"]),
    }),
    output: nothing,
  },
  "recorder.everyday": {
    input: ofPerson.extend({
      kind: z.enum(["room", "talk", "movement"]),
      seconds: z.number().min(1).max(36000),
    }),
    output: nothing,
  },
  "recorder.stop": { input: nothing, output: nothing },

  /** A model that is not worse takes the old one's place by itself, unless `ask` wants the person's word first. */
  "training.start": { input: ofPerson.extend({ ask: z.boolean().optional() }), output: nothing },
  "training.cancel": { input: nothing, output: nothing },

  "profile.setAction": {
    input: ofPerson.extend({ label, action: writtenAction.nullable(), mode: mode.optional() }),
    output: nothing,
  },
  "profile.useSet": { input: ofPerson.extend({ set: actionSet, mode: mode.optional() }), output: nothing },
  /** One more mode, with a ready-made set in it. */
  "profile.addMode": { input: ofPerson.extend({ name: modeName, set: actionSet }), output: nothing },
  /** Any but the first. */
  "profile.removeMode": { input: ofPerson.extend({ mode: mode.min(1) }), output: nothing },

  "wearables.choose": { input: ofPerson.extend({ dev: z.string().min(1).max(200) }), output: nothing },
  /** Lets an administrator allow the wearable to be used; the desktop itself asks for the password. */
  "wearables.allow": { input: z.strictObject({ dev: z.string().min(1).max(200) }), output: nothing },
  /** Puts the model on the wearable and replays takes there; `transfer` tells how it goes. */
  "wearables.send": { input: ofPerson, output: nothing },

  /** Asks for a few movements to find out how the wearable sits; `wear` tells how it goes. */
  "wear.start": { input: ofPerson, output: nothing },
  "wear.stop": { input: nothing, output: nothing },

  /** Events are shown, nothing is done. */
  "live.try": { input: ofPerson, output: nothing },
  /** `consent`: the person was told that not everything is proved; without it, what is proved alone may act. */
  "live.arm": { input: ofPerson.extend({ consent: z.boolean() }), output: nothing },
  "live.pause": { input: nothing, output: nothing },
  "live.resume": { input: nothing, output: nothing },
  "live.off": { input: nothing, output: nothing },

  /** Listens to ordinary life without acting: by the microphone until it is stopped, or to the everyday recordings. */
  "soak.start": {
    input: ofPerson.extend({ source: z.enum(["live", "kept"]), said: soakSaid }),
    output: nothing,
  },
  /** What goes on from now. */
  "soak.say": { input: ofPerson.extend({ said: soakSaid }), output: nothing },
  "soak.stop": { input: nothing, output: nothing },
  /** A sound file, sent piece by piece: begun, then its bytes in order, then ended; it is listened to from then on. */
  "soak.file": {
    input: ofPerson.extend({
      said: soakSaid,
      name: z.string().min(1).max(300),
      bytes: z.int().positive().max(MOST_FILE_BYTES),
    }),
    output: nothing,
  },
  "soak.fileBytes": { input: z.strictObject({ base64: z.base64().max(90_000) }), output: nothing },
  "soak.fileEnd": { input: nothing, output: nothing },
  "soak.mark": { input: ofPerson.extend({ eventId: id, mark: soakMark.nullable() }), output: nothing },
  "soak.listen": {
    input: ofPerson.extend({ eventId: id }),
    output: z.strictObject({ rateHz: z.int(), pcmBase64: z.string() }),
  },
  /** Changes the model: it must be put on the wearable again. Steps by label; what is not named stays. */
  "soak.setSureness": {
    input: ofPerson.extend({ steps: z.record(label, z.int().min(0).max(10)) }),
    output: nothing,
  },
  /** Takes back what was done last, where that has an exact way back. */
  "live.undo": { input: nothing, output: nothing },
  "live.rouse": { input: nothing, output: nothing },

  /** Whether the seconds around what is heard may be kept; `false` also forgets those that nobody marked. */
  "learning.keepMoments": { input: ofPerson.extend({ keep: z.boolean() }), output: nothing },
  /** What the person says of an event; `meant` with `other`. Null takes it back. */
  "learning.mark": {
    input: ofEntry.extend({ mark: mark.nullable(), meant: label.nullable() }),
    output: nothing,
  },
  "learning.listen": { input: ofEntry, output: sound },
  /** A sound that made no event was this command. */
  "learning.wasMissed": { input: ofMoment.extend({ label }), output: nothing },
  "learning.listenToUnheard": { input: ofMoment, output: sound },

  /** A kept model against the one in use, on everything kept. */
  "models.compare": { input: ofModel, output: comparison },
  /** Compared once more before it takes the place; `overrule`: the person was told that it is worse. */
  "models.use": { input: ofModel.extend({ overrule: z.boolean() }), output: nothing },
  "models.decline": { input: ofPerson, output: nothing },

  /** From now on the person can be changed with this PIN only. */
  "lock.set": { input: ofPerson.extend({ pin }), output: nothing },
  "lock.takeOff": { input: ofPerson, output: nothing },
  "lock.open": { input: ofPerson.extend({ pin }), output: nothing },
  "lock.close": { input: ofPerson, output: nothing },
  /** A forgotten PIN goes after a wait, unless `wanted` false or the PIN itself ends the wait. */
  "lock.forget": { input: ofPerson.extend({ wanted: z.boolean() }), output: nothing },

  /** Writes the person into one new file at a place of `backups`; `carrying` tells how it goes. */
  "backup.save": { input: ofPerson.extend({ placeId: z.string().max(400), passphrase }), output: nothing },
  /** Adds the person of a file that `backups` told of. */
  "backup.restore": {
    input: z.strictObject({ placeId: z.string().max(400), file: z.string().max(300), passphrase }),
    output: nothing,
  },
  /** A file that lies elsewhere, sent piece by piece: begun, its bytes in order, then brought back. */
  "backup.file": {
    input: z.strictObject({
      name: z.string().min(1).max(300),
      bytes: z.int().positive().max(MOST_BACKUP_BYTES),
    }),
    output: nothing,
  },
  "backup.fileBytes": { input: z.strictObject({ base64: z.base64().max(90_000) }), output: nothing },
  "backup.restoreFile": { input: z.strictObject({ passphrase }), output: nothing },
  /** Stops what `carrying` tells of; nothing of it stays. */
  "backup.cancel": { input: nothing, output: nothing },

  /** Puts everybody's recordings on this computer under a passphrase, asked for at each start before they can be heard or learned from. */
  "sealing.protect": { input: z.strictObject({ passphrase }), output: nothing },
  "sealing.open": { input: z.strictObject({ passphrase }), output: nothing },
  "sealing.unprotect": { input: nothing, output: nothing },

  /** For how long everyday sound is kept, of everybody; older one goes at once. */
  "storage.keepEveryday": { input: z.strictObject({ days: keepDays }), output: nothing },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

/** A value that changes; a subscriber gets the present one at once and then each new one. */
export const feeds = {
  people: { input: nothing, value: z.array(personCard) },
  person: { input: ofPerson, value: person.nullable() },
  /** What could be better, most hindering first; null until it was looked at. */
  advice: { input: ofPerson, value: z.array(adviceView).nullable() },
  microphone: { input: nothing, value: microphone },
  /** Connects to the person's wearable while somebody listens. */
  sensor: { input: ofPerson, value: sensor },
  wear: { input: ofPerson, value: wear },
  recorder: { input: nothing, value: recorder },
  training: { input: nothing, value: training },
  wearables: { input: nothing, value: z.array(wearable) },
  transfer: { input: nothing, value: transfer },
  live: { input: nothing, value: live },
  soak: { input: ofPerson, value: soak },
  soaking: { input: nothing, value: soaking },
  /** Newest first, at most 100. */
  journal: { input: ofPerson, value: z.array(journalEntry) },
  learning: { input: ofPerson, value: learning.nullable() },
  /** Sounds of the last minutes that made no event, newest first. */
  unheard: { input: ofPerson, value: z.array(unheard) },
  lock: { input: ofPerson, value: lock },
  carrying: { input: nothing, value: carrying },
  backups: { input: nothing, value: z.array(backupPlace) },
  health: { input: ofPerson, value: health },
  sealing: { input: nothing, value: sealing },
  certificate: { input: ofPerson, value: certificateView },
} as const satisfies Record<string, { input: z.ZodType; value: z.ZodType }>;

export type CallName = keyof typeof calls;
export type CallInput<N extends CallName> = z.input<(typeof calls)[N]["input"]>;
export type CallOutput<N extends CallName> = z.output<(typeof calls)[N]["output"]>;
export type FeedName = keyof typeof feeds;
export type FeedInput<N extends FeedName> = z.input<(typeof feeds)[N]["input"]>;
export type FeedValue<N extends FeedName> = z.output<(typeof feeds)[N]["value"]>;
