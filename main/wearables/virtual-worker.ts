/**
 * The virtual wearable's thread: what a board's main loop is. Bytes and samples come and go
 * as messages; nothing the app does can hold it up.
 */
import { parentPort, workerData } from "node:worker_threads";
import { createVirtualBoard, type VirtualBoardOptions } from "./virtual-board.ts";

export type ToVirtual =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  /** Answered by `fed` with the same number, after everything that came of the samples. */
  | { readonly kind: "samples"; readonly samples: Int16Array; readonly number: number }
  | { readonly kind: "restart"; readonly link: number };

export type FromVirtual =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "fed"; readonly number: number };

const POLL_MS = 5;

const port = parentPort;
if (port === null) throw new Error("virtual-worker.ts runs as a worker thread only");

const board = createVirtualBoard(workerData as VirtualBoardOptions, performance.now());

function poll(): void {
  const bytes = board.poll(performance.now());
  if (bytes.length > 0) send({ kind: "bytes", bytes });
}

function send(message: FromVirtual): void {
  port?.postMessage(message);
}

port.on("message", (message: ToVirtual) => {
  switch (message.kind) {
    case "bytes":
      board.receive(message.bytes);
      poll();
      break;
    case "samples":
      board.feed(message.samples);
      poll();
      send({ kind: "fed", number: message.number });
      break;
    case "restart":
      board.restart(message.link, performance.now());
      break;
  }
});
setInterval(poll, POLL_MS);
poll();
