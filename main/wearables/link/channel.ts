/**
 * Messages over one byte pipe: frames out and in, requests that are sent again until they
 * are answered. Knows nothing of what a wearable is doing; session.ts does.
 */
import type { BeckonError } from "../../../common/errors.ts";
import type { BytePipe, PipeEnd } from "../byte-pipe.ts";
import { endError } from "./ends.ts";
import { createFrameDecoder, encodeFrame } from "./frame.ts";
import { refusalError } from "./faults.ts";
import { decodeMessage, encodeMessage, sequenceOf, type ToDevice, type ToHost } from "./messages.ts";

/** The first byte to an emulated board may wait 1 s, and an Arduino boots for 2 s. */
export const RETRY_MS = 500;
export const TRIES = 8;

export interface RequestOptions {
  /** Sent again after so long without an answer, ms. */
  readonly retryMs?: number;
  /** Sent so many times at most. */
  readonly tries?: number;
}

export interface ChannelCounts {
  /** Frames dropped because bytes were lost or changed on the way. */
  damaged: number;
  /** Intact frames whose message made no sense. */
  malformed: number;
}

export interface Channel {
  readonly name: string;
  readonly counts: Readonly<ChannelCounts>;
  send(message: ToDevice): void;
  /**
   * Sends `message` until `accept` takes an answer (returns anything but undefined).
   *
   * @throws BeckonError if the device refuses it, does not answer, or the pipe ends.
   */
  request<T>(
    message: ToDevice,
    accept: (answer: ToHost) => T | undefined,
    options?: RequestOptions,
  ): Promise<T>;
  /** The one who gets every message; a new one takes the old one's place. */
  listen(listener: (message: ToHost, sequence: number) => void): void;
  onClose(listener: (end: PipeEnd) => void): void;
  close(): Promise<void>;
}

interface Waiting {
  /** Sequence numbers under which it was sent; an answer carries one of them. */
  readonly sequences: Set<number>;
  take(answer: ToHost): void;
  fail(error: BeckonError): void;
}

export function createChannel(pipe: BytePipe): Channel {
  const counts: ChannelCounts = { damaged: 0, malformed: 0 };
  const waiting = new Set<Waiting>();
  let sequence = 0;
  let listener: (message: ToHost, sequence: number) => void = () => {};
  let ended = false;

  const send = (message: ToDevice): number => {
    const used = sequence;
    sequence = (sequence + 1) & 0xff;
    pipe.write(encodeFrame(encodeMessage(message, used)));
    return used;
  };

  const decoder = createFrameDecoder({
    message(bytes) {
      const message = decodeMessage(bytes, "host");
      if (message.name === "malformed") {
        counts.malformed++;
        return;
      }
      const answered = sequenceOf(bytes);
      listener(message, answered);
      for (const request of waiting) {
        if (!request.sequences.has(answered)) continue;
        if (message.name === "error") request.fail(refusalError(pipe.name, message));
        else request.take(message);
      }
    },
    damaged() {
      counts.damaged++;
    },
  });
  pipe.onBytes((bytes) => decoder.push(bytes));
  pipe.write(Uint8Array.of(0)); // ends whatever half frame the other side may hold
  pipe.onClose((end) => {
    ended = true;
    for (const request of waiting) request.fail(endError(pipe.name, end));
  });

  const request = <T>(
    message: ToDevice,
    accept: (answer: ToHost) => T | undefined,
    options: RequestOptions = {},
  ): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      if (ended) {
        reject(endError(pipe.name, { kind: "closed" }));
        return;
      }
      let triesLeft = options.tries ?? TRIES;
      const settle = (finish: () => void): void => {
        clearInterval(timer);
        waiting.delete(entry);
        finish();
      };
      const entry: Waiting = {
        sequences: new Set(),
        take(answer) {
          const value = accept(answer);
          if (value !== undefined) settle(() => resolve(value));
        },
        fail: (error) => settle(() => reject(error)),
      };
      const sendOnce = (): void => {
        if (triesLeft-- > 0) entry.sequences.add(send(message));
        else entry.fail(endError(pipe.name, { kind: "silent" }));
      };
      const timer = setInterval(sendOnce, options.retryMs ?? RETRY_MS);
      waiting.add(entry);
      sendOnce();
    });

  return {
    name: pipe.name,
    counts,
    send(message) {
      send(message);
    },
    request,
    listen(next) {
      listener = next;
    },
    onClose: (closeListener) => pipe.onClose(closeListener),
    close: () => pipe.close(),
  };
}
