/**
 * May a model replace another (DESIGN §11.6)? Both are heard by the int8 runtime
 * on everything kept; a take that a model learned from counts as it was heard
 * while it was left out, for a model always knows its own takes.
 */
import { createRandom } from "../../common/random.ts";
import { type Samples, SOUND_RATE_HZ, type Take } from "../../common/street.ts";
import type { Engine } from "../../firmware-gen/engine/engine.ts";
import { grainOf } from "../features/adapt.ts";
import { judge } from "../features/judge.ts";
import { layMotion, laySound, lowestRate, quietLevel } from "../features/lay.ts";
import { isActivation, replay } from "../features/replay.ts";
import type { HeardTake } from "../training/confusion.ts";
import { motionOf, soundOf, toRate } from "../training/enrolment.ts";

/** Everything that was ever kept of one person, in one signal. */
export interface Kept {
  /** Of commands, first to last. At least one. */
  readonly takes: readonly Take[];
  /** What was taken for a command and was none, as the person marked it. */
  readonly mistakes: readonly Take[];
  /** Recordings without a command in them, or the part of them that no training has seen. */
  readonly everyday: readonly Samples[];
}

export interface KnownModel {
  readonly image: Uint8Array;
  /** Its own takes, as they were heard while they were left out of its training. */
  readonly heard: readonly HeardTake[];
}

/** What one model makes of everything kept; lists in the order of {@link Kept}. */
export interface HeardAll {
  /** The command each take was heard as, or null. */
  readonly takes: readonly (string | null)[];
  readonly mistakes: readonly (string | null)[];
  /** Wrong activations in everyday recordings. */
  readonly everyday: number;
}

export function hearAll(engine: Engine, { image, heard }: KnownModel, kept: Kept): HeardAll {
  const known = new Map(heard.map(({ path, as }) => [path, as]));
  const heardIn = (takes: readonly Take[]): readonly (string | null)[] => {
    const unknown = takes.filter(({ path }) => !known.has(path));
    const found = hear(engine, image, unknown, kept.takes);
    let next = 0;
    return takes.map(({ path }) => (known.has(path) ? known.get(path)! : found[next++]!));
  };
  return {
    takes: heardIn(kept.takes),
    mistakes: hear(engine, image, kept.mistakes, kept.takes),
    everyday: kept.everyday.reduce((sum, samples) => sum + eventsIn(engine, image, samples).length, 0),
  };
}

export interface CommandChange {
  readonly label: string;
  /** Takes kept, and how many the old and the new model hear. */
  readonly tested: number;
  readonly before: number;
  readonly now: number;
  /** It lost more than the rule allows. */
  readonly lost: boolean;
}

export interface Comparison {
  /** `worse` must not replace the old one unless the person says so, informed. */
  readonly verdict: "better" | "alike" | "worse";
  /** The largest loss first. */
  readonly commands: CommandChange[];
  readonly mistakes: {
    readonly kept: number;
    /** Made by the old and by the new model. */
    readonly before: number;
    readonly now: number;
    /** Made by the new one only: an old mistake that comes back. */
    readonly returned: number;
  };
  readonly everyday: { readonly hours: number; readonly before: number; readonly now: number };
}

const ALLOWED_SHARE = 0.02;

/**
 * `worse` if a command loses more than max(1 take, 2 %), if a mistake comes back that the old model no longer
 * made, or if everyday recordings show more wrong activations by the same measure. A mistake that both make
 * has not come back. Pure.
 */
export function compareModels(kept: Kept, before: HeardAll, now: HeardAll): Comparison {
  const labels = [...new Set(kept.takes.map(({ label }) => label))];
  const commands = labels.map((label): CommandChange => {
    const own = kept.takes.flatMap((take, i) => (take.label === label ? [i] : []));
    const count = ({ takes }: HeardAll): number => own.filter((i) => takes[i] === label).length;
    const [was, is] = [count(before), count(now)];
    return { label, tested: own.length, before: was, now: is, lost: was - is > allowed(own.length) };
  });
  const made = ({ mistakes }: HeardAll): number => mistakes.filter((as) => as !== null).length;
  const returned = now.mistakes.filter((as, i) => as !== null && before.mistakes[i] === null).length;
  const isWorse =
    commands.some(({ lost }) => lost) ||
    returned > 0 ||
    now.everyday - before.everyday > allowed(before.everyday);
  const gained =
    commands.reduce((sum, change) => sum + change.now - change.before, 0) +
    (made(before) - made(now)) +
    (before.everyday - now.everyday);
  return {
    verdict: isWorse ? "worse" : gained > 0 ? "better" : "alike",
    commands: commands.sort((a, b) => a.now - a.before - (b.now - b.before)),
    mistakes: { kept: kept.mistakes.length, before: made(before), now: made(now), returned },
    everyday: {
      hours: kept.everyday.reduce((sum, samples) => sum + secondsOf(samples), 0) / 3600,
      before: before.everyday,
      now: now.everyday,
    },
  };
}

function allowed(count: number): number {
  return Math.max(1, count * ALLOWED_SHARE);
}

/** @param like recordings whose quiet and rate the stream has. */
function hear(
  engine: Engine,
  image: Uint8Array,
  takes: readonly Take[],
  like: readonly Take[],
): (string | null)[] {
  if (takes.length === 0) return [];
  const { samples, places } = lay(takes, like);
  const events = eventsIn(engine, image, samples);
  return [
    ...judge(
      takes.map(({ label }, i) => ({ label, place: places[i]! })),
      events,
    ).heard,
  ];
}

function lay(takes: readonly Take[], like: readonly Take[]) {
  if (takes[0]!.samples.signal === "motion") {
    const grain = grainOf(like.map(motionOf));
    const { places, ...laid } = layMotion(takes.map((take) => toRate(motionOf(take), grain)));
    return { samples: { signal: "motion", ...laid } as const, places };
  }
  const sound = takes.map(soundOf);
  const { pcm, places } = laySound(sound, quietLevel(like.map(soundOf)), createRandom(1).fork("compare"));
  return { samples: { signal: "sound", pcm, originRateHz: lowestRate(sound) } as const, places };
}

function eventsIn(engine: Engine, image: Uint8Array, samples: Samples) {
  return replay(engine, image, samples).events.filter(isActivation);
}

function secondsOf(samples: Samples): number {
  return samples.signal === "sound"
    ? samples.pcm.length / SOUND_RATE_HZ
    : samples.milliG.length / 3 / samples.rateHz;
}
