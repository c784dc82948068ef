/**
 * The virtual wearable: this computer as a board, in a thread of its own, reached through the
 * same link as every other wearable. Its samples come from sources.ts.
 */
import { randomInt } from "node:crypto";
import { Worker } from "node:worker_threads";
import { createPipeListeners, type BytePipe } from "../byte-pipe.ts";
import { slotOf, type VirtualBoardOptions } from "../virtual-board.ts";
import type { FromVirtual, ToVirtual } from "../virtual-worker.ts";

export interface VirtualOptions {
  /** Image that it has from the start. */
  readonly image?: Uint8Array | undefined;
  /** Samples a second of the movement to come; 50 if left out. */
  readonly rateHz?: number | undefined;
}

export interface VirtualWearable {
  readonly pipe: BytePipe;
  /**
   * Hands live samples over: 16 kHz PCM, or three values of milli-g per sample.
   *
   * @returns resolves when they are heard and the events of them are on their way, so that
   *   who awaits it can feed faster than real time without losing an event; also when the
   *   wearable has ended.
   */
  feed(samples: Int16Array): Promise<void>;
  /** Starts anew with a new link number, as a board whose reset button was pressed. */
  restart(): void;
}

/** Starts the thread. @throws BeckonError if the image does not fit; other faults end the pipe. */
export function openVirtual(options: VirtualOptions = {}): VirtualWearable {
  if (options.image !== undefined) slotOf(options.image);
  const start: VirtualBoardOptions = { ...options, link: newLink() };
  const worker = new Worker(new URL("../virtual-worker.ts", import.meta.url), { workerData: start });
  const listeners = createPipeListeners();
  const fed = new Map<number, () => void>();
  let number = 0;
  let closing = false;

  const post = (message: ToVirtual): void => worker.postMessage(message);
  worker.on("message", (message: FromVirtual) => {
    if (message.kind === "bytes") listeners.bytes(message.bytes);
    else {
      fed.get(message.number)?.();
      fed.delete(message.number);
    }
  });
  let fault = "";
  worker.on("error", (error) => {
    fault = error instanceof Error ? error.message : String(error);
  });
  const exited = new Promise<void>((resolve) => {
    worker.on("exit", () => {
      listeners.end(closing ? { kind: "closed" } : { kind: "gone", detail: fault });
      for (const done of fed.values()) done();
      fed.clear();
      resolve();
    });
  });

  return {
    pipe: {
      name: "virtual",
      write(bytes) {
        if (!listeners.ended) post({ kind: "bytes", bytes });
      },
      onBytes: listeners.onBytes,
      onClose: listeners.onClose,
      async close() {
        closing = true;
        await worker.terminate();
        await exited;
      },
    },
    feed(samples) {
      if (listeners.ended) return Promise.resolve();
      const mine = number++;
      return new Promise<void>((resolve) => {
        fed.set(mine, resolve);
        post({ kind: "samples", samples, number: mine });
      });
    },
    restart: () => post({ kind: "restart", link: newLink() }),
  };
}

function newLink(): number {
  return randomInt(1, 2 ** 32);
}
