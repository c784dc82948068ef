/**
 * A byte pipe with a bad cable, for tests: every message that passes can be dropped, changed
 * or held back, in both directions. The device behind it is a real one.
 */
import { createPipeListeners, type BytePipe } from "../byte-pipe.ts";
import { createFrameDecoder, encodeFrame } from "../link/frame.ts";
import {
  decodeMessage,
  encodeMessage,
  sequenceOf,
  type Message,
  type ToDevice,
  type ToHost,
} from "../link/messages.ts";

export interface Tampering {
  /** Messages to pass instead of this one; none: it is lost. As it is if left out. */
  toHost?: ((message: ToHost) => readonly Message[]) | undefined;
  toDevice?: ((message: ToDevice) => readonly Message[]) | undefined;
  /** While true, nothing reaches the host; all of it does, at once, after {@link TamperedPipe.release}. */
  holding?: boolean;
}

export interface TamperedPipe extends BytePipe {
  /** May be changed at any time. */
  readonly tampering: Tampering;
  /** Delivers what was held back. */
  release(): void;
  /** The device's clock in its last HEARTBEAT or STATUS, ms. */
  readonly deviceMs: number;
  /** A message that the device never sent. */
  inject(message: Message): void;
}

export function tamper(pipe: BytePipe, tampering: Tampering = {}): TamperedPipe {
  const listeners = createPipeListeners();
  const held: Uint8Array[] = [];
  let deviceMs = 0;
  const deliver = (bytes: Uint8Array): void => {
    if (tampering.holding) held.push(bytes);
    else listeners.bytes(bytes);
  };
  const passOn = (
    bytes: Uint8Array,
    message: Message,
    change: readonly Message[],
    to: (bytes: Uint8Array) => void,
  ): void => {
    for (const each of change) {
      to(encodeFrame(each === message ? bytes : encodeMessage(each, sequenceOf(bytes))));
    }
  };
  const fromDevice = createFrameDecoder({
    message(bytes) {
      const message = decodeMessage(bytes, "host");
      if (message.name === "heartbeat" || message.name === "status") deviceMs = message.deviceMs;
      if (message.name !== "malformed")
        passOn(bytes, message, tampering.toHost?.(message) ?? [message], deliver);
    },
    damaged() {},
  });
  const fromHost = createFrameDecoder({
    message(bytes) {
      const message = decodeMessage(bytes, "device");
      const change = message.name === "malformed" ? [] : (tampering.toDevice?.(message) ?? [message]);
      if (message.name !== "malformed") passOn(bytes, message, change, (frame) => pipe.write(frame));
    },
    damaged() {},
  });
  pipe.onBytes((bytes) => fromDevice.push(bytes));
  pipe.onClose((end) => listeners.end(end));
  return {
    name: pipe.name,
    tampering,
    get deviceMs() {
      return deviceMs;
    },
    write: (bytes) => fromHost.push(bytes),
    onBytes: listeners.onBytes,
    onClose: listeners.onClose,
    close: () => pipe.close(),
    release() {
      tampering.holding = false;
      for (const bytes of held.splice(0)) listeners.bytes(bytes);
    },
    inject: (message) => listeners.bytes(encodeFrame(encodeMessage(message, 0))),
  };
}
