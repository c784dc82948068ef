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

/**
 * A press right after the light moved was most likely meant for the place
 * before; one well before the end shows time to spare. Slower fast, faster
 * slowly: being late costs more than waiting.
 * @param share of the standing time that had passed at the press, 0..1.
 */
export function adaptRate(rateMs: number, share: number): number {
  const factor = share < 0.15 ? 1.2 : share < 0.45 ? 0.97 : 1;
  return Math.round(Math.min(SCAN_MS.most, Math.max(SCAN_MS.least, rateMs * factor)));
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
