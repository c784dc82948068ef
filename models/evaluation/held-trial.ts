/** How soon held commands begin and end, on synthesised voices: no recordings of such sounds could be had. */
import { createRandom, type Random } from "../../common/random.ts";
import { SOUND_RATE_HZ, type Take } from "../../common/street.ts";
import type { Engine } from "../../firmware-gen/engine/engine.ts";
import { replay } from "../features/replay.ts";
import { train } from "../training/train.ts";
import { type SteadyKind, steadySound, type SteadyVoice, steadyVoice } from "./steady-sounds.ts";

export interface HeldTrial {
  readonly image: Uint8Array;
  readonly tested: number;
  readonly missed: number;
  /** From the true beginning to the decision, ms, of each that was heard. */
  readonly startMs: readonly number[];
  /** From the true end to the decision, ms; negative where it was let go while it lasted. */
  readonly endMs: readonly number[];
  /** Events that belong to no sound, or one too many. */
  readonly wrong: number;
}

const TAKES = 5;
const TESTED = 20;
/** Noise of the room, and the mean level of a sound, steps of int16. */
const ROOM = 6;
const LOUD = 1500;
const GAP = Math.round(1.3 * SOUND_RATE_HZ);
/** An end that comes later than that is another one's. */
const LATEST_END_MS = 600;

/** @param others takes of other commands and everyday sound of the same person. */
export async function tryHeld(
  engine: Engine,
  kind: SteadyKind,
  seed: number,
  others: readonly Take[],
): Promise<HeldTrial> {
  const random = createRandom(seed).fork(kind);
  const voice = steadyVoice(kind, random);
  const takes = [...heldTakes(kind, voice, TAKES, random), ...others];
  const { image } = await train({ takes, held: [kind] });
  const sounds = Array.from({ length: TESTED }, () => makeSound(voice, random.between(0.4, 4), random));
  const { pcm, places } = layInRoom(sounds, random);
  const events = replay(engine, image, {
    signal: "sound",
    pcm,
    originRateHz: SOUND_RATE_HZ,
  }).events.filter(({ phase }) => phase !== "refused");
  const startMs: number[] = [];
  const endMs: number[] = [];
  for (const place of places) {
    const mine = events.filter(
      ({ decidedMs, command }) =>
        command === kind && decidedMs > place.startMs && decidedMs < place.endMs + LATEST_END_MS,
    );
    const start = mine.find(({ phase }) => phase === "start");
    const end = mine.find(({ phase }) => phase === "end");
    if (start === undefined || end === undefined) continue;
    startMs.push(start.decidedMs - place.startMs);
    endMs.push(end.decidedMs - place.endMs);
  }
  return {
    image,
    tested: places.length,
    missed: places.length - startMs.length,
    startMs,
    endMs,
    wrong: events.length - 2 * startMs.length,
  };
}

export function heldTakes(label: string, voice: SteadyVoice, count: number, random: Random): Take[] {
  return Array.from({ length: count }, (_, i) => {
    const { pcm } = layInRoom([makeSound(voice, random.between(0.8, 2.5), random)], random);
    return {
      path: `${label}-${i}.wav`,
      label,
      person: "synthesised",
      session: 1,
      source: "synthesised",
      warnings: [],
      samples: { signal: "sound", pcm, originRateHz: SOUND_RATE_HZ },
    };
  });
}

/** Sometimes louder, sometimes softer. */
export function makeSound(voice: SteadyVoice, seconds: number, random: Random): Float64Array {
  return steadySound(voice, seconds, LOUD * 2 ** random.between(-1, 1), random);
}

interface Laid {
  readonly pcm: Int16Array;
  readonly places: readonly { readonly startMs: number; readonly endMs: number }[];
}

/** Sounds one after the other in a quiet room, and where each lies. */
export function layInRoom(sounds: readonly Float64Array[], random: Random): Laid {
  const length = sounds.reduce((sum, sound) => sum + sound.length + GAP, GAP);
  const pcm = new Int16Array(length).map(() => Math.round(ROOM * random.normal()));
  let at = GAP;
  const places = sounds.map((sound) => {
    for (const [i, value] of sound.entries())
      pcm[at + i] = Math.max(-32768, Math.min(32767, pcm[at + i]! + value));
    const startMs = (1000 * at) / SOUND_RATE_HZ;
    at += sound.length + GAP;
    return { startMs, endMs: startMs + (1000 * sound.length) / SOUND_RATE_HZ };
  });
  return { pcm, places };
}
