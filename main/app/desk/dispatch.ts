/**
 * One window's connection: texts and sound in, answers and values out. The
 * same over a WebSocket and over Electron's IPC.
 *
 * Trust: nothing from a window is believed. What does not have the form of
 * `toMain` is a protocol error, and whoever carries the connection ends it;
 * what has the form but a wrong input is answered by a fault.
 */
import {
  calls,
  feeds,
  type CallInput,
  type CallName,
  type CallOutput,
  type FeedInput,
  type FeedName,
  type FeedValue,
} from "../../contract/contract.ts";
import {
  MAX_FRAME_SAMPLES,
  MAX_TEXT,
  SOUND_FRAME_HEADER_BYTES,
  toMain,
  type ToMain,
  type ToWindow,
} from "../../contract/transport.ts";
import { BeckonError, usageError } from "../../../common/errors.ts";
import { MAX_RATE_HZ, MIN_RATE_HZ } from "../../../models/recordings/resample.ts";
import { faultView } from "./faults.ts";
import type { Feed } from "./feed.ts";

/** What a window is to the services: an identity, and a word when it goes. */
export interface WindowRef {
  readonly id: number;
}

/** What answers the contract. */
export interface Services {
  readonly calls: {
    readonly [N in CallName]: (
      input: CallInput<N>,
      window: WindowRef,
    ) => Promise<CallOutput<N>> | CallOutput<N>;
  };
  readonly feeds: { readonly [N in FeedName]: (input: FeedInput<N>) => Feed<FeedValue<N>> };
  /** Resolves when more may come. @param pcm as sent, mono. */
  sound(rateHz: number, pcm: Int16Array, window: WindowRef): Promise<void>;
  gone(window: WindowRef): void;
}

export interface Connection {
  /** @returns false if the text breaks the protocol: the connection must end. Resolves when the next may come. */
  text(text: string): Promise<boolean>;
  /** The same for a binary frame. */
  sound(frame: Uint8Array): Promise<boolean>;
  close(): void;
}

/** Subscriptions of one window at once; a window needs a dozen. */
const MOST_SUBSCRIPTIONS = 100;

let lastWindow = 0;

/** @param send carries a text to the window. @param log what went wrong in here, for the terminal. */
export function connectWindow(
  services: Services,
  send: (text: string) => void,
  log: (error: unknown) => void,
): Connection {
  const window: WindowRef = { id: ++lastWindow };
  const subscriptions = new Map<number, () => void>();
  let closed = false;
  const tell = (message: ToWindow): void => {
    if (!closed) send(JSON.stringify(message));
  };
  const fail = (number: number, error: unknown): void => {
    if (!(error instanceof BeckonError)) log(error);
    tell({ kind: "fault", number, fault: faultView(error) });
  };

  function call({ number, name, input }: ToMain & { kind: "call" }): void {
    void answer(services, window, name, input).then(
      (output) => tell({ kind: "answer", number, output: output ?? {} }),
      (error: unknown) => fail(number, error),
    );
  }

  function subscribe({ number, name, input }: ToMain & { kind: "subscribe" }): void {
    try {
      if (subscriptions.size >= MOST_SUBSCRIPTIONS) throw refused(name, "has too many subscriptions.");
      if (subscriptions.has(number)) throw refused(name, "was subscribed twice by one number.");
      if (!Object.hasOwn(feeds, name)) throw refused(name, "is not known here.");
      const feed = name as FeedName;
      const checked = check(name, feeds[feed].input, input);
      const source = (services.feeds[feed] as (input: unknown) => Feed<unknown>)(checked);
      subscriptions.set(
        number,
        source.subscribe((value) => tell({ kind: "value", number, value })),
      );
    } catch (error) {
      fail(number, error);
    }
  }

  return {
    text(text) {
      const message = parse(text);
      if (message === undefined) return Promise.resolve(false);
      if (message.kind === "call") call(message);
      else if (message.kind === "subscribe") subscribe(message);
      else {
        subscriptions.get(message.number)?.();
        subscriptions.delete(message.number);
      }
      return Promise.resolve(true);
    },
    async sound(frame) {
      const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
      const samples = (frame.byteLength - SOUND_FRAME_HEADER_BYTES) / 2;
      if (!Number.isInteger(samples) || samples < 1 || samples > MAX_FRAME_SAMPLES) return false;
      const rateHz = view.getUint32(0, true);
      if (rateHz < MIN_RATE_HZ || rateHz > MAX_RATE_HZ) return false;
      const pcm = Int16Array.from({ length: samples }, (_, i) =>
        view.getInt16(SOUND_FRAME_HEADER_BYTES + 2 * i, true),
      );
      try {
        await services.sound(rateHz, pcm, window);
      } catch (error) {
        log(error);
      }
      return true;
    },
    close() {
      closed = true;
      for (const end of subscriptions.values()) end();
      subscriptions.clear();
      services.gone(window);
    },
  };
}

async function answer(services: Services, window: WindowRef, name: string, input: unknown): Promise<unknown> {
  if (!Object.hasOwn(calls, name)) throw refused(name, "is not known here.");
  const call = name as CallName;
  const checked = check(name, calls[call].input, input);
  return (services.calls[call] as (input: unknown, window: WindowRef) => unknown)(checked, window);
}

function check(
  name: string,
  schema: { safeParse(value: unknown): { success: boolean; data?: unknown } },
  input: unknown,
): unknown {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw refused(name, "was asked with a wrong value.");
}

function refused(name: string, problem: string): BeckonError {
  return usageError("contract", `"${name.slice(0, 60)}"`, problem, "Reload the window.");
}

function parse(text: string): ToMain | undefined {
  if (text.length > MAX_TEXT) return undefined;
  try {
    const parsed = toMain.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
