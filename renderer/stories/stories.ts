/**
 * Every screen in every state worth looking at, from sample values: the page
 * stories.html shows them one by one, and the contact sheet shows them all.
 */
import type { FeedName, FeedValue } from "../../main/contract/contract.ts";
import type { FaultView, Language, PersonView, Step } from "../../main/contract/values.ts";
import type { Connection } from "../client/client.ts";
import { fragmentOf } from "../parts/place.ts";
import type { Settings } from "../parts/settings.ts";
import { CARE_STORIES } from "./care-stories.ts";
import { soak, soakNothing } from "./soak-values.ts";
import * as v from "./values.ts";

export type Feeds = { readonly [N in FeedName]?: FeedValue<N> };

export interface Story {
  readonly name: string;
  readonly fragment: string;
  readonly feeds: (language: Language) => Feeds;
  readonly settings?: Partial<Settings>;
  readonly connection?: Connection;
  /** Selectors of buttons to press, one after the other, to get to the state. */
  readonly press?: readonly string[];
}

const fault = (code: string): FaultView => ({
  code,
  thing: "The micro:bit at /dev/ttyACM0",
  problem: "It does not do what it should.",
  remedy: "Have a look at it.",
});

type Parts = Omit<Story, "name" | "fragment" | "feeds">;

function at(
  name: string,
  step: Step,
  who: (language: Language) => PersonView,
  feeds: (language: Language) => Feeds = () => ({}),
  parts: Parts = {},
): Story {
  return {
    name,
    fragment: fragmentOf({ at: "step", personId: "mina", step }),
    feeds: (language) => ({
      person: who(language),
      microphone: v.microphone(),
      recorder: v.recorder({ personId: null, commandId: null }),
      training: v.training({}),
      transfer: v.transfer({}),
      wearables: v.WEARABLES,
      live: v.live(language, { state: "off", personId: null, last: null }),
      journal: v.journal(language),
      soak: soak(language),
      soaking: { state: "off", source: null, personId: null },
      ...feeds(language),
    }),
    ...parts,
  };
}

const AT_NOON = Date.UTC(2026, 10, 25, 12);

/** What was learned from daily life, of a person who is ready. */
function learn(name: string, feeds: (language: Language) => Feeds): Story {
  return {
    ...at(name, "live", v.readyPerson, feeds),
    fragment: fragmentOf({ at: "learn", personId: "mina" }),
  };
}

/** The small window, alone. */
function small(name: string, fragment: string, feeds: (language: Language) => Feeds): Story {
  return { name, fragment, feeds };
}

const NO_EVERYDAY = { roomSeconds: 0, talkSeconds: 0, movementSeconds: 0 };
const isNew = (language: Language) =>
  v.person(language, { ability: null, commands: [], everyday: NO_EVERYDAY });
const noCommands = (language: Language) => v.person(language, { commands: [], everyday: NO_EVERYDAY });
const recorded = (language: Language) => v.person(language, { everyday: NO_EVERYDAY });
const recording = (language: Language) =>
  v.person(language, { commands: v.commands(language, [5, 2, 0, 0]), everyday: NO_EVERYDAY });
const trained = (language: Language) => v.person(language, { model: v.model(language) });
const mapped = (language: Language) => v.readyPerson(language, { verifiedModelId: null });

const byHand = (language: Language, part: Partial<PersonView> = {}) =>
  v.person(language, {
    ability: "hand",
    wearable: "serial:/dev/ttyACM1",
    commands: v.movements(language),
    everyday: NO_EVERYDAY,
    ...part,
  });
const readyByHand = (language: Language) =>
  byHand(language, {
    model: v.model(language),
    verifiedModelId: v.model(language).modelId,
    profile: v.readyPerson(language).profile,
  });
