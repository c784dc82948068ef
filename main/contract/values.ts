/**
 * Values that the window shows. Each is a snapshot: a feed sends it whole
 * whenever it changes, so that a window that was closed, reloaded or asleep is
 * right again with the next one. Texts are never in here but those a person
 * wrote: the window says everything in the person's language, by code.
 */
import { z } from "zod";
import { MOST_MODES, writtenAction } from "./command-action.ts";
import { mark } from "./learning-values.ts";

export const language = z.enum(["en", "ko"]);
export type Language = z.infer<typeof language>;

/** What a person can do best (the second question of the first ten minutes). */
export const ability = z.enum(["word", "sound", "hand", "head"]);
export type Ability = z.infer<typeof ability>;

/** What a wearable must sense for it; who has not said yet is listened to. */
export function signalOf(ability: Ability | null): "sound" | "motion" {
  return ability === "hand" || ability === "head" ? "motion" : "sound";
}

export const id = z.string().min(1).max(64);
/** Milliseconds since 1970, UTC; for showing only, never for measuring. */
export const moment = z.int().nonnegative();

/** A fault as the window shows it: it translates `code`; the English words are for the log and for codes it does not know. */
export const fault = z.strictObject({
  code: z.string().min(1),
  thing: z.string(),
  problem: z.string(),
  remedy: z.string(),
});
export type FaultView = z.infer<typeof fault>;

/** What is wrong with a take; `good` if nothing. "unlike" means unlike the other takes of its command. */
export const takeVerdict = z.enum([
  "good",
  "empty",
  "tooQuiet",
  "clipped",
  "cutOff",
  "noisy",
  "tooLong",
  "unlike",
]);
export type TakeVerdict = z.infer<typeof takeVerdict>;

export const take = z.strictObject({
  takeId: id,
  recordedAt: moment,
  durationMs: z.number().nonnegative(),
  verdict: takeVerdict,
  /** 64 peaks in 0..1, first to last, for the picture. */
  waveform: z.array(z.number().min(0).max(1)).length(64),
});
export type TakeView = z.infer<typeof take>;

/** `held`: what it does lasts as long as its sound. */
export const command = z.strictObject({
  commandId: id,
  label: z.string(),
  held: z.boolean(),
  takes: z.array(take),
});
export type CommandView = z.infer<typeof command>;

/** Everyday recordings by kind, seconds kept. `room` has no talk in it, `talk` is the person's own, `movement` of a wearable's sensor. */
export const everyday = z.strictObject({
  roomSeconds: z.number(),
  talkSeconds: z.number(),
  movementSeconds: z.number(),
});

export const commandResult = z.strictObject({
  label: z.string(),
  tested: z.int(),
  heard: z.int(),
  /** The command it was most often taken for, or null. */
  confusedWith: z.string().nullable(),
  advice: z.enum(["none", "moreTakes", "tooAlike", "unsteady", "soundsLikeTalk"]),
});
export type CommandResult = z.infer<typeof commandResult>;

export const model = z.strictObject({
  /** Hexadecimal model id, the same on every board. */
  modelId: id,
  trainedAt: moment,
  head: z.string(),
  imageBytes: z.int(),
  arenaBytes: z.int(),
  trainSeconds: z.number(),
  /** By cross-validation on the person's own takes, weakest command first. */
  commands: z.array(commandResult),
  /** confusion[i][j]: takes of command i heard as command j, in the order of `labels`; the last column is "not heard". */
  labels: z.array(z.string()),
  confusion: z.array(z.array(z.int())),
  /** On the half of the everyday recordings that training did not see. */
  everyday: z.strictObject({ hours: z.number(), wrong: z.int(), upperPerHour: z.number().nullable() }),
  warnings: z.array(fault),
});
export type ModelView = z.infer<typeof model>;

/** What a soak says of a command: `over` means more wrong activations than its limit allows. */
export const standing = z.enum(["proved", "unproved", "over"]);
export type StandingName = z.infer<typeof standing>;

/** What each command does, by label. */
const actions = z.record(z.string(), writtenAction);
export type Actions = z.infer<typeof actions>;

