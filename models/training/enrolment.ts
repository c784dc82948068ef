/**
 * What training works on: the person's takes as segments the runtime itself cut
 * out, and what is wrong with them, in words the person can act on.
 */
import { inputError } from "../../common/errors.ts";
import { createRandom } from "../../common/random.ts";
import {
  BACKGROUND_LABEL,
  type MotionSamples,
  OTHER_LABEL,
  SOUND_RATE_HZ,
  type Signal,
  type SoundSamples,
  type Take,
} from "../../common/street.ts";
import type { Engine } from "../../firmware-gen/engine/engine.ts";
import type { GateSettings } from "../../firmware-gen/image/settings.ts";
import type { Network } from "../../firmware-gen/network/network.ts";
import { LONG_TAKE_S } from "../recordings/checks.ts";
import { grainOf, type MotionGrain, toGrain } from "../features/adapt.ts";
import { openGate, personalGate } from "../features/gate.ts";
import { layMotion, laySound, lowestRate, type Place, quietLevel } from "../features/lay.ts";
import {
  type Features,
  featuresOf,
  framesOf,
  levelsInside,
  segmentAt,
  segmentsIn,
} from "../features/segments.ts";
import { phasesAt, phasesOf } from "../features/vectors.ts";
import { HELD_LONGEST, HELD_PART, lengthsOf, usablePart } from "./held-takes.ts";

/** A take whose command was found in it. */
export interface EnrolledTake {
  readonly take: Take;
  /** Index into {@link Enrolment.labels}. */
  readonly classIndex: number;
  /** The segment's frames. */
  readonly frames: Int8Array;
  /** Where a backbone hears the takes, its vectors as it may come to lie in the stream; the first as it does. */
  readonly phases?: readonly Int8Array[];
}

/** What was taken for a command and was none, as the person marked it. */
export type EnrolledMistake = Omit<EnrolledTake, "classIndex">;

export interface EnrolOptions {
  readonly backbone?: Network | undefined;
  readonly mistakes?: readonly Take[] | undefined;
  /** Commands that last as long as their sound; sound only. */
  readonly held?: readonly string[] | undefined;
}

/** A take from which nothing could be learned. */
export interface LeftOut {
  readonly take: Take;
  readonly reason: "short" | "long" | "empty";
  /** One plain sentence. */
  readonly problem: string;
}

export interface Enrolment {
  readonly signal: Signal;
  /** Commands in the order of their first take. */
  readonly labels: readonly string[];
  /** Classes that last as long as their sound. */
  readonly held: ReadonlySet<number>;
  readonly takes: readonly EnrolledTake[];
  /** To be refused from now on, oldest first. */
  readonly mistakes: readonly EnrolledMistake[];
  readonly gate: GateSettings;
  /** The same before the takes' lengths limited it. */
  readonly openGate: GateSettings;
  /** Sound: level of quiet between takes, steps of int16. */
  readonly quietLevel: number;
  readonly leftOut: readonly LeftOut[];
  /** Lowest rate any take was made at, Hz. */
  readonly originRateHz: number;
  readonly warnings: readonly string[];
}

/** Shortest take that can hold a movement or a sound, seconds. */
const SHORTEST_TAKE_S: Record<Signal, number> = { sound: 0.06, motion: 0.3 };
const SILENCE_REMEDY = "Record it again, closer to the microphone, or take it out.";
const STILL_REMEDY = "Record it again with a clear movement, or take it out.";

/**
 * @param takes one person's; rows of `_background` and `_other` are left aside here.
 * @param options.backbone hears the takes too; sound only.
 * @param options.mistakes sound or movement that is no command, whatever its label; where nothing stands out in one it is left out.
 * @throws BeckonError `no-takes`, `mixed-signals`, or the fault of the last usable take of a command.
 */
