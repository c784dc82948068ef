/** How the test takes are heard: as they are, changed, or with other recordings over them. */
import { resolve } from "node:path";
import { usageError } from "../../common/errors.ts";
import { type MotionSamples, type Signal, SOUND_RATE_HZ } from "../../common/street.ts";
import { readMotion } from "../recordings/motion-file.ts";
import { readSound } from "../recordings/sound-file.ts";
import type { Plan } from "./options.ts";
import type { Stress } from "./stress.ts";

export interface Conditions {
  readonly seed: number;
  readonly stress?: Stress;
  /** Noise, this many dB below the mean power of the takes. Sound only. */
  readonly snrDb?: number;
  /** That noise, 16 kHz; white if left out. */
  readonly noise?: Int16Array;
  /** Added to every take, gravity apart. Motion only. */
  readonly movement?: MotionSamples;
  /** How the wearable sits is looked at first. Motion only. */
  readonly wearCheck?: boolean;
}

/**
 * Reads the recordings that the plan lays over its takes.
 * @throws BeckonError if one cannot be read, or sound has no level to be added at.
 */
export async function conditionsOf(plan: Plan, signal: Signal): Promise<Conditions> {
  const { seed = 1, stress, snrDb, noise = [], wearCheck } = plan;
  const common = {
    seed,
    ...(stress && { stress }),
    ...(snrDb !== undefined && { snrDb }),
    ...(wearCheck && signal === "motion" && { wearCheck }),
  };
  const [first] = noise;
  if (first === undefined) return common;
  if (signal === "motion") {
    const { samples } = await readMotion(resolve(first), first);
    return { ...common, movement: samples };
  }
  if (snrDb === undefined) {
    throw usageError("noise-level", "--noise", "it has no level.", "Say it with --snr-db, such as 10.");
  }
  return { ...common, noise: await recordedNoise(noise) };
}

/** Of each recording of noise, seconds that are used. */
const MOST_NOISE_S = 60;
/** By names: a case is heard at many levels of the same noise. */
const read = new Map<string, Int16Array>();

async function recordedNoise(files: readonly string[]): Promise<Int16Array> {
  const name = files.join("\n");
  const known = read.get(name);
  if (known) return known;
  const parts: Int16Array[] = [];
  for (const file of files) {
    const { samples } = await readSound(resolve(file), file);
    parts.push(samples.pcm.subarray(0, MOST_NOISE_S * SOUND_RATE_HZ));
  }
  const noise = joined(parts);
  read.set(name, noise);
  return noise;
}

function joined(parts: readonly Int16Array[]): Int16Array {
  const out = new Int16Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
