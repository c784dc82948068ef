/**
 * One instance of runtime.wasm and its memory. This file mirrors the signatures
 * of engine/exports.c and beckon.h; pointers are byte offsets in the memory.
 */
import { readFileSync } from "node:fs";
import { backboneFor } from "../image/shipped-backbones.ts";

/** Exports used by the engine. `number` stands for pointers, sizes and C integers alike. */
export interface RuntimeExports {
  readonly memory: WebAssembly.Memory;
  readonly __heap_base: WebAssembly.Global;
  bk_arena_size(image: number, size: number, backbone: number, arenaSize: number): number;
  bk_open(
    image: number,
    size: number,
    backbone: number,
    arena: number,
    arenaSize: number,
    inputs: number,
    runtime: number,
  ): number;
  bk_push_sound(runtime: number, pcm: number, count: number): void;
  bk_push_motion(runtime: number, milliG: number): void;
  bk_next_event(runtime: number, event: number): number;
  bk_network_init(network: number, memory: number, program: number, weights: number): void;
  bk_network_memory(program: number): number;
  bx_sound_frames(pcm: number, count: number, frames: number, levels: number): number;
  bx_motion_frames(
    milliG: number,
    count: number,
    rateChz: number,
    rotation: number,
    frames: number,
    levels: number,
    most: number,
  ): number;
  bx_segments(levels: number, count: number, settings: number, segments: number, most: number): number;
  bx_prepare(settings: number, vectors: number, count: number, out: number): void;
  bx_distances(settings: number, a: number, countA: number, b: number, countB: number, out: number): void;
  bx_network_check(program: number, weights: number, frameSize: number): number;
  bx_network_run(network: number, frames: number, count: number, frameSize: number, out: number): number;
  bx_network_run_with_frames(
    network: number,
    frames: number,
    count: number,
    frameSize: number,
    out: number,
  ): number;
  bx_network_score(network: number, vectors: number, count: number): number;
  bx_network_vector_size(program: number): number;
  bx_collect(runtime: number, collector: number): void;
  bx_vector_size(runtime: number): number;
}

let compiled: WebAssembly.Module | undefined;

/** The module, compiled once per thread. */
export function runtimeModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(readFileSync(new URL("../prebuilt/runtime.wasm", import.meta.url)));
  return compiled;
}

/** An instance with a simple heap above the module's own data. */
export class WasmRuntime {
  readonly exports: RuntimeExports;
  #top: number;

  constructor() {
    this.exports = new WebAssembly.Instance(runtimeModule(), {}).exports as unknown as RuntimeExports;
    this.#top = this.exports.__heap_base.value as number;
  }

  /** Reserves memory, aligned to 8 bytes, not cleared. */
  take(bytes: number): number {
    const at = (this.#top + 7) & ~7;
    this.#top = at + bytes;
    const missing = this.#top - this.exports.memory.buffer.byteLength;
    if (missing > 0) this.exports.memory.grow(Math.ceil(missing / 65536));
    return at;
  }

  /** Reserves memory and copies `data` there. */
  put(data: Uint8Array | Int8Array | Int16Array | Uint32Array): number {
    const at = this.take(data.byteLength);
    this.u8(at, data.byteLength).set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    return at;
  }

  /** A `bk_backbone` of these bytes. @returns its place, or NULL for none. */
  putBackbone(bytes: Uint8Array | undefined): number {
    return bytes === undefined ? 0 : this.put(Uint32Array.of(this.put(bytes), bytes.length));
  }

  /** Runs `work` and gives back what it took, so that one instance can serve for ever. */
  scratch<T>(work: () => T): T {
    const before = this.#top;
    try {
      return work();
    } finally {
      this.#top = before;
    }
  }

  // Views are valid until the next take(), which may move the memory.
  u8(at: number, count: number): Uint8Array {
    return new Uint8Array(this.exports.memory.buffer, at, count);
  }

  i8(at: number, count: number): Int8Array {
    return new Int8Array(this.exports.memory.buffer, at, count);
  }

  i16(at: number, count: number): Int16Array {
    return new Int16Array(this.exports.memory.buffer, at, count);
  }

  u16(at: number, count: number): Uint16Array {
    return new Uint16Array(this.exports.memory.buffer, at, count);
  }

  u32(at: number, count: number): Uint32Array {
    return new Uint32Array(this.exports.memory.buffer, at, count);
  }
}

/** Results of beckon.h's bk_status, in the order of their numbers. */
export const STATUS = [
  "ok",
  "truncated",
  "magic",
  "version",
  "family",
  "crc",
  "section",
  "front-end",
  "network",
  "head",
  "decision",
  "arena",
  "backbone",
] as const;
export type Status = (typeof STATUS)[number];

/** @param code what a runtime function returned. */
export function statusOf(code: number): Status {
  const status = STATUS[code];
  if (status === undefined) throw new RangeError(`runtime.wasm answered with the unknown status ${code}.`);
  return status;
}

/**
 * Judges an image as a device would: its status, and the arena it needs on a 32-bit processor.
 *
 * @param backbone the one it runs over; found among those shipped if left out.
 */
export function checkImage(
  bytes: Uint8Array,
  backbone: Uint8Array | undefined = backboneFor(bytes)?.bytes,
): { status: Status; arenaBytes: number } {
  const runtime = new WasmRuntime();
  const image = runtime.put(bytes);
  const beside = runtime.putBackbone(backbone);
  const out = runtime.take(4);
  const status = statusOf(runtime.exports.bk_arena_size(image, bytes.length, beside, out));
  return { status, arenaBytes: status === "ok" ? (runtime.u32(out, 1)[0] ?? 0) : 0 };
}
