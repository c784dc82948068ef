/**
 * TypeScript face of runtime.wasm: the same C code as on the boards, for
 * features, training, evaluation and the desktop. Everything is synchronous;
 * one engine serves one thread.
 */
import type { Network } from "../network/network.ts";
import { ByteWriter } from "../image/bytes.ts";
import { writeNetwork } from "../image/network-section.ts";
import { refusal } from "../image/refusals.ts";
import {
  type GateSettings,
  type TemplateSettings,
  writeGateSettings,
  writeTemplateSettings,
} from "../image/settings.ts";
import { Session, type SessionOptions } from "./session.ts";
import { statusOf, WasmRuntime } from "./wasm.ts";

export const SOUND_HOP = 320;
export const SOUND_BANDS = 40;
export const MOTION_CHANNELS = 6;
/** A distance that is as good as infinite. */
export const DISTANCE_FAR = 32767;

export interface Frames {
  /** T × 40 (sound) or T × 6 (motion). */
  readonly frames: Int8Array;
  /** T levels for the gate: log2 power in 1/256 octave. */
  readonly levels: Int16Array;
}

export interface Segment {
  /** First frame and number of frames. */
  readonly start: number;
  readonly frames: number;
  /** `fits`: may be a command. `long` is told when the limit is passed, not at the end. */
  readonly verdict: "fits" | "short" | "long";
}

const VERDICTS = ["fits", "short", "long"] as const;

/** A network ready to run, from silence: its state goes on from one call to the next. */
export interface RunningNetwork {
  /** Values of one vector. */
  readonly vectorSize: number;
  /** Values of one frame. */
  readonly frameSize: number;
  /** Frames from one vector to the next. */
  readonly period: number;
  /** Starts again from silence. */
  reset(): void;
  /** @param frames T × (input size). @returns floor(T / period) × vectorSize, if T is a multiple of the period. */
  run(frames: Int8Array): Int8Array;
  /** The same with each vector followed by the mean of the frames it was made from. */
  runWithFrames(frames: Int8Array): Int8Array;
  /** Runs the segment stage. @param vectors n × vectorSize, n ≥ 1. @returns the raw scores, or null if the network has none. */
  score(vectors: Int8Array): Int16Array | null;
}

export interface Engine {
  /** @param thing names the image in an error. @throws BeckonError `image-…`. */
  open(image: Uint8Array, options?: SessionOptions, thing?: string): Session;
  /** @param pcm 16 kHz mono; the rest that does not fill a hop of 320 is left out. */
  soundFrames(pcm: Int16Array): Frames;
  /** @param milliG three values a sample. @param rateHz 10 to 400. @param rotationQ14 nine values, identity if left out. */
  motionFrames(milliG: Int16Array, rateHz: number, rotationQ14?: readonly number[]): Frames;
  /** What the gate finds in a stream of levels that ends with `levels`; add quiet for the last segment to close. */
  segments(levels: Int16Array, gate: GateSettings): Segment[];
  /** Vectors as templates and segments are compared. @param vectors frames × settings.channels. @returns the same shape. */
  prepare(vectors: Int8Array, settings: TemplateSettings): Int8Array;
  /** Distance of two prepared sequences of 1 to 128 frames, 0 to {@link DISTANCE_FAR}. */
  distance(a: Int8Array, b: Int8Array, settings: TemplateSettings): number;
  /** Distances of every a to every b: a.length rows of b.length. */
  distances(a: readonly Int8Array[], b: readonly Int8Array[], settings: TemplateSettings): Uint16Array;
  /** @throws BeckonError `network-invalid` or `image-network`. */
  loadNetwork(network: Network): RunningNetwork;
  /** One recording through a fresh network. */
  runNetwork(network: Network, frames: Int8Array): Int8Array;
}

/** Loads prebuilt/runtime.wasm. */
export function createEngine(): Promise<Engine> {
  return Promise.resolve(new WasmEngine());
}

class WasmEngine implements Engine {
  readonly #wasm = new WasmRuntime();

  open(image: Uint8Array, options: SessionOptions = {}, thing = "the image"): Session {
    return new Session(image, options, thing);
  }

