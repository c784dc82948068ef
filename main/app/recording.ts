/** One recording that a person names, whatever kind of file it is. */
import { extname } from "node:path";
import { inputError } from "../../common/errors.ts";
import { SOUND_RATE_HZ, type Samples, type Signal } from "../../common/street.ts";
import { readMotion } from "../../models/recordings/motion-file.ts";
import { readSound } from "../../models/recordings/sound-file.ts";

export interface Recording {
  readonly samples: Samples;
  readonly warnings: readonly string[];
}

/** @throws BeckonError naming the file and what is wrong with it. */
export async function readRecording(path: string): Promise<Recording> {
  return extname(path).toLowerCase() === ".csv" ? readMotion(path) : readSound(path);
}

/** @throws BeckonError `wrong-signal` naming the file, when an image of that signal cannot take it. */
export function mustSuit(samples: Samples, signal: Signal, path: string): void {
  if (samples.signal === signal) return;
  const problem = `It is a recording of ${samples.signal}, and the image is for ${signal}.`;
  throw inputError("wrong-signal", path, problem, "Choose a recording of that signal.");
}

/** A command counts when quiet has followed it, and a recording may end with the command. */
const QUIET_MS = 1000;

/** The recording with a second of stillness after it: no sound, or the last position held. */
export function withQuietAfter(samples: Samples): Samples {
  if (samples.signal === "sound") {
    const pcm = new Int16Array(samples.pcm.length + (SOUND_RATE_HZ * QUIET_MS) / 1000);
    pcm.set(samples.pcm);
    return { ...samples, pcm };
  }
  const { milliG, rateHz } = samples;
  const extra = Math.round((rateHz * QUIET_MS) / 1000);
  const longer = new Int16Array(milliG.length + 3 * extra);
  longer.set(milliG);
  for (let at = milliG.length; at < longer.length; at++)
    longer[at] = milliG[milliG.length - 3 + (at % 3)] ?? 0;
  return { ...samples, milliG: longer };
}
