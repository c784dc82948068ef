/**
 * Examples for the network: variants of every take and of what is no command,
 * each cut out of a stream by the runtime's own front end and gate.
 */
import type { Random } from "../../common/random.ts";
import { BACKGROUND_LABEL, OTHER_LABEL } from "../../common/street.ts";
import type { Engine } from "../../firmware-gen/engine/engine.ts";
import { layMotion, laySound, type Place } from "../features/lay.ts";
import { type Features, featuresOf, framesOf, segmentAt, segmentsIn } from "../features/segments.ts";
import { everydayMotion, otherMotion, varyMotion } from "./augment-motion.ts";
import { noiseSound, otherSound, rms, varySound } from "./augment-sound.ts";
import { type Enrolment, motionOf, soundOf } from "./enrolment.ts";
import type { Example } from "./fit.ts";

/** Classes of the dense head: the commands, then these two. */
export const NO_COMMAND = [BACKGROUND_LABEL, OTHER_LABEL] as const;

export interface ExampleCounts {
  /** Variants of each take, the take itself not counted. */
  readonly variants: number;
  /** `_other` variants of each take. */
  readonly others: number;
  /** Pieces of noise or idle movement. */
  readonly noises: number;
}

export const EXAMPLE_COUNTS: ExampleCounts = { variants: 6, others: 4, noises: 60 };

/** Quiet between variants; long enough for the gate to close and for a network's context. */
const GAP_MS = 700;

/**
 * @param context frames before a segment that the network looks at.
 * @param everyday features of the person's own everyday recordings.
 * @returns examples with classes as commands, then {@link NO_COMMAND}.
 */
export function makeExamples(
  engine: Engine,
  enrolment: Enrolment,
  context: number,
  everyday: readonly Features[],
  random: Random,
  counts: ExampleCounts = EXAMPLE_COUNTS,
): Example[] {
  const commands = enrolment.labels.length;
  const pieces =
    enrolment.signal === "sound"
      ? soundPieces(enrolment, counts, random)
      : motionPieces(enrolment, counts, random);
  const laid = pieces.lay(pieces.list.map(({ samples }) => samples));
  const features = featuresIn(engine, laid);
  const segments = segmentsIn(engine, features, enrolment.gate);
  const examples = pieces.list.flatMap(({ classIndex }, i): Example[] => {
    const segment = segmentAt(segments, laid.places[i]!, enrolment.signal);
    if (segment === undefined) return [];
    return [
      {
        frames: framesOf(features, segment.start - context, context + segment.frames),
        segmentFrames: segment.frames,
        classIndex,
      },
    ];
  });
  for (const recording of everyday) {
    for (const { start, frames } of segmentsIn(engine, recording, enrolment.gate)) {
      examples.push({
        frames: framesOf(recording, start - context, context + frames),
        segmentFrames: frames,
        classIndex: commands,
      });
    }
  }
  return examples;
}

interface Pieces {
  readonly list: readonly { readonly samples: Int16Array; readonly classIndex: number }[];
  lay(samples: readonly Int16Array[]): LaidPieces;
}

interface LaidPieces {
  readonly signal: "sound" | "motion";
  readonly values: Int16Array;
  readonly rateHz: number;
  readonly places: readonly Place[];
}

function featuresIn(engine: Engine, { signal, values, rateHz }: LaidPieces): Features {
  return featuresOf(
    engine,
    signal === "sound" ? { signal, pcm: values, originRateHz: rateHz } : { signal, milliG: values, rateHz },
  );
}

function soundPieces(
  { takes, mistakes, labels, quietLevel, originRateHz }: Enrolment,
  counts: ExampleCounts,
  random: Random,
): Pieces {
  const list: { samples: Int16Array; classIndex: number }[] = [];
  const pcmOf = (index: number): Int16Array => soundOf(takes[index]!.take).pcm;
  takes.forEach(({ classIndex }, index) => {
    const pcm = pcmOf(index);
    const others = takes.flatMap((other, i) => (other.classIndex === classIndex ? [] : [pcmOf(i)]));
    list.push({ samples: pcm, classIndex });
    for (let i = 0; i < counts.variants; i++) list.push({ samples: varySound(pcm, random), classIndex });
    for (let i = 0; i < counts.others; i++)
      list.push({ samples: otherSound(pcm, others, "training", random), classIndex: labels.length + 1 });
  });
  for (const { take } of mistakes) {
    const { pcm } = soundOf(take);
    const variants = Array.from({ length: counts.variants }, () => varySound(pcm, random));
    for (const samples of [pcm, ...variants]) list.push({ samples, classIndex: labels.length + 1 });
  }
  const loud = rms(pcmOf(0));
  for (let i = 0; i < counts.noises; i++)
    list.push({ samples: noiseSound(loud, random), classIndex: labels.length });
  return {
    list,
    lay: (samples) => {
      const sound = samples.map((pcm) => ({ signal: "sound" as const, pcm, originRateHz }));
      const laid = laySound(sound, quietLevel, random, GAP_MS);
      return { signal: "sound", values: laid.pcm, rateHz: originRateHz, places: laid.places };
    },
  };
}

function motionPieces(
  { takes, mistakes, labels, originRateHz }: Enrolment,
  counts: ExampleCounts,
  random: Random,
): Pieces {
  const list: { samples: Int16Array; classIndex: number }[] = [];
  const milliGOf = (index: number): Int16Array => motionOf(takes[index]!.take).milliG;
  takes.forEach(({ classIndex }, index) => {
    const milliG = milliGOf(index);
    const others = takes.flatMap((other, i) => (other.classIndex === classIndex ? [] : [milliGOf(i)]));
    list.push({ samples: milliG, classIndex });
    for (let i = 0; i < counts.variants; i++) list.push({ samples: varyMotion(milliG, random), classIndex });
    for (let i = 0; i < counts.others; i++)
      list.push({ samples: otherMotion(milliG, others, "training", random), classIndex: labels.length + 1 });
  });
  for (const { take } of mistakes) {
    const { milliG } = motionOf(take);
    const variants = Array.from({ length: counts.variants }, () => varyMotion(milliG, random));
    for (const samples of [milliG, ...variants]) list.push({ samples, classIndex: labels.length + 1 });
  }
  const rest = milliGOf(0).slice(0, 3);
  for (let i = 0; i < counts.noises; i++) {
    const at = [rest[0]!, rest[1]!, rest[2]!] as const;
    list.push({ samples: everydayMotion(at, originRateHz, random), classIndex: labels.length });
  }
  return {
    list,
    lay: (samples) => {
      const laid = layMotion(
        samples.map((milliG) => ({ signal: "motion" as const, milliG, rateHz: originRateHz })),
        GAP_MS,
      );
      return { signal: "motion", values: laid.milliG, rateHz: originRateHz, places: laid.places };
    },
  };
}