export function enrol(
  engine: Engine,
  takes: readonly Take[],
  { backbone, mistakes = [], held = [] }: EnrolOptions = {},
): Enrolment {
  const commands = takes.filter(({ label }) => label !== BACKGROUND_LABEL && label !== OTHER_LABEL);
  const [first] = commands;
  if (first === undefined) {
    throw inputError(
      "no-takes",
      "recordings",
      "there is no take of any command among them.",
      "Record at least one command, better five takes each, and label them.",
    );
  }
  const { signal } = first.samples;
  const other = commands.find(({ samples }) => samples.signal !== signal);
  if (other) {
    throw inputError(
      "mixed-signals",
      other.path,
      `it is a recording of ${other.samples.signal}, but ${first.path} is one of ${signal}.`,
      "Train one model for sound and another for motion.",
    );
  }
  const labels = [...new Set(commands.map(({ label }) => label))];
  if (signal === "motion" && held.length > 0) {
    throw inputError(
      "held-motion",
      `“${held[0]}”`,
      "it is a movement, and only a sound can be held.",
      "Leave it among the commands that act once.",
    );
  }
  const isHeld = ({ label }: Take): boolean => held.includes(label);
  const heldClasses = new Set(labels.flatMap((label, c) => (held.includes(label) ? [c] : [])));
  const warnings: string[] = [];
  const leftOut: LeftOut[] = [];
  const usable = atOneRate(withoutUnusable(commands, labels, warnings, leftOut));
  const level = signal === "sound" ? quietLevel(usable.map(soundOf)) : 0;
  const { features, places } = stream(engine, usable, level);
  const open = openGate(signal, features.levels, levelsInside(features, places));
  const segments = segmentsIn(
    engine,
    features,
    heldClasses.size > 0 ? { ...open, maxFrames: HELD_LONGEST } : open,
  );
  const cut = usable.map((take, i) => {
    const mine = segmentAt(segments, places[i]!, signal);
    return { take, segment: mine && usablePart(mine, isHeld(take), open) };
  });
  const phases = backbone && signal === "sound" ? phasesOf(engine, backbone, features) : undefined;
  const found = cut.flatMap(({ take, segment }) =>
    segment === undefined
      ? []
      : [
          {
            take,
            classIndex: labels.indexOf(take.label),
            frames: framesOf(
              features,
              segment.start,
              isHeld(take) ? Math.min(segment.frames, HELD_PART.beginning) : segment.frames,
            ),
            ...(phases && { phases: phasesAt(phases, segment) }),
            length: segment.frames,
          },
        ],
  );
  warnings.push(...onBands(usable));
  const empty = cut.filter(({ segment }) => segment === undefined).map(({ take }) => take);
  for (const take of empty) {
    const fault = nothingFound(take, isHeld(take));
    if (!found.some(({ take: { label } }) => label === take.label))
      throw inputError("take-empty", take.path, ...fault);
    warnings.push(`${take.path}: ${fault[0]} It was left out.`);
    leftOut.push({ take, reason: secondsOf(take) > LONG_TAKE_S ? "long" : "empty", problem: fault[0] });
  }
  const gate = personalGate(
    open,
    lengthsOf(
      found.map(({ length, classIndex }) => ({ frames: length, classIndex })),
      heldClasses,
    ),
  );
  const originRateHz =
    signal === "sound" ? lowestRate(usable.map(soundOf)) : grainOf(usable.map(motionOf)).rateHz;
  return {
    signal,
    labels,
    held: heldClasses,
    takes: found.map(({ length: _, ...take }) => take),
    mistakes: cutMistakes(engine, mistakes, { signal, gate, quietLevel: level, originRateHz }, backbone),
    openGate: open,
    gate,
    quietLevel: level,
    originRateHz,
    leftOut,
    warnings,
  };
}

function cutMistakes(
  engine: Engine,
  mistakes: readonly Take[],
  {
    signal,
    gate,
    quietLevel,
    originRateHz,
  }: Pick<Enrolment, "signal" | "gate" | "quietLevel" | "originRateHz">,
  backbone: Network | undefined,
): EnrolledMistake[] {
  const own = mistakes
    .filter(({ samples }) => samples.signal === signal)
    .map((take): Take => {
      if (signal === "sound") return take;
      const samples = motionOf(take);
      return { ...take, samples: toRate(samples, { ...grainOf([samples]), rateHz: originRateHz }) };
    });
  if (own.length === 0) return [];
  const { features, places } = stream(engine, own, quietLevel);
  const segments = segmentsIn(engine, features, gate);
  const phases = backbone && signal === "sound" ? phasesOf(engine, backbone, features) : undefined;
  return own.flatMap((take, i) => {
    const segment = segmentAt(segments, places[i]!, signal);
    if (segment === undefined) return [];
    const frames = framesOf(features, segment.start, segment.frames);
    return [{ take, frames, ...(phases && { phases: phasesAt(phases, segment) }) }];
  });
}

/** Takes laid in a stream as the evaluation lays them, through the front end. */
export function stream(
  engine: Engine,
  takes: readonly Take[],
  level: number,
): { features: Features; places: readonly Place[] } {
  if (takes[0]?.samples.signal === "motion") {
    const laid = layMotion(takes.map(motionOf));
    return { features: featuresOf(engine, { signal: "motion", ...laid }), places: laid.places };
  }
  const sound = takes.map(soundOf);
  const laid = laySound(sound, level, createRandom(1).fork("quiet"));
  return {
    features: featuresOf(engine, { signal: "sound", pcm: laid.pcm, originRateHz: lowestRate(sound) }),
    places: laid.places,
  };
}

