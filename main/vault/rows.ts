/** What the vault keeps, as it gives it out. */
import type { ComparisonView } from "../contract/learning-values.ts";
import type { Signal } from "../../common/street.ts";
import type {
  Ability,
  JournalEntry,
  Language,
  ModelView,
  ProfileView,
  TakeVerdict,
} from "../contract/values.ts";
import type { SoakKind, SoakMark } from "../contract/soak-values.ts";

export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly carer: boolean;
  readonly language: Language;
  readonly ability: Ability | null;
  /** DEV of DESIGN §9. */
  readonly wearable: string;
  readonly sample: boolean;
  readonly profile: ProfileView;
  /** Model id that was put on the wearable and verified there, or null. */
  readonly verified: string | null;
  /** Whom to call; empty where nobody was named. */
  readonly helper: string;
  /** May the seconds around events be kept? */
  readonly keepsMoments: boolean;
}

export interface TakeRow {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly recorded: number;
  readonly durationMs: number;
  readonly verdict: TakeVerdict;
  /** 64 peaks, 0..255. */
  readonly waveform: Uint8Array;
  /** Out of daily life rather than recorded on purpose. */
  readonly live: boolean;
}

export interface CommandRow {
  readonly id: string;
  readonly label: string;
  /** What it does lasts as long as its sound. */
  readonly held: boolean;
  readonly takes: readonly TakeRow[];
}

/** `movement` is of a wearable's sensor, the others are sound. */
export type EverydayKind = "room" | "talk" | "movement";

export interface ModelRow {
  readonly view: ModelView;
  /** Says which takes and labels it was trained on. */
  readonly learnedFrom: string;
}

/** A model as training leaves it. */
export interface TrainedModel extends ModelRow {
  readonly image: Uint8Array;
  /** Its own takes by id, as they were heard while they were left out. */
  readonly heard: readonly { readonly path: string; readonly as: string | null }[];
  /** With the model that was in use then; null for the first. */
  readonly comparison: ComparisonView | null;
}

export interface KeptModel {
  readonly key: number;
  readonly view: ModelView;
  readonly comparison: ComparisonView | null;
  readonly state: "current" | "offered" | "kept";
}

/** A command given while Beckon was live. */
export interface Occasion {
  readonly label: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly heard: boolean;
}

/** All of one person but sound and images; of takes those of the signal that their ability is about. */
export interface WholePerson extends PersonRow {
  readonly commands: readonly CommandRow[];
  readonly roomSamples: number;
  readonly talkSamples: number;
  readonly movementSamples: number;
  readonly model: ModelRow | null;
}

/** One take or everyday recording: sound at 16 kHz, or movement as three values of milli-g 50 times a second. */
export interface SoundRow {
  readonly id: string;
  readonly signal: Signal;
  /** Label of its command; empty for everyday recordings. */
  readonly label: string;
  readonly pcm: Int16Array;
}

export type NewJournalEntry = Pick<JournalEntry, "at" | "command" | "score" | "outcome" | "action">;

/** An image with the thresholds that training chose, one per class; null where it still has them. */
export interface StoredModel {
  readonly image: Uint8Array;
  readonly learned: readonly number[] | null;
}

/** An everyday recording without its sound. */
export interface KeptRecording {
  readonly id: string;
  readonly kind: EverydayKind;
  /** Milliseconds since 1970. */
  readonly recorded: number;
  readonly samples: number;
}

export type SoakSource = "live" | "kept" | "file";

export interface SoakRun {
  readonly id: string;
  /** Scores of two runs are comparable where this is the same (firmware-gen/image/thresholds.ts). */
  readonly scoring: string;
  readonly signal: Signal;
  readonly source: SoakSource;
  /** One and the same thing is listened to once. */
  readonly origin: string;
  /** Milliseconds since 1970. */
  readonly started: number;
  /** Listened to so far, values as of VALUES_PER_SECOND. */
  readonly samples: number;
}

/** What could have become an event, as it is kept. */
export interface CandidateRow {
  readonly label: string;
  readonly score: number;
  readonly lead: number;
  readonly decidedMs: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface SoakPieceRow {
  readonly kind: SoakKind;
  readonly samples: number;
  readonly candidates: readonly (CandidateRow & { readonly sound: Int16Array })[];
}

export interface StoredCandidate extends CandidateRow {
  readonly id: string;
  readonly run: string;
  readonly source: SoakSource;
  readonly kind: SoakKind;
  readonly mark: SoakMark | null;
  readonly hasSound: boolean;
}

export interface SoakHours {
  readonly source: SoakSource;
  readonly kind: SoakKind;
  readonly samples: number;
}

export interface SoakKept {
  readonly hours: readonly SoakHours[];
  readonly candidates: readonly StoredCandidate[];
}

export type SqlValue = string | number | bigint | null | Uint8Array;
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** One piece of sealed sound. */
export interface PieceName {
  readonly table: string;
  /** The take, recording, moment or candidate that it is of. */
  readonly owner: string;
  readonly number: number;
}

/** Everything of one person but sound, without keys and PIN. */
export interface PersonRows {
  /** Version of the tables. */
  readonly schema: number;
  readonly tables: readonly { readonly name: string; readonly rows: readonly SqlRow[] }[];
  readonly pieces: readonly PieceName[];
}

export interface Receipt {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly model: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What lies on the disk. */
export interface Stored {
  /** Of the whole vault. */
  readonly bytes: number;
  /** Of one person: seconds of takes, everyday sound, and all other sound. */
  readonly seconds: { readonly takes: number; readonly everyday: number; readonly other: number };
  /** When the oldest everyday recording was made, ms since 1970. */
  readonly oldestEveryday: number | null;
}
