/**
 * Which head suits this person: each is trained on a part of their takes and
 * judged on the rest, in a stream, by the int8 runtime. Together with the takes
 * left out it hears sound or movement like theirs that is no command, because
 * refusing is the harder half.
 */
import type { Random } from "../../common/random.ts";
import type { Engine } from "../../firmware-gen/engine/engine.ts";
import { type Tally, judge } from "../features/judge.ts";
import { layMotion, laySound, type Place } from "../features/lay.ts";
import { isActivation, replay } from "../features/replay.ts";
import { personalGate } from "../features/gate.ts";
import { everydayMotion, otherMotion } from "./augment-motion.ts";
import { noiseSound, otherSound, rms } from "./augment-sound.ts";
import { type Enrolment, motionOf, soundOf } from "./enrolment.ts";
import { lengthsOf } from "./held-takes.ts";
import type { HeadKind } from "./model.ts";
import type { Samples } from "../../common/street.ts";
import { FRAME } from "../../firmware-gen/image/build.ts";

/** How one head did over all folds. */
export interface HeadTrial {
  readonly head: HeadKind;
  readonly folds: number;
  /** Of each training; null where nothing is learned in epochs. */
  readonly epochs: number | null;
  readonly tested: number;
  readonly missed: number;
  readonly confused: number;
  /** Pieces that are no command, and how many of them made an event. */
  readonly others: number;
  readonly accepted: number;
  /**
   * (missed + confused) / tested + ½ · accepted / others; the lower the
   * better (train.ts chooses). Half, because some pieces are hard to blame for: many a gesture
   * backwards is the same gesture.
   */
  readonly criterion: number;
}

/** One part of the takes to learn from, the other as a stream to be judged on. */
export interface Fold {
  readonly training: Enrolment;
  readonly stream: Samples;
  readonly takes: readonly { readonly path: string; readonly label: string; readonly place: Place }[];
  readonly others: readonly Place[];
}

/** Pieces that are no command, per take left out, and noises per fold. */
const OTHERS_PER_TAKE = 1;
const NOISES = 8;
const OTHERS_WEIGHT = 0.5;

/** Folds that a person's takes allow: every command keeps at least one take to learn from. */
export function foldCount(enrolment: Enrolment, most: number): number {
  const counts = enrolment.labels.map(
    (_, c) => enrolment.takes.filter(({ classIndex }) => classIndex === c).length,
  );
  return Math.min(most, ...counts);
}

/** @param count at least 2; each take is left out once. */
export function makeFolds(enrolment: Enrolment, count: number, random: Random): Fold[] {
  const turn = new Map<number, number>();
  const foldOf = enrolment.takes.map(({ classIndex }) => {
    const index = turn.get(classIndex) ?? 0;
    turn.set(classIndex, index + 1);
    return index % count;
  });
  return Array.from({ length: count }, (_, f) => {
    const training = subset(enrolment, (i) => foldOf[i] !== f);
    return {
      training,
      ...layFold(
        subset(enrolment, (i) => foldOf[i] === f),
        random.fork(`fold ${f}`),
      ),
    };
  });
}

/** The same enrolment with some of its takes; the gate follows their lengths. */
function subset(enrolment: Enrolment, keep: (index: number) => boolean): Enrolment {
  const takes = enrolment.takes.filter((_, i) => keep(i));
  const { values } = FRAME[enrolment.signal];
  return {
    ...enrolment,
    takes,
    gate: personalGate(
      enrolment.openGate,
      lengthsOf(
        takes.map(({ frames, classIndex }) => ({ frames: frames.length / values, classIndex })),
        enrolment.held,
      ),
    ),
  };
}

function layFold(held: Enrolment, random: Random): Pick<Fold, "stream" | "takes" | "others"> {
  const labels = held.takes.map(({ take }) => take.label);
  const { originRateHz: rateHz } = held;
  let stream: Samples;
  let places: readonly Place[];
  if (held.signal === "sound") {
    const pcm = held.takes.map(({ take }) => soundOf(take).pcm);
    const others = pcm.flatMap((own, i) =>
      Array.from({ length: OTHERS_PER_TAKE }, () =>
        otherSound(
          own,
          pcm.filter((_, j) => labels[j] !== labels[i]),
          "trial",
          random,
        ),
      ),
    );
    const noises = Array.from({ length: NOISES }, () => noiseSound(rms(pcm[0]!), random));
    const sound = [...pcm, ...others, ...noises].map((p) => ({
      signal: "sound" as const,
      pcm: p,
      originRateHz: rateHz,
    }));
    const laid = laySound(sound, held.quietLevel, random);
    places = laid.places;
    stream = { signal: "sound", pcm: laid.pcm, originRateHz: rateHz };
  } else {
    const own = held.takes.map(({ take }) => motionOf(take).milliG);
    const others = own.flatMap((milliG, i) =>
      Array.from({ length: OTHERS_PER_TAKE }, () =>
        otherMotion(
          milliG,
          own.filter((_, j) => labels[j] !== labels[i]),
          "trial",
          random,
        ),
      ),
    );
    const [x, y, z] = own[0]!;
    const noises = Array.from({ length: NOISES }, () => everydayMotion([x!, y!, z!], rateHz, random));
    const laid = layMotion(
      [...own, ...others, ...noises].map((milliG) => ({ signal: "motion" as const, milliG, rateHz })),
    );
    places = laid.places;
    stream = { signal: "motion", milliG: laid.milliG, rateHz };
  }
  return {
    stream,
    takes: held.takes.map(({ take: { path, label } }, i) => ({ path, label, place: places[i]! })),
    others: places.slice(labels.length),
  };
}

/** What the runtime makes of a fold's stream with an image trained on the fold's other part. */
export interface Judged {
  readonly takes: Tally;
  /** Events on pieces that are no command. */
  readonly accepted: number;
}

export function judgeFold(engine: Engine, image: Uint8Array, fold: Fold): Judged {
  const events = replay(engine, image, fold.stream).events.filter(isActivation);
  const border = fold.others[0]?.startMs ?? Infinity;
  const takes = judge(
    fold.takes,
    events.filter(({ decidedMs }) => decidedMs < border),
  );
  // No event is right there, so every piece with an event counts as confused.
  const others = judge(
    fold.others.map((place) => ({ label: "", place })),
    events.filter(({ decidedMs }) => decidedMs >= border),
  );
  return { takes, accepted: others.confused };
}

/** Adds the folds up. */
export function trialOf(
  head: HeadKind,
  epochs: number | null,
  folds: readonly Fold[],
  judged: readonly Judged[],
): HeadTrial {
  const sum = (of: (one: Judged) => number): number => judged.reduce((total, one) => total + of(one), 0);
  const tested = sum(({ takes }) => takes.tested);
  const missed = sum(({ takes }) => takes.missed);
  const confused = sum(({ takes }) => takes.confused);
  const accepted = sum((one) => one.accepted);
  const others = folds.reduce((total, fold) => total + fold.others.length, 0);
  const criterion =
    (missed + confused) / Math.max(1, tested) + (OTHERS_WEIGHT * accepted) / Math.max(1, others);
  return { head, folds: folds.length, epochs, tested, missed, confused, others, accepted, criterion };
}