  soundFrames(pcm: Int16Array): Frames {
    const count = Math.floor(pcm.length / SOUND_HOP);
    return this.#wasm.scratch(() => {
      const samples = this.#wasm.put(pcm);
      const frames = this.#wasm.take(count * SOUND_BANDS);
      const levels = this.#wasm.take(count * 2);
      this.#wasm.exports.bx_sound_frames(samples, pcm.length, frames, levels);
      return this.#frames(frames, levels, count, SOUND_BANDS);
    });
  }

  motionFrames(milliG: Int16Array, rateHz: number, rotationQ14: readonly number[] = IDENTITY_Q14): Frames {
    const samples = Math.floor(milliG.length / 3);
    const most = Math.ceil((samples * 25) / rateHz) + 2;
    return this.#wasm.scratch(() => {
      const input = this.#wasm.put(milliG);
      const rotation = this.#wasm.put(Int16Array.from(rotationQ14));
      const frames = this.#wasm.take(most * MOTION_CHANNELS);
      const levels = this.#wasm.take(most * 2);
      const rateChz = Math.round(rateHz * 100);
      const made = this.#wasm.exports.bx_motion_frames(
        input,
        samples,
        rateChz,
        rotation,
        frames,
        levels,
        most,
      );
      return this.#frames(frames, levels, made, MOTION_CHANNELS);
    });
  }

  segments(levels: Int16Array, gate: GateSettings): Segment[] {
    const settings = new ByteWriter();
    writeGateSettings(settings, gate);
    // In memory the padding follows; DECI has it elsewhere.
    settings.u8(gate.padFrames).u8(0);
    return this.#wasm.scratch(() => {
      const input = this.#wasm.put(levels);
      const at = this.#wasm.put(settings.done());
      const out = this.#wasm.take(8 * levels.length);
      const found = this.#wasm.exports.bx_segments(input, levels.length, at, out, levels.length);
      const view = new DataView(this.#wasm.exports.memory.buffer, out, 8 * found);
      return Array.from({ length: found }, (_, i) => ({
        start: view.getUint32(8 * i, true),
        frames: view.getUint16(8 * i + 4, true),
        verdict: VERDICTS[view.getUint8(8 * i + 6)] ?? "short",
      }));
    });
  }

  prepare(vectors: Int8Array, settings: TemplateSettings): Int8Array {
    const count = framesOf(vectors, settings.channels);
    return this.#wasm.scratch(() => {
      const at = this.#settings(settings);
      const input = this.#wasm.put(vectors);
      const bytes = count * settings.channels;
      const out = this.#wasm.take(bytes);
      this.#wasm.exports.bx_prepare(at, input, count, out);
      return this.#wasm.i8(out, bytes).slice();
    });
  }

  distance(a: Int8Array, b: Int8Array, settings: TemplateSettings): number {
    return this.distances([a], [b], settings)[0] ?? DISTANCE_FAR;
  }

  distances(a: readonly Int8Array[], b: readonly Int8Array[], settings: TemplateSettings): Uint16Array {
    const { channels } = settings;
    return this.#wasm.scratch(() => {
      const at = this.#settings(settings);
      const rows = this.#sequences(a, channels);
      const columns = a === b ? rows : this.#sequences(b, channels);
      const out = this.#wasm.take(a.length * b.length * 2);
      this.#wasm.exports.bx_distances(at, rows, a.length, columns, b.length, out);
      return this.#wasm.u16(out, a.length * b.length).slice();
    });
  }

  loadNetwork(network: Network): RunningNetwork {
    return new LoadedNetwork(network);
  }

  runNetwork(network: Network, frames: Int8Array): Int8Array {
    return this.loadNetwork(network).run(frames);
  }

  #frames(frames: number, levels: number, count: number, values: number): Frames {
    return {
      frames: this.#wasm.i8(frames, count * values).slice(),
      levels: this.#wasm.i16(levels, count).slice(),
    };
  }

  #settings(settings: TemplateSettings): number {
    const bytes = new ByteWriter();
    writeTemplateSettings(bytes, settings);
    return this.#wasm.put(bytes.done());
  }

  /** Pairs of pointer and number of frames. */
  #sequences(sequences: readonly Int8Array[], channels: number): number {
    const pairs = new Uint32Array(sequences.length * 2);
    sequences.forEach((sequence, index) => {
      pairs[2 * index] = this.#wasm.put(sequence);
      pairs[2 * index + 1] = framesOf(sequence, channels);
    });
    return this.#wasm.put(pairs);
  }
}