const motionStories: readonly Story[] = [
  at("hand-wearable", "wearable", byHand),
  at("hand-words", "record", (language) => byHand(language, { ability: "head", commands: [] })),
  at("hand-recording", "record", byHand, (language) => ({
    recorder: v.recorder({
      commandId: v.movements(language)[0]!.commandId,
      phase: "hearing",
      last: v.take(1),
      kept: true,
    }),
    sensor: v.sensor({}),
  })),
  at("hand-unplugged", "record", byHand, (language) => ({
    recorder: v.recorder({ commandId: v.movements(language)[0]!.commandId, phase: "listening" }),
    sensor: v.sensor({ state: "lost", axes: [[], [], []], strength: 0 }),
  })),
  at("hand-everyday", "everyday", byHand, () => ({
    recorder: v.recorder({ phase: "everyday", commandId: null, secondsLeft: 42 }),
    sensor: v.sensor({}),
  })),
  at("hand-consent", "live", readyByHand, () => ({
    wear: v.wear({ state: "unchecked", made: 0, wanted: 0 }),
  })),
  at("hand-wear-asked", "live", readyByHand, (language) => ({
    wear: v.wear({ state: "asking", asked: v.movements(language)[1]!.label, made: 1, misses: 1 }),
    sensor: v.sensor({}),
  })),
  at("hand-wear-turned", "live", readyByHand, () => ({ wear: v.wear({ verdict: "turned", degrees: 87 }) })),
  at("hand-wear-unknown", "live", readyByHand, () => ({ wear: v.wear({ verdict: "unknown" }) })),
  at("hand-result", "result", (language) =>
    byHand(language, { commands: v.commands(language, [5, 5, 5, 5]), model: v.model(language) }),
  ),
];

