/** What the vault keeps, as it gives it out. */
import type {
  Ability,
  JournalEntry,
  Language,
  ModelView,
  ProfileView,
  TakeVerdict,
} from "../contract/values.ts";

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
}

export interface TakeRow {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly recorded: number;
  readonly durationMs: number;
  readonly verdict: TakeVerdict;
  /** 64 peaks, 0..255. */
  readonly waveform: Uint8Array;
}

export interface CommandRow {
  readonly id: string;
  readonly label: string;
  readonly takes: readonly TakeRow[];
}

export type EverydayKind = "room" | "talk";

export interface ModelRow {
  readonly view: ModelView;
  /** Says which takes and labels it was trained on. */
  readonly learnedFrom: string;
}

/** All of one person but sound and images. */
export interface WholePerson extends PersonRow {
  readonly commands: readonly CommandRow[];
  readonly roomSamples: number;
  readonly talkSamples: number;
  readonly model: ModelRow | null;
}

/** Sound of one take or everyday recording, 16 kHz mono. */
export interface SoundRow {
  readonly id: string;
  /** Label of its command; empty for everyday recordings. */
  readonly label: string;
  readonly pcm: Int16Array;
}

export type NewJournalEntry = Omit<JournalEntry, "entryId">;
