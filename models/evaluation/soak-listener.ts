/**
 * Ordinary life through the real runtime: what it scored, when there was anything to hear at all,
 * and the sound around whatever could become an event. In pieces of ten seconds.
 */
import { SOUND_RATE_HZ } from "../../common/street.ts";
import type { Engine } from "../../firmware-gen/engine/engine.ts";
import { FRAME } from "../../firmware-gen/image/build.ts";
import { readImage } from "../../firmware-gen/image/read.ts";
import type { Candidate } from "./soak-count.ts";

export interface HeardCandidate extends Candidate {
  /** Samples from the start of its piece to the decision; for saying when it was. */
  readonly at: number;
  /** Some seconds around it, 16 kHz. */
  readonly sound: Int16Array;
}

export interface SoakPiece {
  readonly samples: number;
  /** Nothing stood out of the room enough to be looked at as a command, by the runtime's own gate. */
  readonly quiet: boolean;
  readonly candidates: readonly HeardCandidate[];
}

export interface SoakListener {
  /** @returns the pieces that are full now. */
  push(pcm: Int16Array): SoakPiece[];
  /** The piece begun last, as far as it came; null where nothing is left. */
  end(): SoakPiece | null;
}

export interface ListenerOptions {
  /** Lowest score that is of interest, by label; a command that is not here is not listened for. */
  readonly least: ReadonlyMap<string, number>;
  /** Samples of this run that were counted earlier. */
  readonly before?: number;
  /** Sound just before the first that counts, for the runtime to know the room. */
  readonly warmUp?: Int16Array;
}

export const PIECE_SAMPLES = 10 * SOUND_RATE_HZ;
/** Kept of what went before, for the sound around a candidate and for the gate to know the room. */
export const WARM_UP_SAMPLES = 5 * SOUND_RATE_HZ;
const BEFORE_SAMPLES = 1.5 * SOUND_RATE_HZ;
const AFTER_SAMPLES = 0.5 * SOUND_RATE_HZ;
const SAMPLES_PER_MS = SOUND_RATE_HZ / 1000;

/** @throws BeckonError `image-…`. */
export function createSoakListener(
  engine: Engine,
  image: Uint8Array,
  { least, before = 0, warmUp = new Int16Array(0) }: ListenerOptions,
): SoakListener {
  const { gate, margin } = readImage(image);
  const session = engine.open(image, { trace: true, reportRefused: true });
  /** Samples that the session has heard, and those of them before the present piece. */
  let pushed = 0;
  let pieceAt = 0;
  let tail: Int16Array = new Int16Array(0);
  let parts: Int16Array[] = [];
  let levels: number[] = [];
  let tailLevels: number[] = [];
  let anySegment = false;
  let found: (Omit<HeardCandidate, "sound"> & { readonly from: number })[] = [];

  function hear(pcm: Int16Array): void {
    session.pushSound(pcm);
    pushed += pcm.length;
    parts.push(pcm);
    const trace = session.takeTrace();
    for (const level of trace.levels) levels.push(level);
    const events = session.takeEvents();
    if (events.length > 0) anySegment = true;
    events.forEach(({ command, classIndex, score, startMs, decidedMs }, i) => {
      const wanted = least.get(command);
      const scores = trace.segments[i]!.scores;
      const others = scores.filter((_, c) => c !== classIndex);
      const lead = others.length === 0 ? margin : score - Math.max(...others);
      if (wanted === undefined || score < wanted || lead < margin) return;
      const clock = decidedMs + (before - warmUp.length) / SAMPLES_PER_MS;
      const at = decidedMs * SAMPLES_PER_MS - pieceAt;
      const from = startMs * SAMPLES_PER_MS - pieceAt;
      found.push({ label: command, score, lead, decidedMs: clock, at, from });
    });
  }

  function finish(): SoakPiece {
    const sound = joined([tail, ...parts]);
    const samples = sound.length - tail.length;
    const known = tailLevels.length;
    const segments = anySegment
      ? []
      : engine
          .segments(Int16Array.from([...tailLevels, ...levels]), gate)
          .filter(({ start, frames }) => start + frames > known);
    const piece: SoakPiece = {
      samples,
      quiet: !anySegment && segments.length === 0,
      candidates: found.map(({ from, ...one }) => ({
        ...one,
        sound: sound.slice(
          Math.max(0, tail.length + from - BEFORE_SAMPLES),
          tail.length + one.at + AFTER_SAMPLES,
        ),
      })),
    };
    tail = sound.slice(-WARM_UP_SAMPLES);
    tailLevels = [...tailLevels, ...levels].slice(
      -WARM_UP_SAMPLES / (FRAME.sound.milliseconds * SAMPLES_PER_MS),
    );
    pieceAt = pushed;
    parts = [];
    levels = [];
    found = [];
    anySegment = false;
    return piece;
  }

  if (warmUp.length > 0) {
    hear(warmUp);
    finish();
  }
  return {
    push(pcm) {
      const pieces: SoakPiece[] = [];
      for (let at = 0; at < pcm.length; ) {
        const part = pcm.subarray(at, at + PIECE_SAMPLES - (pushed - pieceAt));
        hear(part);
        at += part.length;
        if (pushed - pieceAt === PIECE_SAMPLES) pieces.push(finish());
      }
      return pieces;
    },
    end: () => (pushed === pieceAt ? null : finish()),
  };
}

function joined(parts: readonly Int16Array[]): Int16Array {
  const whole = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
