/**
 * What Beckon can tell a person about their commands: one structure, which the
 * command line prints and the window shows. Advice, never a refusal.
 */
import type { TakeRemarkCode } from "../recordings/checks.ts";

/** A stretch of an everyday recording. */
export interface Stretch {
  /** Path of the recording. */
  readonly take: string;
  readonly startMs: number;
  readonly endMs: number;
  /** How far from the command: 1 is as far as the command's own takes are from each other. */
  readonly times: number;
}

/** Why a take is bad; `unlike` the others of its command, `other-word`: it is rather another command. */
export type BadTakeReason = TakeRemarkCode | "unlike" | "other-word";

interface Common {
  /** Paths of the takes it is about; of two to compare, exactly these two. */
  readonly takes: readonly string[];
  /** One plain sentence in English. */
  readonly sentence: string;
}

/** Distances are the runtime's own, in multiples (`times`), so that they mean the same for every head. */
export type Advice = Common &
  (
    | {
        readonly kind: "unsteady";
        readonly commands: readonly [string];
        /** Its takes differ from each other so many times as much as those of the person's middle command. */
        readonly figures: { readonly times: number };
      }
    | {
        readonly kind: "alike";
        readonly commands: readonly [string, string];
        /** `times`: distance to the other command by distance to the own; `nearer` of `of` takes are nearer to the other. */
        readonly figures: { readonly times: number; readonly nearer: number; readonly of: number };
      }
    | {
        readonly kind: "like-talk";
        readonly commands: readonly [string];
        readonly figures: { readonly pieces: number; readonly minutes: number; readonly times: number };
        /** Nearest first, a few. */
        readonly stretches: readonly Stretch[];
      }
    | {
        readonly kind: "bad-take";
        readonly reason: BadTakeReason;
        /** Its own; for `other-word` also the one that it is like. */
        readonly commands: readonly string[];
        readonly figures: { readonly value: number };
      }
    | {
        /** The same remark fits so many takes that it is the way of recording, not a slip. */
        readonly kind: "recording";
        readonly reason: TakeRemarkCode;
        readonly commands: readonly string[];
        readonly figures: { readonly takes: number; readonly of: number };
      }
    | {
        readonly kind: "few-takes";
        readonly commands: readonly [string];
        readonly figures: { readonly takes: number };
      }
    | {
        /** While it was left out of the training, so many takes were not heard, or heard as another command. */
        readonly kind: "misheard";
        /** Its own, and the one it was taken for where that was the greater part. */
        readonly commands: readonly string[];
        readonly figures: { readonly wrong: number; readonly tested: number };
      }
  );

export type AdviceKind = Advice["kind"];
/** Advice of one kind. */
export type AdviceOf<K extends AdviceKind> = Extract<Advice, { readonly kind: K }>;
