/** Figures as the page writes them, and how those of many people are put together. */
import type { Watched } from "../background.ts";
import { type Interval, rateInterval, shareInterval } from "../intervals.ts";
import type { OtherWords } from "../report.ts";
import type { TakesReport } from "../test-takes.ts";
import type { Case, CaseResult } from "./cases.ts";
import type { MeasuredCase, MeasuredSet } from "./measure.ts";

/** A person with a result. */
export interface Judged {
  readonly person: string;
  readonly result: CaseResult;
  readonly everyday: MeasuredCase["everyday"];
}

export type Asked = Pick<Case, "listener" | "enrol" | "part"> & {
  /** Only some of the words are commands. */
  readonly few?: boolean;
  /** The case that heard changed takes and other people's. */
  readonly changed?: boolean;
};

/** Everybody who was judged so, worst person first. */
export function judgedIn({ cases }: MeasuredSet, asked: Asked): Judged[] {
  return casesOf(cases, asked)
    .flatMap(({ person, outcome, everyday }) =>
      "result" in outcome ? [{ person, result: outcome.result, everyday }] : [],
    )
    .sort(
      (a, b) =>
        (b.result.plain.errorRate ?? 0) - (a.result.plain.errorRate ?? 0) ||
        (rateOf(wrongOf(b)) ?? 0) - (rateOf(wrongOf(a)) ?? 0),
    );
}

/** Who could not be judged so, and why. */
export function skippedIn({ cases }: MeasuredSet, asked: Asked): string[] {
  return casesOf(cases, asked).flatMap(({ person, outcome }) =>
    "skipped" in outcome ? [`${person}: ${outcome.skipped}`] : [],
  );
}

function casesOf(cases: readonly MeasuredCase[], asked: Asked): MeasuredCase[] {
  return cases.filter(
    ({ asked: one }) =>
      one.listener === asked.listener &&
      one.enrol === asked.enrol &&
      one.part === asked.part &&
      (one.commands !== undefined) === (asked.few ?? false) &&
      one.conditions.length > 0 === (asked.changed ?? false),
  );
}

/** Talk includes what the person recorded of their own days. */
export function talkOf({ result, everyday }: Judged): Watched {
  return sumOf([everyday.talk, everyday.movement, result.own]);
}

export function noiseOf({ everyday }: Judged): Watched {
  return sumOf([everyday.noise]);
}

export function wrongOf(one: Judged): Watched {
  return sumOf([talkOf(one), noiseOf(one)]);
}

export function sumOf(parts: readonly (Watched | undefined)[]): Watched {
  return parts.reduce<Watched>(
    (sum, part) => ({ hours: sum.hours + (part?.hours ?? 0), wrong: sum.wrong + (part?.wrong ?? 0) }),
    { hours: 0, wrong: 0 },
  );
}

export function rateOf({ hours, wrong }: Watched): number | null {
  return hours > 0 ? wrong / hours : null;
}

/** Mean and largest of what is known; null of nothing. */
export function spreadOf(values: readonly (number | null)[]): { mean: number; worst: number } | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  return { mean: known.reduce((sum, v) => sum + v, 0) / known.length, worst: Math.max(...known) };
}

/** `4.0 %` */
export function percent(share: number | null): string {
  return share === null ? "–" : `${(share * 100).toFixed(1)} %`;
}

/** `4.0 / 8.1 %`: mean and worst person. */
export function percents(spread: { mean: number; worst: number } | null): string {
  return spread === null ? "–" : `${(spread.mean * 100).toFixed(1)} / ${percent(spread.worst)}`;
}

/** `4.0 % [1.1–9.9]` */
export function errorWithInterval({ errorRate, missed, confused, tested }: TakesReport): string {
  return `${percent(errorRate)}${bracket(shareInterval(missed + confused, tested), 100)}`;
}

/** `2 of 30, 6.7 % [0.8–22.1]` */
export function accepted({ tested, accepted: count, rate }: OtherWords): string {
  return tested === 0
    ? "–"
    : `${count} of ${tested}, ${percent(rate)}${bracket(shareInterval(count, tested), 100)}`;
}

/** `3 in 7.2 h, 0.4/h [0.1–1.2]` */
export function counted(watched: Watched): string {
  const rate = rateOf(watched);
  if (rate === null) return "–";
  const interval = bracket(rateInterval(watched.wrong, watched.hours), 1);
  return `${watched.wrong} in ${hoursOf(watched)} h, ${rate.toFixed(rate < 10 ? 1 : 0)}/h${interval}`;
}

export function hoursOf({ hours }: Watched): string {
  return hours.toFixed(hours < 1 ? 2 : 1);
}

function bracket(interval: Interval | null, times: number): string {
  return interval === null
    ? ""
    : ` [${interval.map((bound) => (bound * times).toFixed(bound * times < 100 ? 1 : 0)).join("–")}]`;
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line), ""];
}
