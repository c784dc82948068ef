/** Sample values for the stories: one person on the way, with everything that a screen can show. */
import type { AdviceView } from "../../main/contract/advice-values.ts";
import type { WrittenAction } from "../../main/contract/command-action.ts";
import type { ComparisonView, LearningView, UnheardView } from "../../main/contract/learning-values.ts";
import type {
  CommandView,
  JournalEntry,
  Language,
  LiveView,
  MicrophoneView,
  ModelView,
  PersonCard,
  PersonView,
  RecorderView,
  SensorView,
  StandingName,
  TakeVerdict,
  TakeView,
  TrainingView,
  TransferView,
  WearableView,
  WearView,
} from "../../main/contract/values.ts";

const AT = Date.UTC(2026, 10, 25, 9, 30);
export const LABELS: Readonly<Record<Language, readonly string[]>> = {
  en: ["down", "next", "play", "click"],
  ko: ["아래", "다음", "재생", "딸깍!"],
};
const NAMES: Readonly<Record<Language, string>> = { en: "Mina", ko: "민아" };

const scroll: WrittenAction = { do: "scroll", down: 3, harm: "harmless" };
const next: WrittenAction = { do: "keys", keys: "Tab", harm: "harmless" };
const play: WrittenAction = { do: "keys", keys: "MediaPlayPause", harm: "harmless" };
const click: WrittenAction = { do: "click" };

export function take(number: number, verdict: TakeVerdict = "good"): TakeView {
  const waveform = Array.from({ length: 64 }, (_, i) => {
    const hump = Math.exp(-(((i - 20 - (number % 5) * 4) / 13) ** 2));
    return Math.min(1, hump * (0.55 + 0.4 * Math.abs(Math.sin(i * 1.7 + number))));
  });
  return { takeId: `take-${number}-${verdict}`, recordedAt: AT, durationMs: 640, verdict, waveform };
}

export function commands(language: Language, takes: readonly number[]): CommandView[] {
  return takes.map((count, i) => ({
    commandId: `command-${i}`,
    label: LABELS[language][i]!,
    held: false,
    takes: Array.from({ length: count }, (_, n) => take(i * 10 + n, n === 2 ? "tooQuiet" : "good")),
  }));
}

export function movements(language: Language): CommandView[] {
  const labels = { en: ["lift", "turn"], ko: ["들기", "돌리기"] }[language];
  return commands(language, [3, 1]).map((command, i) => ({ ...command, label: labels[i]! }));
}

/** A hand that rests, is lifted, and rests again. */
export function sensor(part: Partial<SensorView>): SensorView {
  const axes = [0, 1, 2].map((axis) =>
    Array.from({ length: 100 }, (_, i) => {
      const lifted = i > 40 && i < 70 ? Math.sin(((i - 40) / 30) * Math.PI * (axis + 1)) : 0;
      return Math.round([80, -40, 980][axis]! + [350, 620, -280][axis]! * lifted);
    }),
  );
  return { state: "working", name: "BBC micro:bit V1", axes, strength: 0.6, lost: 0, fault: null, ...part };
}

export function wear(part: Partial<WearView>): WearView {
  return { state: "checked", asked: null, made: 2, wanted: 2, misses: 0, verdict: null, degrees: 0, ...part };
}

export function model(language: Language): ModelView {
  const [down, second, third, fourth] = LABELS[language] as [string, string, string, string];
  return {
    modelId: "5f2c9a7e01d4b386",
    trainedAt: AT,
    head: "template",
    imageBytes: 5_216,
    arenaBytes: 11_480,
    trainSeconds: 38,
    commands: [
      { label: fourth, tested: 5, heard: 3, confusedWith: second, advice: "tooAlike" },
      { label: second, tested: 5, heard: 4, confusedWith: null, advice: "moreTakes" },
      { label: down, tested: 5, heard: 5, confusedWith: null, advice: "none" },
      { label: third, tested: 5, heard: 5, confusedWith: null, advice: "none" },
    ],
    labels: [down, second, third, fourth],
    confusion: [
      [5, 0, 0, 0, 0],
      [0, 4, 0, 0, 1],
      [0, 0, 5, 0, 0],
      [0, 2, 0, 3, 0],
    ],
    everyday: { hours: 2 / 60, wrong: 0, upperPerHour: 90 },
    warnings: [],
  };
}