/** A person's motion takes differ a little in rate; a sensor has one. */
function atOneRate(takes: readonly Take[]): Take[] {
  if (takes[0]?.samples.signal !== "motion") return [...takes];
  const grain = grainOf(takes.map(motionOf));
  return takes.map((take) => ({ ...take, samples: toRate(motionOf(take), grain) }));
}

/** Resampled only where the rate differs; a person's own takes keep their steps. */
export function toRate(samples: MotionSamples, grain: MotionGrain): MotionSamples {
  return Math.abs(samples.rateHz - grain.rateHz) < 1e-9
    ? samples
    : toGrain(samples, { ...grain, stepMilliG: 1 });
}

export function soundOf({ samples, path }: Take): SoundSamples {
  if (samples.signal !== "sound") throw new TypeError(`${path} is no sound`);
  return samples;
}

export function motionOf({ samples, path }: Take): MotionSamples {
  if (samples.signal !== "motion") throw new TypeError(`${path} is no motion`);
  return samples;
}

/** Seconds of a take. */
export function secondsOf({ samples }: Take): number {
  return samples.signal === "sound" ? samples.pcm.length / 16000 : samples.milliG.length / 3 / samples.rateHz;
}

/** Leaves out takes that are too short, and copies of others; says so for each. */
function withoutUnusable(
  takes: readonly Take[],
  labels: readonly string[],
  warnings: string[],
  leftOut: LeftOut[],
): Take[] {
  const seen = new Map<string, Take>();
  const usable: Take[] = [];
  const faults = new Map<string, ReturnType<typeof inputError>>();
  for (const take of takes) {
    const { samples, path, label } = take;
    const seconds = secondsOf(take);
    const shortest = SHORTEST_TAKE_S[samples.signal];
    if (seconds < shortest) {
      const length =
        samples.signal === "motion"
          ? `${samples.milliG.length / 3} samples (${seconds.toFixed(2)} s)`
          : `${seconds.toFixed(2)} s`;
      const problem = `it is only ${length} long; a ${samples.signal === "motion" ? "movement" : "sound"} needs ${shortest} s.`;
      faults.set(
        label,
        inputError("take-short", path, problem, "Record it again, from before the start to after the end."),
      );
      warnings.push(`${path}: ${problem} It was left out.`);
      leftOut.push({ take, reason: "short", problem });
      continue;
    }
    const values = samples.signal === "sound" ? samples.pcm : samples.milliG;
    const key = Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("latin1");
    const twin = seen.get(key);
    if (twin) {
      const where = twin.label === label ? "" : `, which is labelled “${twin.label}”`;
      warnings.push(`${path}: it is the same recording as ${twin.path}${where}. It was counted once.`);
      continue;
    }
    seen.set(key, take);
    usable.push(take);
  }
  for (const label of labels) {
    const fault = faults.get(label);
    if (fault && !usable.some((take) => take.label === label)) throw fault;
  }
  return usable;
}

function nothingFound(take: Take, isHeld: boolean): [problem: string, remedy: string] {
  const { samples, label } = take;
  if (isHeld) {
    const problem = `no sound of “${label}” lasts in it; a held sound needs half a second at least.`;
    return [problem, "Record it again: begin after a pause, and hold the sound for a second or two."];
  }
  const seconds = secondsOf(take);
  if (seconds > LONG_TAKE_S) {
    const problem = `it goes on for ${seconds.toFixed(0)} s, and nothing in it is as short as a command.`;
    return [problem, "Record it again, with a short pause before and after, and stop when it is over."];
  }
  return samples.signal === "sound"
    ? [`no sound of “${label}” stands out from the quiet in it.`, SILENCE_REMEDY]
    : [`no movement of “${label}” stands out from the rest in it.`, STILL_REMEDY];
}

/** What some takes hold and others cannot tells them apart, whatever was said. */
function onBands(takes: readonly Take[]): string[] {
  const rates = takes.map(({ samples }) =>
    samples.signal === "sound" ? samples.originRateHz : SOUND_RATE_HZ,
  );
  const lowest = Math.min(...rates);
  const narrow = rates.filter((rate) => rate === lowest).length;
  if (lowest >= SOUND_RATE_HZ || rates.every((rate) => rate === lowest)) return [];
  return [
    `${narrow} of ${takes.length} takes were made at ${lowest} Hz and hold nothing above ${lowest / 2} Hz, the others do: Beckon may hear the difference of the recorders rather than of the commands. Record all takes with one microphone.`,
  ];
}
