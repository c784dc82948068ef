/**
 * From what a person writes (`virtual`, `serial:PATH`, `emulated:BOARD[@FLASH]`) to an open
 * wearable. A new transport is one line in each of the two lists here.
 */
import { usageError } from "../../common/errors.ts";
import type { Samples } from "../../common/street.ts";
import type { BytePipe } from "../wearables/byte-pipe.ts";
import { play, type Feed, type Pace } from "../wearables/sources.ts";
import { openSerial } from "../wearables/transport/serial.ts";
import { openVirtual } from "../wearables/transport/virtual.ts";
import {
  openWearable,
  type Wearable,
  type WearableListener,
  type WearableOptions,
} from "../wearables/wearable.ts";

export type DeviceAddress =
  | { readonly kind: "virtual" }
  | { readonly kind: "serial"; readonly path: string }
  | { readonly kind: "emulated"; readonly board: string; readonly flashFile: string | undefined };

/** All of board.json's cables run at this speed; a test holds it to that. */
export const BAUD = 115200;

export interface DeviceOptions extends WearableOptions {
  /** Image that a virtual wearable has from the start; others keep the one they have. */
  readonly image?: Uint8Array | undefined;
  /** Samples a second of the movement fed to a virtual wearable. */
  readonly rateHz?: number | undefined;
}

export interface OpenDevice {
  readonly wearable: Wearable;
  /** Plays a recording to the sensor of a virtual or emulated wearable; real ones have their own. */
  readonly play: ((samples: Samples, pace: Pace, stop?: AbortSignal) => Promise<void>) | undefined;
  /** Raw live samples, for a virtual wearable only. */
  readonly feed: Feed | undefined;
  /** Closes wearable, emulator and thread. */
  close(): Promise<void>;
}

/**
 * Reads a device as the person writes it.
 *
 * @throws BeckonError `device-unknown` that lists the forms, or `hid-later`.
 */
export function parseDevice(text: string): DeviceAddress {
  const [, kind, rest] = /^([a-z]+)(?::(.*))?$/s.exec(text) ?? [];
  if (kind === "virtual" && rest === undefined) return { kind };
  if (kind === "serial" && rest) return { kind, path: rest };
  if (kind === "emulated" && rest) {
    const at = rest.indexOf("@");
    const board = at < 0 ? rest : rest.slice(0, at);
    const flashFile = at < 0 ? undefined : rest.slice(at + 1);
    if (board !== "" && flashFile !== "") return { kind, board, flashFile };
  }
  if (kind === "hid" && rest) {
    throw usageError(
      "hid-later",
      `Device "${text}"`,
      "wearables without a serial port (HID) come with a later version.",
      "Use the board's serial port, as `beckon devices` lists it.",
    );
  }
  throw usageError(
    "device-unknown",
    `Device "${text}"`,
    "is not a way to name a wearable.",
    "Write virtual, serial:PATH or emulated:BOARD[@FLASH]; `beckon devices` lists what is plugged in.",
  );
}

/**
 * Opens a wearable and keeps it open (wearable.ts).
 *
 * @throws BeckonError naming what is at fault.
 */
export async function openDevice(
  address: DeviceAddress,
  listener: WearableListener = {},
  options: DeviceOptions = {},
): Promise<OpenDevice> {
  switch (address.kind) {
    case "virtual":
      return openVirtualDevice(listener, options);
    case "serial": {
      const open = (): Promise<BytePipe> => openSerial(address.path, BAUD);
      const wearable = await openWearable(`serial:${address.path}`, open, listener, options);
      return { wearable, play: undefined, feed: undefined, close: () => wearable.close() };
    }
    case "emulated":
      return openEmulatedDevice(address.board, address.flashFile, listener, options);
  }
}

async function openVirtualDevice(listener: WearableListener, options: DeviceOptions): Promise<OpenDevice> {
  let current = openVirtual(options);
  let used = false;
  const open = async (): Promise<BytePipe> => {
    if (used) current = openVirtual(options); // its thread ended: a new one is a wearable plugged in again
    used = true;
    return current.pipe;
  };
  const wearable = await openWearable("virtual", open, listener, options);
  const feed: Feed = (samples) => current.feed(samples);
  return {
    wearable,
    feed,
    play: (samples, pace, stop) => play(samples, feed, pace, stop),
    close: () => wearable.close(),
  };
}

async function openEmulatedDevice(
  board: string,
  flashFile: string | undefined,
  listener: WearableListener,
  options: DeviceOptions,
): Promise<OpenDevice> {
  const { startEmulated } = await import("../wearables/emulated/emulated.ts"); // QEMU's part is loaded only where it is used
  let current = await startEmulated(board, { flashFile });
  let used = false;
  const open = async (): Promise<BytePipe> => {
    if (used) current = await startEmulated(board, { flashFile });
    used = true;
    return current.pipe;
  };
  const wearable = await openWearable(`emulated:${board}`, open, listener, options);
  return {
    wearable,
    feed: undefined,
    play: (samples, _pace, stop) => current.feed(samples, stop), // an emulated sensor knows only the pace of life
    close: () => wearable.close(),
  };
}