export const modeName = z.string().min(1).max(60);
export const profile = z.strictObject({
  name: z.string(),
  actions,
  /** What commands do after one of them led on; missing where there is but one mode. */
  modes: z
    .array(z.strictObject({ name: modeName, actions }))
    .max(MOST_MODES - 1)
    .optional(),
});
export type ProfileView = z.infer<typeof profile>;

/** The actions of each mode, the first mode's first. */
export function actionsOfModes({ actions, modes = [] }: ProfileView): readonly Actions[] {
  return [actions, ...modes.map((mode) => mode.actions)];
}

/** The commands that do something in any mode. */
export function labelsActing(profile: ProfileView): string[] {
  return [...new Set(actionsOfModes(profile).flatMap((actions) => Object.keys(actions)))];
}

/** Where the first ten minutes stand, in order; `done` means that the person may go live. */
export const STEPS = [
  "ability",
  "wearable",
  "record",
  "everyday",
  "train",
  "result",
  "try",
  "actions",
  "send",
  "soak",
  "live",
] as const;
export const step = z.enum(STEPS);
export type Step = z.infer<typeof step>;

export const person = z.strictObject({
  personId: id,
  name: z.string(),
  language,
  /** Is a carer sitting beside? Then sentences speak of the person by name. */
  carer: z.boolean(),
  ability: ability.nullable(),
  /** DEV of DESIGN §9, such as `virtual` or `serial:/dev/ttyACM0`. */
  wearable: z.string(),
  /** Whom to call, in the carer's own words; empty where nobody was named. */
  helper: z.string(),
  takesWanted: z.int(),
  commands: z.array(command),
  everyday,
  model: model.nullable(),
  /** Are there takes that the model has not seen? */
  modelIsStale: z.boolean(),
  profile,
  /** Model id that was put on the wearable and verified there, or null. */
  verifiedModelId: id.nullable(),
  /** By label, of every command of the model; what is missing is unproved. */
  standings: z.record(z.string(), standing),
  sample: z.boolean(),
});
export type PersonView = z.infer<typeof person>;

export const personCard = person.pick({ personId: true, name: true, language: true, sample: true }).extend({
  commands: z.int(),
  ready: z.boolean(),
});
export type PersonCard = z.infer<typeof personCard>;

/** What comes in from the microphone, judged in main. */
export const microphone = z.strictObject({
  state: z.enum(["off", "waiting", "working", "none", "refused", "silent", "lost"]),
  /** By the name the system gives; never swapped silently. */
  name: z.string().nullable(),
  /** Peak of the last tenth of a second, decibels below full scale, −96..0. */
  levelDb: z.number(),
  /** Sound comes, but has long been so soft that no voice can be in it. */
  veryQuiet: z.boolean(),
});
export type MicrophoneView = z.infer<typeof microphone>;

/** What the movement sensor of a person's wearable feels while somebody looks at it. */
export const sensor = z.strictObject({
  /** `none`: the chosen wearable has no such sensor. `silent`: it is connected and sends nothing. */
  state: z.enum(["none", "connecting", "working", "silent", "lost"]),
  /** Name of the wearable. */
  name: z.string().nullable(),
  /** Along each of three axes the last seconds, 25 a second, oldest first, milli-g with gravity. */
  axes: z.array(z.array(z.int())).length(3),
  /** How strongly it moves at the moment, 0..1. */
  strength: z.number().min(0).max(1),
  /** Samples lost on the way since it connected. */
  lost: z.int().nonnegative(),
  fault: fault.nullable(),
});
export type SensorView = z.infer<typeof sensor>;

/** How the wearable of a person who moves sits, compared with when the movements were recorded. */
export const wear = z.strictObject({
  state: z.enum(["unchecked", "asking", "checked"]),
  /** The movement to be made now. */
  asked: z.string().nullable(),
  made: z.int(),
  wanted: z.int(),
  /** How often what was made was no movement to go by, so that it is asked for again. */
  misses: z.int(),
  /** `turned`: and allowed for from now on. `unknown`: these are not the movements that were recorded, however it is turned. */
  verdict: z.enum(["as-before", "turned", "unknown"]).nullable(),
  /** Of a turn, 0 to 180. */
  degrees: z.number(),
});
export type WearView = z.infer<typeof wear>;

