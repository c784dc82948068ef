/** One opened image: samples in, events out, by the C runtime itself. */
import type { Phase, Signal } from "../../common/street.ts";
import { refusal } from "../image/refusals.ts";
import { type ImageLabel, readLabels } from "../image/labels.ts";
import { backboneFor } from "../image/shipped-backbones.ts";
import { statusOf, WasmRuntime } from "./wasm.ts";

export interface SessionOptions {
  /** Samples a second of the accelerometer, 10 to 400; needed for motion. */
  readonly rateHz?: number;
  /** Also give the segments that no command's threshold let through; `all`: and their beginnings, as held commands. */
  readonly reportRefused?: boolean | "all";
  /** Collect what {@link Session.takeTrace} gives. */
  readonly trace?: boolean;
  /** Container of the backbone that the image runs over; found among those shipped if left out. */
  readonly backbone?: Uint8Array;
}

export interface SessionEvent {
  readonly phase: Phase | "refused";
  /** Label of the command; for a refusal, of the best one. */
  readonly command: string;
  /** Its index in the image's classes. */
  readonly classIndex: number;
  /** Higher is surer; unit of the head. */
  readonly score: number;
  /** The second best command and its score, or null. */
  readonly runnerUp: { readonly command: string; readonly classIndex: number; readonly score: number } | null;
  /** Where the segment began and ended, and when it was decided: ms of samples pushed. */
  readonly startMs: number;
  readonly endMs: number;
  readonly decidedMs: number;
}

/** A segment whose length allows a command, or the beginning of one that was judged as a held command. */
export interface TracedSegment {
  readonly startFrame: number;
  readonly frames: number;
  /** One per class. */
  readonly scores: Int16Array;
  /** Sound: the room it was heard in, Q6, one per value of a frame (room.h); zeros where the head reads none. */
  readonly room: Int16Array;
}

/** What the runtime computed since the trace was last taken. */
export interface Trace {
  /** frames × 40 (sound) or 6 (motion). */
  readonly frames: Int8Array;
  /** One per frame: log2 power, Q8. */
  readonly levels: Int16Array;
  /** What the head reads: vectors × vectorSize. */
  readonly vectors: Int8Array;
  readonly segments: readonly TracedSegment[];
}

const PHASES = ["tap", "start", "end", "refused"] as const;
const EVENT_BYTES = 20;
const NO_CLASS = 255;
const HOP = 320;
/** So few frames at once that their events always fit into the runtime's queue of four. */
const FRAMES_AT_ONCE = 8;
const FRAME_VALUES = { sound: 40, motion: 6 } as const;

/** Open one by {@link Engine.open}. Each has an instance of the module of its own. */
export class Session {
  readonly signal: Signal;
  readonly labels: readonly ImageLabel[];
  /** Bytes of state that the image needs on a 32-bit processor. */
  readonly arenaBytes: number;
  readonly #wasm = new WasmRuntime();
  readonly #runtime: number;
  readonly #samples: number;
  readonly #event: number;
  readonly #collector: Collector | undefined;
  #events: SessionEvent[] = [];

  /** @throws BeckonError `image-…` (image/refusals.ts). */
  constructor(image: Uint8Array, options: SessionOptions, thing: string) {
    const { exports } = this.#wasm;
    const at = this.#wasm.put(image);
    const backbone = this.#wasm.putBackbone(options.backbone ?? backboneFor(image)?.bytes);
    const out = this.#wasm.take(8);
    const status = statusOf(exports.bk_arena_size(at, image.length, backbone, out));
    if (status !== "ok") throw refusal(status, thing);
    this.arenaBytes = this.#wasm.u32(out, 1)[0] ?? 0;
    const arena = this.#wasm.take(this.arenaBytes);
    const inputs = this.#wasm.take(4);
    this.#wasm.u16(inputs, 1)[0] = Math.round((options.rateHz ?? 50) * 100);
    this.#wasm.u8(inputs + 2, 1)[0] = options.reportRefused === "all" ? 2 : options.reportRefused ? 1 : 0;
    const opened = statusOf(exports.bk_open(at, image.length, backbone, arena, this.arenaBytes, inputs, out));
    if (opened !== "ok") throw refusal(opened, thing);
    this.#runtime = this.#wasm.u32(out, 1)[0] ?? 0;
    this.labels = readLabels(image);
    this.signal = image[36] === 0 ? "sound" : "motion";
    this.#samples = this.#wasm.take(HOP * FRAMES_AT_ONCE * 2);
    this.#event = this.#wasm.take(EVENT_BYTES);
    if (options.trace)
      this.#collector = new Collector(this.#wasm, this.#runtime, this.signal, this.labels.length);
  }

  /** @param pcm 16 kHz mono, any length. Ignored by an image for motion. */
  pushSound(pcm: Int16Array): void {
    for (let at = 0; at < pcm.length; at += HOP * FRAMES_AT_ONCE) {
      const part = pcm.subarray(at, at + HOP * FRAMES_AT_ONCE);
      this.#wasm.i16(this.#samples, part.length).set(part);
      this.#wasm.exports.bk_push_sound(this.#runtime, this.#samples, part.length);
      this.#drain();
    }
  }

