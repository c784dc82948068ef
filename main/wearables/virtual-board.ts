/**
 * The virtual wearable's board: runtime.wasm with link_device in it, one instance per
 * wearable. Mirrors firmware-gen/engine/virtual.c. No thread, no clock of its own, so that
 * the worker, the pseudo-terminal and tests can all drive it.
 */
import { boardById } from "../../firmware-gen/boards/boards.ts";
import { WasmRuntime } from "../../firmware-gen/engine/wasm.ts";
import { slotBytes } from "../../firmware-gen/flash/slot.ts";
import { backboneBeside } from "../../firmware-gen/image/shipped-backbones.ts";
import { inputError } from "../../common/errors.ts";

interface VirtualExports {
  bx_virtual_memory(
    flash: number,
    slotSize: number,
    backbone: number,
    backboneSize: number,
    arena: number,
    arenaSize: number,
  ): void;
  bx_virtual_start(link: number, nowMs: number, motionRateChz: number): void;
  bx_virtual_signal(): number;
  bx_virtual_receive(bytes: number, size: number): void;
  bx_virtual_sound(pcm: number, count: number): void;
  bx_virtual_motion(milliG: number, count: number): void;
  bx_virtual_poll(nowMs: number): void;
  bx_virtual_sent(): number;
  bx_virtual_take_sent(): number;
}

export interface VirtualBoardOptions {
  /** Image that it has from the start. The backbone beside it is the one it names, or else the usual one. */
  readonly image?: Uint8Array | undefined;
  /** Number of this start, 1 to 2^32 − 1; another one than at the start before. */
  readonly link: number;
  /** Samples a second of the movement to come; 50 if left out. */
  readonly rateHz?: number | undefined;
}

export interface VirtualBoard {
  /** Signal of the open image; undefined while there is none. */
  readonly signal: "sound" | "motion" | undefined;
  /** Bytes from the host. */
  receive(bytes: Uint8Array): void;
  /** Live samples: 16 kHz PCM, or three values of milli-g per sample, as the image's signal asks. */
  feed(samples: Int16Array): void;
  /**
   * Does what is due; at least every 10 ms.
   *
   * @param nowMs milliseconds on any monotonic clock.
   * @returns what the wearable has sent to the host since the last call.
   */
  poll(nowMs: number): Uint8Array;
  /** Starts anew, as after a reset: nothing armed, `link` the new number. */
  restart(link: number, nowMs: number): void;
}

/** Values handed over at once; a multiple of 3 and of a hop of 320. */
const CHUNK_VALUES = 960;
const RECEIVE_BYTES = 4096;

/** @throws BeckonError if the image does not fit a slot. */
export function createVirtualBoard(options: VirtualBoardOptions, nowMs: number): VirtualBoard {
  const { slotBytes: slotSize, arenaBytes } = boardById("virtual");
  const wasm = new WasmRuntime();
  const device = wasm.exports as unknown as VirtualExports;
  const flash = wasm.take(2 * slotSize);
  const arena = wasm.take(arenaBytes);
  const samplesAt = wasm.take(2 * CHUNK_VALUES);
  const receiveAt = wasm.take(RECEIVE_BYTES);
  wasm.u8(flash, 2 * slotSize).fill(0xff);
  if (options.image !== undefined) wasm.u8(flash, 2 * slotSize).set(slotOf(options.image));
  const rateChz = Math.round((options.rateHz ?? 50) * 100);
  const backbone = backboneBeside(options.image).bytes;
  device.bx_virtual_memory(flash, slotSize, wasm.put(backbone), backbone.length, arena, arenaBytes);
  device.bx_virtual_start(options.link, toU32(nowMs), rateChz);

  const signal = () => (["sound", "motion"] as const)[device.bx_virtual_signal()];
  return {
    get signal() {
      return signal();
    },
    receive(bytes) {
      for (let at = 0; at < bytes.length; at += RECEIVE_BYTES) {
        const part = bytes.subarray(at, at + RECEIVE_BYTES);
        wasm.u8(receiveAt, part.length).set(part);
        device.bx_virtual_receive(receiveAt, part.length);
      }
    },
    feed(samples) {
      const isMotion = signal() === "motion";
      for (let at = 0; at < samples.length; at += CHUNK_VALUES) {
        const part = samples.subarray(at, at + CHUNK_VALUES);
        wasm.i16(samplesAt, part.length).set(part);
        if (isMotion) device.bx_virtual_motion(samplesAt, Math.floor(part.length / 3));
        else device.bx_virtual_sound(samplesAt, part.length);
      }
    },
    poll(now) {
      device.bx_virtual_poll(toU32(now));
      const size = device.bx_virtual_take_sent();
      return wasm.u8(device.bx_virtual_sent(), size).slice();
    },
    restart(link, now) {
      device.bx_virtual_start(link, toU32(now), rateChz);
    },
  };
}

/**
 * An image as it lies in the virtual wearable's first slot.
 *
 * @throws BeckonError if it does not fit.
 */
export function slotOf(image: Uint8Array): Uint8Array {
  const slotSize = boardById("virtual").slotBytes;
  const slot = slotBytes(image, 1);
  if (slot.length <= slotSize) return slot;
  throw inputError(
    "image-too-large",
    "the virtual wearable",
    `the image of ${image.length} bytes does not fit: its slot has ${slotSize}.`,
    "Train with fewer commands or takes.",
  );
}

function toU32(ms: number): number {
  return Math.floor(ms) % 2 ** 32;
}