export const recorder = z.strictObject({
  phase: z.enum(["idle", "countdown", "listening", "hearing", "judging", "done", "everyday"]),
  personId: id.nullable(),
  commandId: id.nullable(),
  /** Seconds left of a count-down or of an everyday recording; 0 otherwise. */
  secondsLeft: z.number(),
  /** Good takes since the recorder was started, and how many it was asked for. */
  good: z.int(),
  wanted: z.int(),
  /** The take judged last, kept or not. */
  last: take.nullable(),
  kept: z.boolean(),
  /** Why recording ended by itself, such as a full disk; null once it begins again. */
  fault: fault.nullable(),
});
export type RecorderView = z.infer<typeof recorder>;

export const training = z.strictObject({
  state: z.enum(["idle", "running", "done", "cancelled", "failed"]),
  personId: id.nullable(),
  stage: z.enum(["reading", "features", "templates", "network", "choosing", "image"]),
  /** 0..1 over the whole. */
  progress: z.number(),
  fault: fault.nullable(),
});
export type TrainingView = z.infer<typeof training>;

export const wearable = z.strictObject({
  dev: z.string(),
  name: z.string(),
  kind: z.enum(["virtual", "serial", "emulated"]),
  signals: z.array(z.enum(["sound", "motion"])),
  state: z.enum(["away", "connecting", "connected", "lost"]),
  modelId: id.nullable(),
  fault: fault.nullable(),
  /** Bytes that a model may take there, kept and at work; null where nobody need ask. */
  room: z.strictObject({ modelBytes: z.int(), workBytes: z.int() }).nullable(),
});
export type WearableView = z.infer<typeof wearable>;

export const transfer = z.strictObject({
  state: z.enum(["idle", "sending", "verifying", "done", "failed"]),
  progress: z.number(),
  /** Takes replayed on the wearable and those decided there exactly as here. */
  compared: z.int(),
  equal: z.int(),
  fault: fault.nullable(),
});
export type TransferView = z.infer<typeof transfer>;

export const journalEntry = z.strictObject({
  entryId: z.int(),
  at: moment,
  command: z.string(),
  score: z.number(),
  /**
   * `heard`: while trying, nothing was to be done. `heldBack`: not yet proved, and not harmless. `overLimit`: wrong
   * too often in the soak. `missed`: the person told that it was not heard.
   */
  outcome: z.enum([
    "done",
    "heard",
    "heldBack",
    "overLimit",
    "notMapped",
    "nothingToUndo",
    "failed",
    "missed",
  ]),
  action: writtenAction.nullable(),
  /** What the person said of it. */
  mark: mark.nullable(),
  /** The command that was meant, where the person said so. */
  meant: z.string().nullable(),
  /** The sound around it is there, to be heard and learned from. */
  hasSound: z.boolean(),
});
export type JournalEntry = z.infer<typeof journalEntry>;

export const live = z.strictObject({
  /**
   * `trying`: events are shown, nothing is done. `armed`: events become actions. `locked`: it was armed, and is again as
   * soon as the screen is unlocked, or the computer awake.
   */
  state: z.enum(["off", "trying", "armed", "paused", "locked", "stopped", "lost"]),
  personId: id.nullable(),
  modelId: id.nullable(),
  /** Is every command with an action proved by a soak? Else of the others only harmless actions are done. */
  proved: z.boolean(),
  /** This computer listens, and plays sound into the room at the same time: its own loudspeaker may say a command. */
  loudspeaker: z.boolean(),
  /** What the wearable holds down at the moment, as labels. */
  held: z.array(z.string()),
  /** Can what was done last be taken back exactly, and where from? `focus`: not from a window that takes the focus. */
  undo: z.enum(["no", "focus", "anywhere"]),
  /** The command that put all others to sleep, and wakes them; null while they act. */
  dozing: z.string().nullable(),
  /** The mode that commands act in; null in the first one. */
  mode: z.string().nullable(),
  last: journalEntry.nullable(),
  fault: fault.nullable(),
});
export type LiveView = z.infer<typeof live>;
