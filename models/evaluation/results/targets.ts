/** The figures to reach, and the summary that holds them against what was measured. */
import { rateInterval } from "../intervals.ts";
import type { TakesReport } from "../test-takes.ts";
import type { Watched } from "../background.ts";
import {
  type Asked,
  counted,
  type Judged,
  judgedIn,
  noiseOf,
  percents,
  spreadOf,
  sumOf,
  table,
  talkOf,
} from "./figures.ts";
import type { MeasuredSet } from "./measure.ts";

interface Target {
  readonly setting: string;
  readonly set: string;
  readonly asked: Asked;
  /** Another figure than the takes heard as they are. */
  readonly condition?: string;
  readonly figure?: "accepted";
  /** People left out, with the reason in the setting. */
  readonly without?: readonly string[];
  /** Shares, mean and worst person; the worst is left open where none was set. */
  readonly error: readonly [mean: number, worst?: number];
  readonly talkPerHour?: number;
  readonly noisePerHour?: number;
}

const of = (enrol: number, rest: Partial<Asked> = {}): Asked => ({
  listener: "beckon",
  part: "all",
  enrol,
  ...rest,
});
const CLICKS = ["p16"];

const TARGETS: readonly Target[] = [
  {
    setting: "`digits`, 5 takes",
    set: "digits",
    asked: of(5),
    error: [0.04, 0.08],
    talkPerHour: 0.5,
    noisePerHour: 1,
  },
  {
    setting: "`commands`, 5 takes, without p16 (button clicks)",
    set: "commands",
    asked: of(5),
    without: CLICKS,
    error: [0.06, 0.12],
    talkPerHour: 0.5,
    noisePerHour: 2,
  },
  {
    setting: "`phone-words`, 5 takes, all days",
    set: "phone-words",
    asked: of(5),
    error: [0.04, 0.08],
    talkPerHour: 0.5,
  },
  {
    setting: "`digits`, 3 takes",
    set: "digits",
    asked: of(3),
    error: [0.05],
    talkPerHour: 0.5,
    noisePerHour: 1,
  },
  {
    setting: "`commands`, 3 takes, without p16",
    set: "commands",
    asked: of(3),
    without: CLICKS,
    error: [0.09],
    talkPerHour: 0.5,
    noisePerHour: 2,
  },
  { setting: "`phone-words`, 3 takes", set: "phone-words", asked: of(3), error: [0.06], talkPerHour: 0.5 },
  {
    setting: "`digits`, 1 take",
    set: "digits",
    asked: of(1),
    error: [0.1],
    talkPerHour: 0.5,
    noisePerHour: 1,
  },
  {
    setting: "`commands`, 1 take, without p16",
    set: "commands",
    asked: of(1),
    without: CLICKS,
    error: [0.18],
    talkPerHour: 0.5,
    noisePerHour: 2,
  },
  { setting: "`phone-words`, 1 take", set: "phone-words", asked: of(1), error: [0.12], talkPerHour: 0.5 },
  {
    setting: "five digits: not heard or confused",
    set: "digits",
    asked: of(5, { few: true }),
    error: [0.03],
  },
  {
    setting: "five digits: the other five accepted",
    set: "digits",
    asked: of(5, { few: true }),
    figure: "accepted",
    error: [0.02, 0.06],
  },
  {
    setting: "`digits` with kitchen noise at 10 dB",
    set: "digits",
    asked: of(5, { changed: true }),
    condition: "kitchen at 10 dB",
    error: [0.06, 0.12],
  },
  {
    setting: "gestures, same day (`forearm`)",
    set: "forearm",
    asked: of(5),
    error: [0.04, 0.1],
    talkPerHour: 0.5,
  },
  {
    setting: "gestures, later days (`air-lines`)",
    set: "air-lines",
    asked: of(5, { part: "later days" }),
    error: [0.2, 0.35],
  },
  {
    setting: "gestures, later days, two takes more",
    set: "air-lines",
    asked: of(5, { part: "later days, two takes more" }),
    error: [0.08],
  },
];

/** The summary's rows: one for each target whose set was measured. Empty where none was. */
export function summary(measured: readonly MeasuredSet[]): string[] {
  const rows = TARGETS.flatMap((target) => {
    const set = measured.find(({ set: { name } }) => name === target.set);
    return set ? [rowOf(target, set)] : [];
  });
  if (rows.length === 0) return [];
  return [
    ...table(
      [
        "setting",
        "to reach: error",
        "measured: mean / worst person",
        "wrong/h of talk or movement",
        "wrong/h of noise",
        "reached",
      ],
      rows,
    ),
    "Error is missed and confused over tested, for the mean of people and the worst; in brackets 95 % intervals of all people together, who hear the",
    "same hours. *Reached* compares what was counted; *open* says that so few hours or takes cannot show it: the interval reaches beyond the rate asked.",
    "",
  ];
}

function rowOf(target: Target, set: MeasuredSet): string[] {
  const people = judgedIn(set, target.asked).filter(({ person }) => !target.without?.includes(person));
  const spread = spreadOf(people.map((one) => shareOf(one, target)));
  const wish = `${target.error.map((share = 1) => (share * 100).toFixed(0)).join(" / ")} %${rateWish(target)}`;
  if (spread === null) return [target.setting, wish, "not measured", "–", "–", "–"];
  const rated = target.talkPerHour !== undefined;
  const talk = sumOf(people.map(talkOf));
  const noise = sumOf(people.map(noiseOf));
  const [mean, worst = Infinity] = target.error;
  const verdicts = [
    spread.mean <= mean && spread.worst <= worst ? "yes" : "no",
    ...(rated ? [verdict(talk, target.talkPerHour)] : []),
    ...(rated ? [verdict(noise, target.noisePerHour)] : []),
  ];
  return [
    target.setting,
    wish,
    percents(spread),
    rated ? counted(talk) : "",
    rated ? counted(noise) : "",
    verdicts.includes("no") ? "no" : verdicts.includes("open") ? "yes, rate open" : "yes",
  ];
}

function shareOf({ result }: Judged, { figure, condition }: Target): number | null {
  if (figure === "accepted") return result.ownOtherWords.rate;
  const takes: TakesReport | undefined = condition === undefined ? result.plain : result.changed[condition];
  return takes?.errorRate ?? null;
}

function rateWish({ talkPerHour, noisePerHour }: Target): string {
  const parts = [
    ...(talkPerHour === undefined ? [] : [`${talkPerHour}/h`]),
    ...(noisePerHour === undefined ? [] : [`${noisePerHour}/h noise`]),
  ];
  return parts.length === 0 ? "" : ` at ${parts.join(", ")}`;
}

function verdict({ hours, wrong }: Watched, wish: number | undefined): "yes" | "no" | "open" {
  const interval = rateInterval(wrong, hours);
  if (wish === undefined || interval === null) return "yes";
  if (wrong / hours > wish) return "no";
  return interval[1] <= wish ? "yes" : "open";
}
