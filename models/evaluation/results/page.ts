/** The page of results: Markdown, the same for the same measurement. */
import type { Condition } from "./cases.ts";
import {
  accepted,
  type Asked,
  counted,
  errorWithInterval,
  type Judged,
  judgedIn,
  noiseOf,
  percents,
  skippedIn,
  spreadOf,
  sumOf,
  table,
  talkOf,
} from "./figures.ts";
import type { MeasuredSet } from "./measure.ts";
import { summary } from "./targets.ts";

export interface PageOptions {
  /** Of the bundled sample person. */
  readonly sample: boolean;
  /** How the page was made: `beckon results …`. What was left out by it is not on the page. */
  readonly command: string;
}

const LISTENER_NAMES = {
  beckon: "Beckon",
  frames: "templates over the frames alone",
  dense: "a network of the person's own, from scratch",
  cepstra: "classic recogniser: cepstra and time warping, mean + 2 s.d.",
} as const;
const PART_NAMES = {
  all: "",
  "first day": ", first day",
  "later days": ", enrolled on the first day, tested on later days",
  "later days, two takes more": ", and two takes of a later day enrolled besides",
} as const;

export function resultsPage(measured: readonly MeasuredSet[], { sample, command }: PageOptions): string {
  const lines = [
    "# How well a person is heard",
    "",
    `Made by \`${command}\`, not written by hand.`,
    "",
    "The int8 runtime decides everything; thresholds come from the takes that enrol and the shipped bank, never from what is tested. The first",
    "takes of each command enrol, all others are tested in one running stream; everyday recordings are streamed apart, in the band, rate and step",
    "of the person's own takes (DESIGN §9). *Wrong* counts events where no command was given. No recording here is one that the shipped",
    "network's bank was made from: the evaluation refuses those.",
    ...(sample
      ? [
          "**The sample person is synthetic:** these figures show that the street works, not how well it serves anybody.",
        ]
      : []),
    "",
    ...titled("## Against what is to be reached", summary(measured)),
    ...titled("## Beside other ways to recognise", peers(measured)),
    ...titled("## Some of the words as commands, the person's other words refused", fewWords(measured)),
    ...titled("## In noise, and said or done otherwise", changes(measured)),
    "## Everybody, worst person first",
    "",
    ...measured.flatMap(everybody),
    ...limits(measured),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function titled(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, "", ...lines];
}

/** The plain part of a set: what most of the page is about. */
function plainOf({ cases }: MeasuredSet): Pick<Asked, "part" | "enrol"> {
  const { part = "all", enrol = 5 } = cases[0]?.asked ?? {};
  return { part, enrol };
}

const WRONG_HEAD = ["wrong in talk or movement", "wrong in noise"];

function peers(measured: readonly MeasuredSet[]): string[] {
  const rows = measured.flatMap((set) =>
    Object.entries(LISTENER_NAMES).flatMap(([listener, name]) => {
      const people = judgedIn(set, { ...plainOf(set), listener: listener as keyof typeof LISTENER_NAMES });
      return people.length === 0 ? [] : [[`${set.set.name}`, name, ...together(people)]];
    }),
  );
  return [
    "Five takes of each command, the same takes, gate and hours for all; mean / worst person.",
    "",
    ...table(["set", "who listens", "error", "told apart wrongly", ...WRONG_HEAD], rows),
  ];
}

function together(people: readonly Judged[]): string[] {
  return [
    percents(spreadOf(people.map(({ result }) => result.plain.errorRate))),
    percents(
      spreadOf(people.map(({ result: { plain } }) => (plain.tested ? plain.confused / plain.tested : null))),
    ),
    counted(sumOf(people.map(talkOf))),
    counted(sumOf(people.map(noiseOf))),
  ];
}

function fewWords(measured: readonly MeasuredSet[]): string[] {
  const rows = measured.flatMap((set) =>
    Object.entries(LISTENER_NAMES).flatMap(([listener, name]) =>
      judgedIn(set, { ...plainOf(set), listener: listener as keyof typeof LISTENER_NAMES, few: true })
        .sort((a, b) => (b.result.ownOtherWords.rate ?? 0) - (a.result.ownOtherWords.rate ?? 0))
        .map(({ person, result }) => [
          `${set.set.name} ${person}`,
          name,
          errorWithInterval(result.plain),
          accepted(result.ownOtherWords),
        ]),
    ),
  );
  return rows.length === 0
    ? []
    : table(["person", "who listens", "commands missed or confused", "own other words taken for one"], rows);
}

function changes(measured: readonly MeasuredSet[]): string[] {
  return measured.flatMap((set) => {
    const people = judgedIn(set, { ...plainOf(set), listener: "beckon", changed: true });
    const conditions = conditionsIn(set);
    if (people.length === 0 || conditions.length === 0) return [];
    const row = (name: string, of: (one: Judged) => Judged["result"]["plain"] | undefined): string[] => {
      const known = people.flatMap((one) => of(one) ?? []);
      const worst = people.reduce((a, b) => ((of(b)?.errorRate ?? 0) > (of(a)?.errorRate ?? 0) ? b : a));
      return [
        name,
        percents(spreadOf(known.map(({ errorRate }) => errorRate))),
        worst.person,
        percents(spreadOf(known.map(({ missed, tested }) => (tested ? missed / tested : null)))),
        `${known.reduce((sum, { extraEvents }) => sum + extraEvents, 0)}`,
      ];
    };
    return [
      `**${set.set.name}**, five takes enrolled as they are, the tested ones changed:`,
      "",
      ...table(
        ["", "error, mean / worst person", "worst", "of it missed", "events besides"],
        [
          row("as recorded", ({ result }) => result.plain),
          ...conditions.map((name) => row(conditionName(name, set), ({ result }) => result.changed[name])),
        ],
      ),
    ];
  });
}

function conditionsIn({ cases }: MeasuredSet): Condition["name"][] {
  return [...new Set(cases.flatMap(({ asked }) => asked.conditions.map(({ name }) => name)))];
}

const CHANGES = {
  sound: {
    quieter: "20 dB softer, voice and room",
    telephone: "telephone band, 300 to 3,500 Hz",
    slower: "1.6 times as long",
    faster: "0.75 times as long",
    shaky: "shaky pitch, ±6 % and more",
    whispered: "whisper-like, the voice replaced by noise",
    microphone: "another microphone",
  },
  motion: {
    quieter: "0.3 of the size",
    slower: "half the tempo",
    faster: "twice the tempo",
    mirrored: "the other hand: mirrored, not enrolled anew",
    tremor: "a tremor of 4 to 8 Hz, 0.15 g",
    turned: "sensor turned by 30°",
    checked: "as recorded, after a wear check of three movements",
    turnedChecked: "sensor turned by 30°, after a wear check of three movements",
    walking: "while walking: another person's walk added",
  },
} as const;

function conditionName(name: string, { set: { signal } }: MeasuredSet): string {
  return (CHANGES[signal] as Readonly<Record<string, string>>)[name] ?? name;
}

/** One table for each part and number of takes. */
function everybody(set: MeasuredSet): string[] {
  const asked = new Map<string, Asked>();
  for (const { asked: one } of set.cases) {
    if (one.listener !== "beckon" || one.commands !== undefined) continue;
    asked.set(`${one.part} ${one.enrol}`, { listener: "beckon", part: one.part, enrol: one.enrol });
  }
  return [...asked.values()]
    .sort((a, b) => partOrder(a) - partOrder(b) || b.enrol - a.enrol)
    .flatMap((one) => {
      const people = judgedIn(set, one);
      const others = judgedIn(set, { ...one, changed: true });
      const skipped = skippedIn(set, one);
      const takes = one.enrol === 1 ? "1 take" : `${one.enrol} takes`;
      return [
        `**${set.set.name}, ${takes}${PART_NAMES[one.part]}**`,
        "",
        ...(people.length === 0
          ? []
          : table(
              PERSON_HEAD,
              people.map((each) =>
                personRow(
                  each,
                  others.find(({ person }) => person === each.person),
                ),
              ),
            )),
        ...(skipped.length === 0 ? [] : [`Not judged: ${skipped.join("; ")}.`, ""]),
      ];
    });
}

function partOrder({ part }: Asked): number {
  return Object.keys(PART_NAMES).indexOf(part);
}

const PERSON_HEAD = [
  "person",
  "tested",
  "missed",
  "confused",
  "extra",
  "error",
  ...WRONG_HEAD,
  "others saying it",
  "delay p95",
  "head",
  "bytes",
];

function personRow(one: Judged, changed: Judged | undefined): string[] {
  const { plain, head, imageBytes } = one.result;
  const otherPeople = changed?.result.otherPeople;
  const { p95 } = plain.delayMs;
  return [
    one.person,
    `${plain.tested}`,
    `${plain.missed}`,
    `${plain.confused}`,
    `${plain.extraEvents}`,
    errorWithInterval(plain),
    counted(talkOf(one)),
    counted(noiseOf(one)),
    !otherPeople?.tested ? "–" : `${otherPeople.accepted} of ${otherPeople.tested}`,
    p95 === null ? "–" : `${Math.round(p95)} ms`,
    head,
    `${imageBytes}`,
  ];
}

function limits(measured: readonly MeasuredSet[]): string[] {
  const sound = measured.some(({ set }) => set.signal === "sound");
  const motion = measured.some(({ set }) => set.signal === "motion");
  return [
    "## What this page does not show",
    "",
    "- Hours: all people hear the same everyday recordings, so hours of several people are not hours of several lives.",
    "- Nobody measured here is known to be disabled, a child or old; changed takes stand in for other voices and hands, and are called so.",
    ...(sound
      ? [
          "- The teacher with the same head: its files are not in the repository and are not fetched.",
          "- `free` spotting without pauses, and held sounds. Household noise is some twenty minutes: it cannot show one an hour for one person.",
        ]
      : []),
    ...(motion
      ? [
          "- Later days come from one hand (`air-lines`); everyday movement from wrists only, also where the gestures are of a head or a phone.",
        ]
      : []),
    "",
  ];
}
