/** Everything Beckon can tell a person about their commands, from their takes and their everyday recordings. */
import type { Engine } from "../../firmware-gen/engine/engine.ts";
import { HEAD_SETTINGS } from "../heads/settings.ts";
import { leaveOneOut } from "../heads/template.ts";
import { checkTake, type TakeRemark, type TakeRemarkCode } from "../recordings/checks.ts";
import { type Enrolment, secondsOf } from "../training/enrolment.ts";
import type { Everyday } from "../training/everyday.ts";
import { everydaySegments, samplesOf } from "../training/samples.ts";
import type { Advice } from "./advice.ts";
import { likenessOf } from "./likeness.ts";
import * as say from "./sentences.ts";
import { likeTalk } from "./talk.ts";

/** Takes a command should have before its thresholds mean much. */
const WANTED_TAKES = 5;
/** A remark that fits this share of all takes, and so many at least, is the way they are recorded. */
const WAY = { share: 0.2, takes: 4 };

/** What hinders most comes first: takes to record again, then commands, then how many takes there are. */
export function advise(engine: Engine, enrolment: Enrolment, everyday: Everyday): Advice[] {
  const remarks = enrolment.takes.map(({ take }) => checkTake(take.samples));
  return [
    ...onLeftOut(enrolment),
    ...onRemarks(enrolment, remarks),
    ...onLikeness(engine, enrolment, remarks),
    ...onTalk(engine, enrolment, everyday),
    ...onNumber(enrolment),
  ];
}

function onLeftOut({ leftOut }: Enrolment): Advice[] {
  return leftOut.map(({ take, reason, problem }) => ({
    kind: "bad-take",
    reason,
    commands: [take.label],
    takes: [take.path],
    figures: { value: rounded(secondsOf(take)) },
    sentence: say.badTake(take.path, take.label, problem),
  }));
}

function onRemarks({ labels, takes }: Enrolment, remarks: readonly (readonly TakeRemark[])[]): Advice[] {
  const having = (code: TakeRemarkCode): number[] =>
    remarks.flatMap((of, i) => (of.some((remark) => remark.code === code) ? [i] : []));
  const codes = [...new Set(remarks.flatMap((of) => of.map(({ code }) => code)))];
  const ways = codes.flatMap((code) => {
    const with_ = having(code);
    return with_.length >= WAY.takes && with_.length >= WAY.share * takes.length
      ? [{ code, with: with_ }]
      : [];
  });
  const general = ways.map(({ code, with: which }): Advice => {
    const figures = { takes: which.length, of: takes.length };
    const commands = labels.filter((_, c) => which.some((i) => takes[i]!.classIndex === c));
    const first = remarks[which[0]!]!.find((remark) => remark.code === code)!;
    return {
      kind: "recording",
      reason: code,
      commands,
      takes: which.map((i) => takes[i]!.take.path),
      figures,
      sentence: say.recording(figures, takes[which[0]!]!.take.path, first.sentence),
    };
  });
  const single = takes.flatMap(({ take, classIndex }, i): Advice[] => {
    const [worst] = remarks[i]!.filter(({ code }) => !ways.some((way) => way.code === code));
    if (worst === undefined) return [];
    return [
      {
        kind: "bad-take",
        reason: worst.code,
        commands: [labels[classIndex]!],
        takes: [take.path],
        figures: { value: worst.value },
        sentence: say.badTake(take.path, labels[classIndex]!, worst.sentence),
      },
    ];
  });
  return [...general, ...single];
}

function onLikeness(
  engine: Engine,
  enrolment: Enrolment,
  remarks: readonly (readonly TakeRemark[])[],
): Advice[] {
  const { labels, signal } = enrolment;
  // A button's click is half of what is compared: such takes say nothing about the command.
  const takes = enrolment.takes.filter((_, i) => !remarks[i]!.some(({ code }) => code === "click"));
  if (takes.length === 0) return [];
  const settings = { ...HEAD_SETTINGS[signal].template, nearest: 1 } as const;
  const nearest = leaveOneOut(engine, samplesOf({ ...enrolment, takes }), labels.length, settings);
  const between = engine.distances(nearest.templates, nearest.templates, settings);
  const { odd, alike, unsteady } = likenessOf(nearest, between, labels.length);
  const path = (i: number): string => takes[i]!.take.path;
  return [
    ...odd.map(({ take, times, other }): Advice => {
      const label = labels[takes[take]!.classIndex]!;
      const like = other === null ? [] : [labels[other]!];
      return {
        kind: "bad-take",
        reason: other === null ? "unlike" : "other-word",
        commands: [label, ...like],
        takes: [path(take)],
        figures: { value: rounded(times) },
        sentence: say.oddTake(path(take), label, like[0], rounded(times)),
      };
    }),
    ...alike.map(({ commands: [a, b], takes: [i, j], ...found }): Advice => {
      const figures = { times: rounded(found.times), nearer: found.nearer, of: found.of };
      const commands = [labels[a]!, labels[b]!] as const;
      const sentence = say.alike(commands, figures, signal);
      return { kind: "alike", commands, takes: [path(i), path(j)], figures, sentence };
    }),
    ...unsteady.map(({ command, times, takes: [i, j] }): Advice => {
      const label = labels[command]!;
      const figures = { times: rounded(times) };
      const sentence = say.unsteady(label, figures.times);
      return { kind: "unsteady", commands: [label], takes: [path(i), path(j)], figures, sentence };
    }),
  ];
}

function onTalk(engine: Engine, enrolment: Enrolment, everyday: Everyday): Advice[] {
  const { labels, signal } = enrolment;
  const segments = everydaySegments(engine, enrolment, everyday);
  if (segments.length === 0) return [];
  const vectors = segments.map((segment) => segment.vectors);
  const { template } = HEAD_SETTINGS[signal];
  const known = leaveOneOut(engine, samplesOf(enrolment), labels.length, template, {
    everyday: vectors,
    bank: [],
    mistakes: [],
  });
  return likeTalk(known, segments, labels.length).map(({ command, pieces, stretches }): Advice => {
    const near = stretches.map((stretch) => ({ ...stretch, times: rounded(stretch.times) }));
    const figures = { pieces, minutes: rounded(everyday.hours * 60), times: near[0]!.times };
    return {
      kind: "like-talk",
      commands: [labels[command]!],
      takes: [...new Set(near.map(({ take }) => take))],
      figures,
      stretches: near,
      sentence: say.likeTalk(labels[command]!, figures, near[0]!, signal),
    };
  });
}

function onNumber({ labels, takes }: Enrolment): Advice[] {
  return labels.flatMap((label, c): Advice[] => {
    const own = takes.filter(({ classIndex }) => classIndex === c);
    if (own.length >= WANTED_TAKES) return [];
    return [
      {
        kind: "few-takes",
        commands: [label],
        takes: own.map(({ take }) => take.path),
        figures: { takes: own.length },
        sentence: say.fewTakes(label, own.length, WANTED_TAKES),
      },
    ];
  });
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
