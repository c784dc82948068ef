/** Sample values of listening to daily life: one command proved, one on its way, one over its limit. */
import type { Language } from "../../main/contract/values.ts";
import type { SoakCommandView, SoakEventView, SoakView } from "../../main/contract/soak-values.ts";
import { LABELS } from "./values.ts";

const AT = Date.UTC(2026, 10, 26, 18, 5);
const HOURS = 7.4;

type Row = readonly [wrong: number, upperPerHour: number, standing: "proved" | "unproved" | "over"];

function command(
  label: string,
  limitPerHour: number,
  rows: readonly Row[],
  part: Partial<SoakCommandView>,
): SoakCommandView {
  return {
    label,
    limitPerHour,
    step: 3,
    learnedStep: 3,
    steps: rows.map(([wrong, upperPerHour, standing]) => ({ wrong, upperPerHour, standing })),
    wrongByKind: { quiet: 0, talk: 0, television: 0, other: 0 },
    advice: { kind: "none" },
    ...part,
  };
}

const none: Row = [0, 0.4, "proved"];
const one: Row = [1, 0.64, "unproved"];
const four: Row = [4, 1.24, "over"];
const many: Row = [31, 5.7, "over"];

export function soakCommands(language: Language): SoakCommandView[] {
  const [down, second, third, fourth] = LABELS[language] as [string, string, string, string];
  return [
    command(fourth, 0.5, [many, many, many, four, four, four, one, one, none, none, none], {
      wrongByKind: { quiet: 0, talk: 1, television: 3, other: 0 },
      advice: { kind: "surer", step: 8, hours: 0 },
    }),
    command(second, 0.5, [many, four, one, one, one, none, none, none, none, none, none], {
      wrongByKind: { quiet: 0, talk: 1, television: 0, other: 0 },
      advice: { kind: "listen", hours: 2.1 },
    }),
    command(
      down,
      2,
      Array.from({ length: 11 }, () => none),
      {},
    ),
    command(
      third,
      2,
      Array.from({ length: 11 }, () => many),
      {
        wrongByKind: { quiet: 0, talk: 20, television: 8, other: 3 },
        advice: { kind: "otherWord" },
      },
    ),
  ];
}

function event(number: number, label: string, part: Partial<SoakEventView>): SoakEventView {
  return {
    eventId: `event-${number}`,
    at: AT - number * 1_800_000,
    atKnown: true,
    label,
    kind: "television",
    mark: null,
    hasSound: true,
    ...part,
  };
}

export function soak(language: Language, part: Partial<SoakView> = {}): SoakView {
  const [, second, , fourth] = LABELS[language] as [string, string, string, string];
  return {
    state: "off",
    source: null,
    said: "television",
    doneSeconds: 0,
    ofSeconds: null,
    fault: null,
    seconds: { quiet: 9_300, talk: 8_200, television: 14_900, other: 3_540 },
    hours: HOURS,
    counts: true,
    commands: soakCommands(language),
    events: [
      event(1, fourth, {}),
      event(2, fourth, { mark: "notMe" }),
      event(3, second, { kind: "talk", mark: "me" }),
      event(4, fourth, { hasSound: false, atKnown: false }),
      event(5, fourth, { kind: "talk" }),
      event(6, second, { kind: "other" }),
    ],
    eventCount: 6,
    wrongByHour: [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0, 0, 1, 5, 9, 12, 4, 2, 0, 0, 0],
    ...part,
  };
}

/** Before anything was listened to. */
export function soakNothing(language: Language): SoakView {
  return soak(language, {
    seconds: { quiet: 0, talk: 0, television: 0, other: 0 },
    hours: 0,
    commands: soakCommands(language).map((one) => ({
      ...one,
      steps: one.steps.map(() => ({ wrong: 0, upperPerHour: null, standing: "unproved" as const })),
      wrongByKind: { quiet: 0, talk: 0, television: 0, other: 0 },
      advice: { kind: "listen", hours: 6 },
    })),
    events: [],
    eventCount: 0,
    wrongByHour: [],
  });
}
