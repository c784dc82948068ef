/**
 * Ordinary life through the real runtime: what it scored, when there was anything to hear or feel
 * at all, and the sound or movement around whatever could become an event. In pieces of ten seconds.
 *
 * A *value* is a sample of sound at 16 kHz, or one of the three of a sample of movement at 50 Hz.
 */
import { MOTION_RATE_HZ, type Signal, VALUES_PER_SECOND } from "../../common/street.ts";
import type { Engine } from "../../firmware-gen/engine/engine.ts";
import { FRAME } from "../../firmware-gen/image/build.ts";
import { readImage } from "../../firmware-gen/image/read.ts";
import type { Candidate } from "./soak-count.ts";

export interface HeardCandidate extends Candidate {
  /** Values from the start of its piece to the decision; for saying when it was. */
  readonly at: number;
  /** Some seconds around it. */
  readonly sound: Int16Array;
}

export interface SoakPiece {
  /** Values. */
  readonly samples: number;
  /** Nothing stood out of the room, or of rest, enough to be looked at as a command, by the runtime's own gate. */
  readonly quiet: boolean;
  readonly candidates: readonly HeardCandidate[];
}

export interface SoakListener {
  /** @returns the pieces that are full now. */
  push(values: Int16Array): SoakPiece[];
  /** The piece begun last, as far as it came; null where nothing is left. */
  end(): SoakPiece | null;
}

export interface ListenerOptions {
  /** Lowest score that is of interest, by label; a command that is not here is not listened for. */
  readonly least: ReadonlyMap<string, number>;
  /** Values of this run that were counted earlier. */
  readonly before?: number;
  /** What came just before the first that counts, for the runtime to know the room. */
  readonly warmUp?: Int16Array;
}

const PIECE_S = 10;
/** Kept of what went before, for what is kept around a candidate and for the gate to know the room, seconds. */
const WARM_UP_S = 5;
const BEFORE_S = 1.5;
const AFTER_S = 0.5;

/** Values of a whole piece. */
export function pieceLength(signal: Signal): number {
  return PIECE_S * VALUES_PER_SECOND[signal];
}

/** Values that let the runtime know the room. */
export function warmUpLength(signal: Signal): number {
  return WARM_UP_S * VALUES_PER_SECOND[signal];
}

/** @throws BeckonError `image-…`. */
export function createSoakListener(
  engine: Engine,
  image: Uint8Array,
  { least, before = 0, warmUp = new Int16Array(0) }: ListenerOptions,
): SoakListener {
  const { gate, margin, signal } = readImage(image);
  const rate = signal === "motion" ? { rateHz: MOTION_RATE_HZ } : {};
  const session = engine.open(image, { ...rate, trace: true, reportRefused: "all" });
  const perMs = VALUES_PER_SECOND[signal] / 1000;
  const pieceValues = pieceLength(signal);
  const tailValues = warmUpLength(signal);
  /** Values that the session has heard, and those of them before the present piece. */
  let pushed = 0;
  let pieceAt = 0;
  let tail: Int16Array = new Int16Array(0);
  let parts: Int16Array[] = [];
  let levels: number[] = [];
  let tailLevels: number[] = [];
  let anySegment = false;
  let found: (Omit<HeardCandidate, "sound"> & { readonly from: number })[] = [];

  function hear(values: Int16Array): void {
    if (signal === "motion") session.pushMotion(values);
    else session.pushSound(values);
    pushed += values.length;
    parts.push(values);
    const trace = session.takeTrace();
    for (const level of trace.levels) levels.push(level);
    const events = session.takeEvents();
    if (events.length > 0) anySegment = true;
    // One for each segment that was scored; the end of a held command is no news.
    events
      .filter(({ phase }) => phase !== "end")
      .forEach(({ command, classIndex, score, startMs, decidedMs }, i) => {
        const wanted = least.get(command);
        const scores = trace.segments[i]!.scores;
        const others = scores.filter((_, c) => c !== classIndex);
        const lead = others.length === 0 ? margin : score - Math.max(...others);
        if (wanted === undefined || score < wanted || lead < margin) return;
        const clock = decidedMs + (before - warmUp.length) / perMs;
        const at = Math.round(decidedMs * perMs) - pieceAt;
        const from = Math.round(startMs * perMs) - pieceAt;
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
          Math.max(0, tail.length + from - BEFORE_S * VALUES_PER_SECOND[signal]),
          tail.length + one.at + AFTER_S * VALUES_PER_SECOND[signal],
        ),
      })),
    };
    tail = sound.slice(-tailValues);
    tailLevels = [...tailLevels, ...levels].slice(-(1000 * WARM_UP_S) / FRAME[signal].milliseconds);
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
    push(values) {
      const pieces: SoakPiece[] = [];
      for (let at = 0; at < values.length; ) {
        const part = values.subarray(at, at + pieceValues - (pushed - pieceAt));
        hear(part);
        at += part.length;
        if (pushed - pieceAt === pieceValues) pieces.push(finish());
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
