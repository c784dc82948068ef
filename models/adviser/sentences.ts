/** The English sentences of the advice, as the command line prints them; the window has its own in each language. */
import type { Signal } from "../../common/street.ts";
import type { Stretch } from "./advice.ts";

const NOUN: Record<Signal, { readonly one: string; readonly sounds: string; readonly ordinary: string }> = {
  sound: { one: "a word", sounds: "sounds", ordinary: "ordinary talk" },
  motion: { one: "a movement", sounds: "looks", ordinary: "everyday movement" },
};

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

export function recording(
  figures: { readonly takes: number; readonly of: number },
  path: string,
  sentence: string,
): string {
  return `${figures.takes} of ${figures.of} takes have the same fault, such as ${path}: ${sentence}`;
}

export function badTake(path: string, label: string, sentence: string): string {
  return `${path} (“${label}”): ${sentence}`;
}

export function oddTake(path: string, label: string, other: string | undefined, times: number): string {
  return other === undefined
    ? `${path} is unlike the other takes of “${label}” (${times} times as far from them as usual): listen to it, and record it again if it is something else.`
    : `${path} is labelled “${label}” but is like “${other}”: listen to it, and record it again if it is the wrong one.`;
}

export function alike(
  [a, b]: readonly [string, string],
  { times, nearer, of }: { readonly times: number; readonly nearer: number; readonly of: number },
  signal: Signal,
): string {
  const { one, sounds } = NOUN[signal];
  return `“${a}” and “${b}” are too alike (${nearer} of ${of} takes are nearer to the other, and a take is only ${times} times as far from the other as from its own): choose ${one} that ${sounds} more different, or make them one command.`;
}

export function unsteady(label: string, times: number): string {
  return `The takes of “${label}” differ from each other ${times} times as much as those of your other commands: record it again, always in the same way, or choose another.`;
}

export function likeTalk(
  label: string,
  { pieces, minutes }: { readonly pieces: number; readonly minutes: number },
  { take, startMs }: Stretch,
  signal: Signal,
): string {
  const { ordinary } = NOUN[signal];
  const where = `${(startMs / 1000).toFixed(1)} s into ${take}`;
  return `“${label}” is like your ${ordinary}: ${count(pieces, "piece", "pieces")} in ${count(minutes, "minute", "minutes")} came as near as your own takes, the nearest ${where}. A longer or rarer one would be safer.`;
}

export function fewTakes(label: string, takes: number, wanted: number): string {
  return `“${label}” has only ${count(takes, "take", "takes")}: record ${wanted} or more, it will be heard more surely.`;
}

export function misheard(label: string, other: string | undefined, wrong: number, tested: number): string {
  return other === undefined
    ? `“${label}” was not recognised in ${wrong} of ${tested} of your own takes: record it a few times more, or choose another.`
    : `“${label}” was taken for “${other}” in ${wrong} of ${tested} of your own takes: choose one that is less alike.`;
}