export function person(language: Language, part: Partial<PersonView> = {}): PersonView {
  return {
    personId: "mina",
    name: NAMES[language],
    language,
    carer: false,
    ability: "word",
    wearable: "virtual",
    helper: language === "ko" ? "주나 010-1234-5678" : "Juna, 010 1234 5678",
    takesWanted: 5,
    commands: commands(language, [5, 5, 5, 5]),
    everyday: { roomSeconds: 60, talkSeconds: 60, movementSeconds: 0 },
    model: null,
    modelIsStale: false,
    profile: { name: "", actions: {} },
    verifiedModelId: null,
    standings: {},
    sample: false,
    ...part,
  };
}

/** Trained, mapped and verified. */
export function readyPerson(language: Language, part: Partial<PersonView> = {}): PersonView {
  const [down, second, third, fourth] = LABELS[language] as [string, string, string, string];
  const trained = model(language);
  return person(language, {
    model: trained,
    verifiedModelId: trained.modelId,
    profile: {
      name: "browsing",
      actions: { [down]: scroll, [second]: next, [third]: play, [fourth]: click },
    },
    ...part,
  });
}

/** Their commands last as long as their sound. */
export function withHeld(person: PersonView): PersonView {
  return { ...person, commands: person.commands.map((command) => ({ ...command, held: true })) };
}

/** The same with a second list of actions, which their last command leads to. */
export function withLists({ profile, ...person }: PersonView, language: Language): PersonView {
  const labels = Object.keys(profile.actions);
  const actions = { ...profile.actions, [labels.at(-1)!]: { do: "mode" } } as const;
  const more = { [labels[0]!]: { do: "keys", keys: "MediaPlayPause", harm: "harmless" } } as const;
  const name = language === "en" ? "Music and film" : "음악과 영상";
  return { ...person, profile: { ...profile, actions, modes: [{ name, actions: more }] } };
}

/** Everything proved, but for the last command where something else is said of it. */
export function standings(language: Language, last: StandingName = "proved"): PersonView["standings"] {
  const labels = LABELS[language];
  return Object.fromEntries(labels.map((label, i) => [label, i === labels.length - 1 ? last : "proved"]));
}

export function people(language: Language): PersonCard[] {
  const sample = language === "ko" ? "보기" : "Sample";
  return [
    { personId: "mina", name: NAMES[language], language, sample: false, commands: 4, ready: true },
    { personId: "sample", name: sample, language, sample: true, commands: 4, ready: false },
  ];
}

export function recorder(part: Partial<RecorderView>): RecorderView {
  return {
    phase: "idle",
    personId: "mina",
    commandId: "command-1",
    secondsLeft: 0,
    good: 2,
    wanted: 5,
    last: null,
    kept: false,
    fault: null,
    ...part,
  };
}

export function microphone(part: Partial<MicrophoneView> = {}): MicrophoneView {
  return { state: "working", name: "USB Headset Mono", levelDb: -18, veryQuiet: false, ...part };
}

export function training(part: Partial<TrainingView>): TrainingView {
  return { state: "idle", personId: "mina", stage: "reading", progress: 0, fault: null, ...part };
}

export function transfer(part: Partial<TransferView>): TransferView {
  return { state: "idle", progress: 0, compared: 0, equal: 0, fault: null, ...part };
}

export const WEARABLES: WearableView[] = [
  {
    dev: "virtual",
    name: "virtual",
    kind: "virtual",
    signals: ["sound"],
    state: "connected",
    modelId: null,
    fault: null,
    room: null,
  },
  {
    dev: "serial:/dev/ttyACM0",
    name: "BBC micro:bit v2",
    kind: "serial",
    signals: ["sound", "motion"],
    state: "connected",
    modelId: null,
    fault: null,
    room: { modelBytes: 126_976, workBytes: 45_056 },
  },
  {
    dev: "serial:/dev/ttyACM1",
    name: "BBC micro:bit v1",
    kind: "serial",
    signals: ["motion"],
    state: "connected",
    modelId: null,
    fault: null,
    room: { modelBytes: 24_544, workBytes: 4_608 },
  },
];

export function live(language: Language, part: Partial<LiveView>): LiveView {
  return {
    state: "armed",
    personId: "mina",
    modelId: "5f2c9a7e01d4b386",
    proved: false,
    loudspeaker: false,
    held: [],
    undo: "no",
    dozing: null,
    mode: null,
    last: journal(language)[0]!,
    fault: null,
    ...part,
  };
}

