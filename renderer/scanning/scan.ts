/**
 * Scanning with one switch: a light walks over what can be chosen, a press
 * chooses. Decided here without clock or page: where the light stands, and how
 * long it should stand.
 */
import { SCAN_MS } from "../parts/settings.ts";

/** More controls than this are walked group by group first, so that a round stays short. */
export const MOST_FLAT = 7;

export type Light =
  | { readonly on: "nothing" }
  | { readonly on: "group"; readonly group: number }
  | { readonly on: "item"; readonly group: number; readonly item: number; readonly steps: number };

export type Outcome = {
  readonly light: Light;
  readonly choose?: { readonly group: number; readonly item: number };
};

/** @param sizes how many controls each group has, none of them 0; one group is walked flat. */
export function stepLight(light: Light, sizes: readonly number[]): Light {
  if (sizes.length === 0) return { on: "nothing" };
  const kept = keep(light, sizes);
  if (sizes.length === 1) {
    const item = kept.on === "item" ? (kept.item + 1) % sizes[0]! : 0;
    return { on: "item", group: 0, item, steps: 0 };
  }
  if (kept.on === "nothing") return { on: "group", group: 0 };
  if (kept.on === "group") return { on: "group", group: (kept.group + 1) % sizes.length };
  // A whole round without a choice leads out of the group: nobody is caught in it.
  if (kept.steps + 1 >= sizes[kept.group]!) return { on: "group", group: (kept.group + 1) % sizes.length };
  return { ...kept, item: (kept.item + 1) % sizes[kept.group]!, steps: kept.steps + 1 };
}

export function chooseLight(light: Light, sizes: readonly number[]): Outcome {
  const kept = keep(light, sizes);
  switch (kept.on) {
    case "nothing":
      return { light: stepLight(kept, sizes) };
    case "group":
      return sizes[kept.group] === 1
        ? { light: { on: "nothing" }, choose: { group: kept.group, item: 0 } }
        : { light: { on: "item", group: kept.group, item: 0, steps: 0 } };
    case "item":
      return { light: { on: "nothing" }, choose: { group: kept.group, item: kept.item } };
  }
}

/** The page may have changed under the light. */
function keep(light: Light, sizes: readonly number[]): Light {
  if (light.on === "nothing") return light;
  const size = sizes[light.group];
  if (size === undefined) return { on: "nothing" };
  return light.on === "item" && light.item >= size ? { on: "nothing" } : light;
}

/** Slower fast, faster slowly: being late costs more than waiting. */
const SLOWER = 1.2;
const FASTER = 0.97;

const times = (rateMs: number, factor: number): number =>
  Math.round(Math.min(SCAN_MS.most, Math.max(SCAN_MS.least, rateMs * factor)));

/**
 * Where the light moves by itself: a press right after it moved was most likely meant for the place before; one well
 * before the end shows time to spare.
 * @param share of the standing time that had passed at the press, 0..1.
 */
export function adaptRate(rateMs: number, share: number): number {
  return times(rateMs, share < 0.15 ? SLOWER : share < 0.45 ? FASTER : 1);
}

/** Nobody answers a new light sooner than this, however quick: such a press was meant for what was lit before. */
const LATE_MS = 200;

/** How a person steps, since the light last chose. */
export interface Stepping {
  /** The longest that they let the light stand before moving it on, ms; 0: nothing is known yet. */
  readonly longestMs: number;
  /** Did the light choose just before it came to where it stands? */
  readonly chose: boolean;
}

export const NOT_STEPPED: Stepping = { longestMs: 0, chose: false };

/**
 * Where a press moves the light and waiting chooses: a press right after a choice was most likely meant to prevent it,
 * and a group that is left again was most likely not wanted. Both make the wait longer at once.
 * @param standsMs since the light last moved or chose.
 * @param lit was there a light? Without one, whoever reads the page is not slow.
 * @param left did this press lead out of a group, after a round without a choice?
 */
export function adaptToStep(
  rateMs: number,
  before: Stepping,
  standsMs: number,
  lit: boolean,
  left = false,
): { rateMs: number; stepping: Stepping } {
  const late = before.chose && standsMs < LATE_MS;
  // A late press tells nothing of the pace of those that come in time.
  const longestMs = late || !lit ? before.longestMs : Math.max(before.longestMs, standsMs);
  return { rateMs: late || left ? times(rateMs, SLOWER) : rateMs, stepping: { longestMs, chose: false } };
}

/**
 * The light chooses. What matters is the longest of the pauses before it: with little room above that, the next such
 * pause would choose by mistake. Once for each choice, not for each press: who runs past ten buttons needs no shorter wait.
 */
export function adaptToWait(rateMs: number, { longestMs }: Stepping): { rateMs: number; stepping: Stepping } {
  const share = longestMs / rateMs;
  const factor = share > 0.6 ? SLOWER : share > 0 && share < 0.3 ? FASTER : 1;
  return { rateMs: times(rateMs, factor), stepping: { longestMs: 0, chose: true } };
}

export interface SoundSwitch {
  readonly floorDb: number;
  readonly isLoud: boolean;
}

/** Above the room by this, dB, any sound is a press. */
const PRESS_DB = 18;
const RELEASE_DB = 9;
/** No room counts as quieter: what a microphone gives before it really runs must not make the room itself a press. */
const QUIETEST_DB = -60;

export const SILENT_SWITCH: SoundSwitch = { floorDb: -50, isLoud: false };

/** One press for each sound, however long; the room's own level is followed, down fast and up slowly. */
export function hearSwitch(before: SoundSwitch, levelDb: number): { state: SoundSwitch; pressed: boolean } {
  const drift = levelDb < before.floorDb ? 0.5 : before.isLoud ? 0.002 : 0.02;
  const floorDb = Math.max(QUIETEST_DB, before.floorDb + (levelDb - before.floorDb) * drift);
  const isLoud = levelDb > before.floorDb + (before.isLoud ? RELEASE_DB : PRESS_DB);
  return { state: { floorDb, isLoud }, pressed: isLoud && !before.isLoud };
}

export interface LiveSwitch {
  readonly sound: SoundSwitch;
  /** Looks left until what was heard counts as a press; null: nothing was heard. */
  readonly left: number | null;
}

/** Looks after the end of a sound in which it may still turn out to be a command: the pause that ends it, and the journal's line. */
const DOUBT_LOOKS = 12;

export const SILENT_LIVE_SWITCH: LiveSwitch = { sound: SILENT_SWITCH, left: null };

/**
 * While Beckon is live the same sounds are commands, and a command is no press: a sound is one only once it is over and no
 * command was heard in it. One look for each tenth of a second.
 *
 * @param command was a command heard since the last look?
 * @returns `holds`: the light waits where it is, so that a press still means what was lit when the sound began.
 */
export function hearLiveSwitch(
  before: LiveSwitch,
  levelDb: number,
  command: boolean,
): { state: LiveSwitch; holds: boolean; pressed: boolean } {
  const { state: sound, pressed: begins } = hearSwitch(before.sound, levelDb);
  if (command) return { state: { sound, left: null }, holds: false, pressed: false };
  if (begins || (before.left !== null && sound.isLoud))
    return { state: { sound, left: DOUBT_LOOKS }, holds: true, pressed: false };
  if (before.left === null) return { state: { sound, left: null }, holds: false, pressed: false };
  if (before.left > 1) return { state: { sound, left: before.left - 1 }, holds: true, pressed: false };
  return { state: { sound, left: null }, holds: false, pressed: true };
}