  /** @param milliG ax, ay, az of each sample, gravity included. Ignored by an image for sound. */
  pushMotion(milliG: Int16Array): void {
    for (let at = 0; at + 3 <= milliG.length; at += 3) {
      this.#wasm.i16(this.#samples, 3).set(milliG.subarray(at, at + 3));
      this.#wasm.exports.bk_push_motion(this.#runtime, this.#samples);
      this.#drain();
    }
  }

  /** The oldest event not yet taken, or null. */
  nextEvent(): SessionEvent | null {
    return this.#events.shift() ?? null;
  }

  /** All events not yet taken, oldest first. */
  takeEvents(): SessionEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** What was computed since the last call; empty unless the session was opened with `trace`. */
  takeTrace(): Trace {
    return this.#collector?.take() ?? new TraceParts().join();
  }

  #drain(): void {
    this.#collector?.drain();
    while (this.#wasm.exports.bk_next_event(this.#runtime, this.#event) === 1) {
      const view = new DataView(this.#wasm.exports.memory.buffer, this.#event, EVENT_BYTES);
      const runnerUp = view.getUint8(2);
      this.#events.push({
        phase: PHASES[view.getUint8(0)] ?? "refused",
        command: this.labels[view.getUint8(1)]?.label ?? "",
        classIndex: view.getUint8(1),
        score: view.getInt16(4, true),
        runnerUp:
          runnerUp === NO_CLASS
            ? null
            : {
                command: this.labels[runnerUp]?.label ?? "",
                classIndex: runnerUp,
                score: view.getInt16(6, true),
              },
        startMs: view.getUint32(8, true),
        endMs: view.getUint32(12, true),
        decidedMs: view.getUint32(16, true),
      });
    }
  }
}

class TraceParts {
  readonly frames: Int8Array[] = [];
  readonly levels: Int16Array[] = [];
  readonly vectors: Int8Array[] = [];
  readonly segments: TracedSegment[] = [];

  join(): Trace {
    return {
      frames: joined(this.frames, Int8Array),
      levels: joined(this.levels, Int16Array),
      vectors: joined(this.vectors, Int8Array),
      segments: this.segments,
    };
  }
}

function joined<T extends Int8Array | Int16Array>(parts: readonly T[], kind: new (length: number) => T): T {
  const whole = new kind(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Mirrors `collector` of exports.c: four hooks, six pointers, three counts, two limits. */
class Collector {
  readonly #wasm: WasmRuntime;
  readonly #at: number;
  readonly #values: number;
  readonly #classes: number;
  readonly #places: Uint32Array;
  readonly #vectorSize: number;
  #parts = new TraceParts();

  constructor(wasm: WasmRuntime, runtime: number, signal: Signal, classes: number) {
    const most = FRAMES_AT_ONCE + 1;
    this.#wasm = wasm;
    this.#values = FRAME_VALUES[signal];
    this.#classes = classes;
    this.#vectorSize = wasm.exports.bx_vector_size(runtime);
    this.#at = wasm.take(60);
    this.#places = Uint32Array.of(
      wasm.take(most * this.#values),
      wasm.take(most * this.#vectorSize),
      wasm.take(most * 2),
      wasm.take(most * classes * 2),
      wasm.take(most * 8),
      wasm.take(most * 2 * FRAME_VALUES.sound),
    );
    wasm.u32(this.#at + 16, 11).set([...this.#places, 0, 0, 0, most, most]);
    wasm.exports.bx_collect(runtime, this.#at);
  }

  drain(): void {
    const counts = this.#wasm.u32(this.#at + 40, 3);
    const [frames = 0, vectors = 0, segments = 0] = counts;
    counts.fill(0);
    const [frameAt = 0, vectorAt = 0, levelAt = 0, scoreAt = 0, segmentAt = 0, roomAt = 0] = this.#places;
    if (frames > 0) {
      this.#parts.frames.push(this.#wasm.i8(frameAt, frames * this.#values).slice());
      this.#parts.levels.push(this.#wasm.i16(levelAt, frames).slice());
    }
    if (vectors > 0) this.#parts.vectors.push(this.#wasm.i8(vectorAt, vectors * this.#vectorSize).slice());
    for (let i = 0; i < segments; i++) {
      this.#parts.segments.push({
        startFrame: this.#wasm.u32(segmentAt + 8 * i, 1)[0] ?? 0,
        frames: this.#wasm.u16(segmentAt + 8 * i + 4, 1)[0] ?? 0,
        scores: this.#wasm.i16(scoreAt + 2 * this.#classes * i, this.#classes).slice(),
        room: this.#wasm.i16(roomAt + 2 * FRAME_VALUES.sound * i, FRAME_VALUES.sound).slice(),
      });
    }
  }

  take(): Trace {
    const trace = this.#parts.join();
    this.#parts = new TraceParts();
    return trace;
  }
}
