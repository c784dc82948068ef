/** What the page of results is about: which folders, how many takes, and what is done to them. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Signal } from "../../../common/street.ts";
import { isCommand, readManifest } from "../../recordings/manifest.ts";
import { STRESSES_OF } from "../stress.ts";
import type { Case, Condition, Listener, PersonJob } from "./cases.ts";

/** One kind of recordings, judged alike. */
export interface ResultSet {
  readonly name: string;
  readonly signal: Signal;
  readonly folder: string;
  /** Everyday recordings of others; `_background` of the people themselves is always counted. */
  readonly everyday: readonly Everyday[];
  /** Laid over the test takes at 0, 5, 10 and 20 dB (sound) or added to them (movement), by name. */
  readonly over: Readonly<Record<string, readonly string[]>>;
  /** Takes of later days, judged apart. */
  readonly laterDays: boolean;
  /** Of each other's words and sounds, so many of the labels are commands in the test of own other words. */
  readonly commandsOfMany?: number;
}

export interface Everyday {
  readonly name: "talk" | "noise" | "movement";
  readonly folder: string;
}

export const ENROLS = [5, 3, 1, 8] as const;
const SNR_DB = [20, 10, 5, 0];
const KITCHEN_DB = 10;
const WORN: readonly Condition[] = [
  { name: "checked", wearCheck: true },
  { name: "turnedChecked", stress: "turned", wearCheck: true },
];
const PEERS: Record<Signal, readonly Listener[]> = {
  sound: ["frames", "cepstra", "dense"],
  motion: ["frames", "dense"],
};

/** The sets of a folder of data, as far as they are there. */
export function setsIn(data: string): ResultSet[] {
  const at = (...parts: string[]): string => join(data, ...parts);
  const noise = (...names: string[]): string[] => names.map((name) => at("background-noise", `${name}.opus`));
  const sound = {
    signal: "sound" as const,
    everyday: [
      { name: "talk" as const, folder: at("background-speech") },
      { name: "noise" as const, folder: at("background-noise") },
    ],
    over: {
      kitchen: noise("cafe", "boiler", "boiling-water", "dryer"),
      talk: ["en-orders-01", "en-phone-01"].map((name) => at("background-speech", `${name}.opus`)),
    },
    laterDays: false,
  };
  const motion = {
    signal: "motion" as const,
    everyday: [{ name: "movement" as const, folder: at("motion", "everyday") }],
    over: { walking: [at("motion", "everyday", "wisdm", "w1600-walk.csv")] },
    laterDays: false,
  };
  const sets: ResultSet[] = [
    { ...sound, name: "digits", folder: at("digits"), commandsOfMany: 5 },
    { ...sound, name: "commands", folder: at("commands") },
    { ...sound, name: "phone-words", folder: at("phone-words") },
    { ...motion, name: "forearm", folder: at("motion", "forearm") },
    { ...motion, name: "air-lines", folder: at("motion", "air-lines"), laterDays: true },
    { ...motion, name: "microbit", folder: at("motion", "microbit") },
    { ...motion, name: "head", folder: at("motion", "head") },
  ];
  return sets.filter(({ folder }) => existsSync(folder)).map(withWhatIsThere);
}

/** The sample person, whose everyday recordings are their own. @param sample folder of `sound` and `motion`. */
export function setsOfSample(sample: string): ResultSet[] {
  const kitchen = ["kitchen-1", "kitchen-2"].map((name) => join(sample, "sound", "everyday", `${name}.opus`));
  const common = { everyday: [], laterDays: false };
  return [
    {
      ...common,
      name: "sample sound",
      signal: "sound",
      folder: join(sample, "sound"),
      over: { kitchen },
      commandsOfMany: 3,
    },
    { ...common, name: "sample motion", signal: "motion", folder: join(sample, "motion"), over: {} },
  ];
}

function withWhatIsThere(set: ResultSet): ResultSet {
  const over = Object.entries(set.over).filter(([, files]) => files.every((file) => existsSync(file)));
  return {
    ...set,
    everyday: set.everyday.filter(({ folder }) => existsSync(folder)),
    over: Object.fromEntries(over),
  };
}

/** How much is measured. */
export interface Extent {
  /** Five takes only, no changed takes but for the kitchen, no network from scratch. */
  readonly quick: boolean;
  /** Takes are heard as they are only. */
  readonly plain?: boolean;
  /** Takes of each command that train, besides five; {@link ENROLS} if left out. */
  readonly enrols?: readonly number[];
  /** All if left out. */
  readonly listeners?: readonly Listener[];
}

/** The work on a set, one job for each person in the order of its manifest. */
export async function jobsOf(set: ResultSet, extent: Extent, seed: number): Promise<PersonJob[]> {
  const rows = (await readManifest(set.folder)).filter((row) => isCommand(row) && row.kind === set.signal);
  return [...new Set(rows.map(({ person }) => person))].map((person) => {
    const labels = [...new Set(rows.filter((row) => row.person === person).map(({ label }) => label))];
    return { set: set.name, folder: set.folder, person, seed, cases: casesOf(set, labels, extent) };
  });
}

function casesOf(set: ResultSet, labels: readonly string[], extent: Extent): Case[] {
  const { quick, enrols = ENROLS, listeners } = extent;
  const plain = { listener: "beckon", part: set.laterDays ? "first day" : "all", enrol: 5 } as const;
  const few =
    set.commandsOfMany !== undefined && labels.length > set.commandsOfMany
      ? { commands: labels.slice(0, set.commandsOfMany) }
      : undefined;
  const conditions = conditionsOf(set, quick);
  const peers = PEERS[set.signal].filter((listener) => !quick || listener !== "dense");
  const cases: Case[] = [
    { ...plain, conditions: [] },
    ...peers.map((listener): Case => ({ ...plain, listener, conditions: [] })),
  ];
  if (few) {
    const listeners = [plain.listener, ...peers];
    cases.push(...listeners.map((listener): Case => ({ ...plain, ...few, listener, conditions: [] })));
  }
  if (set.laterDays) {
    cases.push({ ...plain, part: "later days", conditions: [] });
    cases.push({ ...plain, part: "later days, two takes more", conditions: [] });
  }
  // Apart, so that a run that is stopped has the rest; the model is trained again in a second.
  if (!extent.plain) cases.push({ ...plain, conditions, otherPeople: !quick });
  if (!quick) {
    const others = enrols.filter((enrol) => enrol !== plain.enrol);
    cases.push(...others.map((enrol): Case => ({ ...plain, enrol, conditions: [] })));
  }
  return cases.filter(({ listener }) => listeners?.includes(listener) ?? true);
}

function conditionsOf({ signal, over }: ResultSet, quick: boolean): Condition[] {
  const laid = Object.entries(over).flatMap(([name, noise]): Condition[] =>
    signal === "motion"
      ? [{ name, noise }]
      : SNR_DB.filter((snrDb) => !quick || snrDb === KITCHEN_DB).map((snrDb) => ({
          name: `${name} at ${snrDb} dB`,
          noise,
          snrDb,
        })),
  );
  if (quick) return laid;
  const stressed = STRESSES_OF[signal].map((stress) => ({ name: stress, stress }));
  return [...laid, ...stressed, ...(signal === "motion" ? WORN : [])];
}
