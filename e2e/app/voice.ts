/** What the sample person says, for playing to a microphone. */
import { fileURLToPath } from "node:url";
import type { Take } from "../../common/street.ts";
import { readFolder } from "../../models/recordings/folder.ts";

const SAMPLE = fileURLToPath(new URL("../../models/sample/sound", import.meta.url));
const RATE_HZ = 16_000;

/** Words of the sample person that a journey uses. */
export const SPOKEN = ["scroll down", "page up", "open menu"] as const;
export type Spoken = (typeof SPOKEN)[number];
/** Other words of theirs, which no journey teaches as commands. */
export const STRANGE = ["select", "go back", "stop"] as const;
export type Strange = (typeof STRANGE)[number];

export interface Voice {
  /** One take with quiet around it. Numbers 1 to 5 are of the first day, 6 to 10 of the second. */
  say(words: Spoken | Strange, number: number): Int16Array;
  /** Minutes without a command in them. */
  readonly room: Int16Array;
  readonly talk: Int16Array;
}

export async function readVoice(): Promise<Voice> {
  const { takes } = await readFolder(SAMPLE, { labels: [...SPOKEN, ...STRANGE, "_background"] });
  const pcmOf = ({ samples, path }: Take): Int16Array => {
    if (samples.signal !== "sound") throw new Error(`${path} is no sound`);
    return samples.pcm;
  };
  const named = (part: string): Int16Array => {
    const take = takes.find(({ path }) => path.endsWith(part));
    if (take === undefined) throw new Error(`the sample person has no ${part}`);
    return pcmOf(take);
  };
  return {
    say: (words, number) =>
      withQuiet(named(`${words.replace(" ", "-")}-${String(number).padStart(2, "0")}.opus`)),
    room: named("everyday/kitchen-1.opus"),
    talk: named("everyday/own-talk-1.opus"),
  };
}

/**
 * Half a second of the take's own quiet before and a second after it: a real
 * room is never digital silence, which would say that the microphone is muted.
 */
function withQuiet(pcm: Int16Array): Int16Array {
  const quiet = pcm.subarray(0, Math.round(RATE_HZ * 0.05));
  const before = repeat(quiet, RATE_HZ / 2);
  const after = repeat(quiet, RATE_HZ);
  const whole = new Int16Array(before.length + pcm.length + after.length);
  whole.set(before);
  whole.set(pcm, before.length);
  whole.set(after, before.length + pcm.length);
  return whole;
}

function repeat(pcm: Int16Array, length: number): Int16Array {
  return Int16Array.from({ length }, (_, i) => pcm[i % pcm.length]!);
}