export const STORIES: readonly Story[] = [
  { name: "people", fragment: "#/", feeds: (language) => ({ people: v.people(language) }) },
  {
    name: "people-sealed",
    fragment: "#/",
    feeds: (language) => ({
      people: v.people(language),
      sealing: { by: "passphrase", open: false },
    }),
  },
  { name: "people-nobody", fragment: "#/", feeds: () => ({ people: [] }) },
  { name: "new-who", fragment: "#/new", feeds: () => ({}) },
  { name: "new-name", fragment: "#/new", feeds: () => ({}), press: [".card-button"] },
  {
    name: "new-letters",
    fragment: "#/new",
    feeds: () => ({}),
    settings: { scan: "step" },
    press: [".card-button", ".field + .button"],
  },
  { name: "refused", fragment: "#/", feeds: () => ({}), connection: "refused" },
  {
    name: "settings",
    fragment: "#/",
    feeds: (language) => ({ people: v.people(language) }),
    settings: { scan: "step" },
    press: [".header-tools > .button"],
  },
  at("help", "record", recording, () => ({}), {
    press: [".header-tools > .button:last-child", ".help-part:nth-of-type(3) .disclosed-title"],
  }),
  at("ability", "ability", isNew),
  at("ability-carer", "ability", (language) => v.person(language, { carer: true })),
  at("ability-no-sensor", "ability", isNew, () => ({ wearables: v.WEARABLES.slice(0, 1) })),
  at("wearable", "wearable", noCommands),
  ...motionStories,
  at("words-none", "record", noCommands),
  at("words", "record", (language) => v.person(language, { commands: v.commands(language, [0, 0, 0]) })),
  at("record-idle", "record", recording),
  at("record-listening", "record", recording, () => ({
    recorder: v.recorder({ phase: "listening", last: v.take(1), kept: true }),
  })),
  at("record-held", "record", (language) => v.withHeld(recording(language))),
  at("record-too-quiet", "record", recording, () => ({
    recorder: v.recorder({ phase: "listening", last: v.take(8, "tooQuiet") }),
    microphone: v.microphone({ levelDb: -41 }),
  })),
  at("record-hearing", "record", recording, () => ({ recorder: v.recorder({ phase: "hearing" }) })),
  at("record-disk-full", "record", recording, () => ({
    recorder: v.recorder({ personId: "mina", commandId: null, fault: fault("disk-full") }),
  })),
  at(
    "record-countdown",
    "record",
    recording,
    () => ({ recorder: v.recorder({ phase: "countdown", secondsLeft: 3 }) }),
    { settings: { countdown: true } },
  ),
  at("record-done", "record", recorded),
  at("record-refused", "record", recording, () => ({
    microphone: v.microphone({ state: "refused", name: null, levelDb: -96 }),
  })),
  at("record-lost", "record", recording, () => ({
    recorder: v.recorder({ phase: "listening" }),
    microphone: v.microphone({ state: "lost", levelDb: -96 }),
  })),
  at("record-very-quiet", "record", recording, () => ({
    microphone: v.microphone({ levelDb: -78, veryQuiet: true }),
  })),
  at("record-look", "record", recording, () => ({}), { press: [".takes .button-quiet"] }),
  at("record-advice", "record", recorded, () => ({ advice: v.advice() })),
  at("record-advice-kept", "record", recorded, () => ({ advice: v.advice().slice(-1) }), {
    press: ["section .button-quiet[aria-expanded]"],
  }),
  at("record-advice-merge", "record", recorded, () => ({ advice: v.advice().slice(0, 1) }), {
    press: [".advice-card .row:last-of-type .button"],
  }),
  at("record-advice-replace", "record", recorded, () => ({ advice: v.advice().slice(1, 2) }), {
    press: [".advice-card .row:last-of-type .button"],
  }),
  at("everyday", "everyday", recorded),
  at("everyday-recording", "everyday", recorded, () => ({
    recorder: v.recorder({ phase: "everyday", commandId: null, secondsLeft: 42 }),
    microphone: v.microphone({ levelDb: -30 }),
  })),
  at("everyday-done", "everyday", (language) => v.person(language)),
  at("everyday-skip", "everyday", recorded, () => ({}), { press: [".screen-foot .button:nth-child(2)"] }),
  at("train", "train", (language) => v.person(language)),
  at(
    "train-running",
    "train",
    (language) => v.person(language),
    () => ({
      training: v.training({ state: "running", stage: "network", progress: 0.62 }),
    }),
  ),
  at(
    "train-failed",
    "train",
    (language) => v.person(language),
    () => ({
      training: v.training({ state: "failed", fault: fault("disk-full") }),
    }),
  ),
  at("train-done", "train", trained, () => ({ training: v.training({ state: "done", progress: 1 }) })),
  at("result", "result", trained),
  at("result-advice", "result", trained, () => ({ advice: v.advice().slice(-2, -1) })),
  at("try-off", "try", trained),
  at("try-heard", "try", trained, (language) => ({ live: v.live(language, { state: "trying" }) })),
  at("actions", "actions", mapped),
  at("actions-lists", "actions", (language) => v.withLists(mapped(language), language)),
  at("actions-choose", "actions", mapped, () => ({}), { press: [".actions .button"] }),
  at(
    "actions-choose-held",
    "actions",
    (language) => v.withHeld(mapped(language)),
    () => ({}),
    {
      press: [".actions .button"],
    },
  ),
  at("send", "send", mapped),
  at("send-board", "send", (language) => ({ ...mapped(language), wearable: "serial:/dev/ttyACM1" })),
  at("send-verifying", "send", mapped, () => ({
    transfer: v.transfer({ state: "verifying", progress: 0.7, compared: 12, equal: 12 }),
  })),
  at("send-done", "send", v.readyPerson, () => ({
    transfer: v.transfer({ state: "done", progress: 1, compared: 20, equal: 20 }),
  })),
  at("send-unplugged", "send", mapped, () => ({
    transfer: v.transfer({ state: "failed", fault: fault("port-vanished") }),
  })),
  at("send-unknown-fault", "send", mapped, () => ({
    transfer: v.transfer({ state: "failed", fault: fault("never-heard-of") }),
  })),
  at("soak-start", "soak", v.readyPerson, (language) => ({ soak: soakNothing(language) })),
  at("soak-off", "soak", v.readyPerson),
  at("soak-listening", "soak", v.readyPerson, (language) => ({
    soak: soak(language, { state: "listening", source: "live" }),
    soaking: { state: "listening", source: "live", personId: "mina" },
  })),
  at("soak-held", "soak", v.readyPerson, (language) => ({
    soak: soak(language, { state: "held", source: "live", said: "talk" }),
    soaking: { state: "held", source: "live", personId: "mina" },
  })),
  at("soak-reading", "soak", v.readyPerson, (language) => ({
    soak: soak(language, { state: "reading", source: "kept", doneSeconds: 1900, ofSeconds: 4000 }),
    soaking: { state: "reading", source: "kept", personId: "mina" },
  })),
  at("soak-fault", "soak", v.readyPerson, (language) => ({
    soak: soak(language, { fault: fault("sound-unknown") }),
  })),
  at("soak-moved", "soak", v.readyPerson, () => ({}), {
    press: [".soak-command .slider .button:last-child"],
  }),
  at("soak-changed", "soak", (language) => v.readyPerson(language, { verifiedModelId: "an older one" })),
  at("soak-all-events", "soak", v.readyPerson, () => ({}), { press: [".soak-events + .row .button"] }),
  at("live-consent", "live", v.readyPerson),
  at("live-lists", "live", (language) => v.withLists(v.readyPerson(language), language)),
  at("live-partly", "live", (language) =>
    v.readyPerson(language, { standings: v.standings(language, "over") }),
  ),
  at("live-proved", "live", (language) => v.readyPerson(language, { standings: v.standings(language) })),
  at("live-armed", "live", v.readyPerson, (language) => ({ live: v.live(language, {}) })),
  at("live-corrections", "live", v.readyPerson, (language) => ({
    live: v.live(language, { last: v.journalWithSound(language)[0]! }),
    journal: v.journalWithSound(language),
    learning: v.learning(language),
  })),
  at(
    "live-correct",
    "live",
    v.readyPerson,
    (language) => ({
      live: v.live(language, {}),
      journal: v.journalWithSound(language),
      learning: v.learning(language),
    }),
    { press: [".entry .button"] },
  ),
  at(
    "live-missed",
    "live",
    v.readyPerson,
    (language) => ({
      live: v.live(language, {}),
      journal: [],
      learning: v.learning(language),
      unheard: v.unheard(),
    }),
    { press: [".teach .button", ".unheard .button:last-child"] },
  ),
  learn("learn", (language) => ({ learning: v.learning(language) })),
  learn("learn-nothing", (language) => ({
    learning: v.learning(language, {
      marked: { takes: 0, mistakes: 0 },
      worthTraining: false,
      drift: [],
      older: [],
    }),
  })),
  learn("learn-running", (language) => ({
    learning: v.learning(language),
    training: v.training({ state: "running", stage: "network", progress: 0.4 }),
  })),
  ...(["better", "worse"] as const).map((verdict) =>
    learn(`learn-${verdict}`, (language) => ({
      learning: v.learning(language, {
        offered: {
          modelKey: 3,
          trainedAt: AT_NOON,
          heard: 19,
          tested: 20,
          comparison: v.comparison(language, verdict),
        },
      }),
    })),
  ),
  small("small-armed", "#/small/floating", (language) => ({
    live: v.live(language, { undo: "focus" }),
    journal: v.journal(language),
  })),
  small("small-paused", "#/small", (language) => ({
    live: v.live(language, { state: "paused" }),
    journal: v.journal(language),
  })),
  small("small-off", "#/small", (language) => ({
    live: v.live(language, { state: "off", personId: null, last: null }),
  })),
  at("live-paused", "live", v.readyPerson, (language) => ({ live: v.live(language, { state: "paused" }) })),
  at("live-asleep", "live", v.readyPerson, (language) => ({
    live: v.live(language, { dozing: v.live(language, {}).last!.command }),
  })),
  at("live-loudspeaker", "live", v.readyPerson, (language) => ({
    live: v.live(language, { loudspeaker: true }),
  })),
  at("live-locked", "live", v.readyPerson, (language) => ({ live: v.live(language, { state: "locked" }) })),
  at("live-lost", "live", v.readyPerson, (language) => ({
    live: v.live(language, { state: "lost", fault: fault("device-closed") }),
  })),
  at("live-away", "live", v.readyPerson, (language) => ({ live: v.live(language, {}) }), {
    connection: "away",
  }),
  ...CARE_STORIES,
];