const IDENTITY_Q14 = [16384, 0, 0, 0, 16384, 0, 0, 0, 16384];
const FRAMES_MAX = 128;

function framesOf(sequence: Int8Array, channels: number): number {
  const frames = sequence.length / channels;
  if (!Number.isInteger(frames) || frames < 1 || frames > FRAMES_MAX) {
    throw new RangeError(
      `A sequence has ${frames} frames of ${channels} values; 1 to ${FRAMES_MAX} can be compared.`,
    );
  }
  return frames;
}

class LoadedNetwork implements RunningNetwork {
  readonly vectorSize: number;
  readonly frameSize: number;
  readonly period: number;
  readonly #wasm = new WasmRuntime();
  readonly #network: number;
  readonly #memory: number;
  readonly #program: number;
  readonly #weights: number;
  readonly #scores: number;

  constructor(network: Network) {
    const sections = writeNetwork(network);
    const { exports } = this.#wasm;
    this.#program = this.#wasm.put(sections.network);
    this.#weights = this.#wasm.put(sections.weights);
    const input = network.tensors[network.input];
    this.frameSize = (input?.bands ?? 0) * (input?.channels ?? 0);
    const scores = network.scores === null ? undefined : network.tensors[network.scores];
    this.#scores = (scores?.bands ?? 0) * (scores?.channels ?? 0);
    const program = this.#wasm.put(Uint32Array.of(this.#program, sections.network.length));
    const weights = this.#wasm.put(Uint32Array.of(this.#weights, sections.weights.length));
    const status = statusOf(exports.bx_network_check(program, weights, this.frameSize));
    if (status !== "ok") throw refusal(status, "the network");
    const packed = exports.bx_network_vector_size(this.#program);
    this.vectorSize = packed & 0xffff;
    this.period = packed >>> 16;
    this.#network = this.#wasm.take(64);
    this.#memory = this.#wasm.take(exports.bk_network_memory(this.#program));
    this.reset();
  }

  reset(): void {
    this.#wasm.exports.bk_network_init(this.#network, this.#memory, this.#program, this.#weights);
  }

  run(frames: Int8Array): Int8Array {
    const count = frames.length / this.frameSize;
    if (!Number.isInteger(count))
      throw new RangeError(`${frames.length} values are no whole number of frames.`);
    return this.#wasm.scratch(() => {
      const input = this.#wasm.put(frames);
      const out = this.#wasm.take((Math.floor(count / this.period) + 1) * this.vectorSize);
      const made = this.#wasm.exports.bx_network_run(this.#network, input, count, this.frameSize, out);
      return this.#wasm.i8(out, made * this.vectorSize).slice();
    });
  }

  runWithFrames(frames: Int8Array): Int8Array {
    const count = frames.length / this.frameSize;
    const size = this.vectorSize + this.frameSize;
    return this.#wasm.scratch(() => {
      const input = this.#wasm.put(frames);
      const out = this.#wasm.take((Math.floor(count / this.period) + 1) * size);
      const { bx_network_run_with_frames: run } = this.#wasm.exports;
      return this.#wasm.i8(out, run(this.#network, input, count, this.frameSize, out) * size).slice();
    });
  }

  score(vectors: Int8Array): Int16Array | null {
    const count = vectors.length / this.vectorSize;
    if (!Number.isInteger(count) || count < 1)
      throw new RangeError(`${vectors.length} values are no whole vectors.`);
    return this.#wasm.scratch(() => {
      const at = this.#wasm.exports.bx_network_score(this.#network, this.#wasm.put(vectors), count);
      return at === 0 ? null : this.#wasm.i16(at, this.#scores).slice();
    });
  }
}