export function journal(language: Language): JournalEntry[] {
  const [down, second, third, fourth] = LABELS[language] as [string, string, string, string];
  const entry = (
    entryId: number,
    command: string,
    outcome: JournalEntry["outcome"],
    action: JournalEntry["action"],
  ): JournalEntry => ({
    entryId,
    at: AT + entryId * 4_000,
    command,
    score: 31_000,
    outcome,
    action,
    mark: null,
    meant: null,
    hasSound: false,
  });
  return [
    entry(4, down, "done", scroll),
    entry(3, fourth, "heldBack", click),
    entry(2, third, "done", play),
    entry(1, second, "failed", next),
  ];
}

/** With the sound around each event; the newest is not yet marked, one was wrong. */
export function journalWithSound(language: Language): JournalEntry[] {
  const [, second] = LABELS[language] as [string, string, string, string];
  return journal(language).map((entry, i) => ({
    ...entry,
    hasSound: i < 3,
    mark: i === 1 ? "notMe" : i === 2 ? "other" : null,
    meant: i === 2 ? second : null,
  }));
}

export function unheard(): UnheardView[] {
  return [1, 2, 3].map((number) => ({
    momentId: `moment-${number}`,
    at: AT + 60_000 - number * 9_000,
    durationMs: 800,
    waveform: take(number * 3).waveform,
  }));
}

export function comparison(language: Language, verdict: ComparisonView["verdict"]): ComparisonView {
  const [down, second, third, fourth] = LABELS[language] as [string, string, string, string];
  const isWorse = verdict === "worse";
  return {
    verdict,
    commands: [
      { label: second, tested: 8, before: 7, now: isWorse ? 4 : 8, lost: isWorse },
      { label: down, tested: 6, before: 6, now: 6, lost: false },
      { label: third, tested: 5, before: 5, now: 5, lost: false },
      { label: fourth, tested: 7, before: 4, now: 6, lost: false },
    ],
    mistakes: { kept: 3, before: 3, now: isWorse ? 2 : 0, returned: isWorse ? 1 : 0 },
    everyday: { hours: 2 / 60, before: 1, now: 0 },
  };
}

export function learning(language: Language, part: Partial<LearningView> = {}): LearningView {
  const [down, second] = LABELS[language] as [string, string, string, string];
  return {
    keepsMoments: true,
    marked: { takes: 2, mistakes: 1 },
    worthTraining: true,
    drift: [
      { label: down, first: { heard: 5, tested: 5 }, recent: { heard: 20, tested: 20 }, sliding: false },
      { label: second, first: { heard: 5, tested: 5 }, recent: { heard: 16, tested: 20 }, sliding: true },
    ],
    current: { modelKey: 2, trainedAt: AT, heard: 17, tested: 20 },
    offered: null,
    older: [{ modelKey: 1, trainedAt: AT - 86_400_000, heard: 16, tested: 20 }],
    ...part,
  };
}

/** One piece of each kind about the commands of {@link commands}. */
export function advice(): AdviceView[] {
  const common = { kept: false };
  const takeOf = (command: number, number: number): string => take(command * 10 + number).takeId;
  const minute = { recordingId: "talk-1", startMs: 12_000, endMs: 12_800 };
  return [
    {
      ...common,
      adviceId: "alike",
      kind: "alike",
      commandIds: ["command-1", "command-3"],
      takeIds: [takeOf(1, 0), takeOf(3, 1)],
      ...{ times: 1.03, nearer: 3, of: 10 },
    },
    {
      ...common,
      adviceId: "unsteady",
      kind: "unsteady",
      commandId: "command-2",
      takeIds: [takeOf(2, 0), takeOf(2, 3)],
      times: 1.6,
    },
    {
      ...common,
      adviceId: "bad-take",
      kind: "badTake",
      reason: "otherWord",
      commandId: "command-0",
      takeId: takeOf(0, 1),
      otherId: "command-1",
    },
    { ...common, adviceId: "recording", kind: "recording", reason: "click", takes: 12, of: 20 },
    {
      ...common,
      adviceId: "like-talk",
      kind: "likeTalk",
      commandId: "command-3",
      takeId: takeOf(3, 0),
      ...{ pieces: 2, minutes: 1 },
      stretches: [minute, { ...minute, startMs: 40_000, endMs: 40_700 }],
    },
    { ...common, adviceId: "kept", kept: true, kind: "recording", reason: "cutOff", takes: 8, of: 20 },
  ];
}
