/**
 * The contract over a WebSocket on loopback (main/contract/transport.ts).
 *
 * The connection may go at any moment: main is restarted, the computer slept.
 * Then what was asked fails at once, and what was subscribed is subscribed
 * again by itself. Main is trusted; a message that cannot be read is dropped.
 */
import type { CallName, FeedName } from "../../main/contract/contract.ts";
import { SOUND_FRAME_HEADER_BYTES, type ToMain, type ToWindow } from "../../main/contract/transport.ts";
import { CallFault, type Client, type Connection } from "./client.ts";

/** The part of WebSocket that is used; tests give their own. */
export interface Socket {
  binaryType: string;
  readonly bufferedAmount: number;
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: (() => void) | null;
  send(data: string | ArrayBuffer): void;
  close(): void;
}

export interface SocketClientOptions {
  readonly open: () => Socket;
  /**
   * Asked before each try; false ends all trying, and a rejection is a try that failed.
   * @param wasShut the last socket was closed before it had opened: nobody is there, or we are not let in.
   */
  readonly mayConnect: (wasShut: boolean) => Promise<boolean>;
  readonly later: (run: () => void, ms: number) => void;
}

interface Waiting {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: CallFault) => void;
}

interface Subscription {
  readonly name: FeedName;
  readonly input: unknown;
  readonly listener: (value: unknown) => void;
}

const RETRY_MS = [250, 500, 1000, 2000, 4000];
/** More than this on its way, bytes, and new sound is dropped: a second of 16 kHz. */
const MOST_WAITING_BYTES = 32_000;

const GONE = new CallFault({
  code: "connection-lost",
  thing: "Beckon",
  problem: "The connection to Beckon was lost.",
  remedy: "Start Beckon again; this page connects by itself.",
});

/** Connects at once and for ever. */
export function connectSocket(options: SocketClientOptions): Client {
  const waiting = new Map<number, Waiting>();
  const subscriptions = new Map<number, Subscription>();
  const listeners = new Set<(state: Connection) => void>();
  let state: Connection = "connecting";
  let socket: Socket | undefined;
  let lastNumber = 0;
  let failures = 0;
  let wasShut = false;

  function become(next: Connection): void {
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener(next);
  }

  async function connect(): Promise<void> {
    const may = await options.mayConnect(wasShut).catch(() => undefined);
    if (may === false) {
      become("refused");
      return;
    }
    if (may === undefined) {
      lost();
      return;
    }
    const opening = options.open();
    wasShut = true;
    opening.binaryType = "arraybuffer";
    opening.onopen = () => {
      socket = opening;
      wasShut = false;
      failures = 0;
      for (const [number, { name, input }] of subscriptions) {
        send({ kind: "subscribe", number, name, input });
      }
      become("open");
    };
    opening.onmessage = ({ data }) => receive(data);
    opening.onclose = lost;
  }

  function lost(): void {
    socket = undefined;
    become("away");
    for (const { reject } of waiting.values()) reject(GONE);
    waiting.clear();
    const wait = RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)]!;
    options.later(() => void connect(), wait);
  }

  function send(message: ToMain): void {
    socket?.send(JSON.stringify(message));
  }

  function receive(data: unknown): void {
    const message = parse(data);
    if (message === undefined) return;
    if (message.kind === "value") {
      subscriptions.get(message.number)?.listener(message.value);
      return;
    }
    const asked = waiting.get(message.number);
    waiting.delete(message.number);
    if (message.kind === "answer") asked?.resolve(message.output);
    else asked?.reject(new CallFault(message.fault));
  }

  function ask(name: CallName, input: unknown): Promise<unknown> {
    if (socket === undefined) return Promise.reject(GONE);
    const number = ++lastNumber;
    return new Promise((resolve, reject) => {
      waiting.set(number, { resolve, reject });
      send({ kind: "call", number, name, input });
    });
  }

  void connect();
  return {
    call: (name, input) => ask(name, input) as ReturnType<Client["call"]> as never,
    subscribe: (name, input, listener) => {
      const number = ++lastNumber;
      subscriptions.set(number, { name, input, listener: listener as (value: unknown) => void });
      send({ kind: "subscribe", number, name, input });
      return () => {
        subscriptions.delete(number);
        send({ kind: "unsubscribe", number });
      };
    },
    sendSound: (rateHz, samples) => {
      if (socket === undefined || socket.bufferedAmount > MOST_WAITING_BYTES) return;
      socket.send(soundFrame(rateHz, samples));
    },
    onConnection: (listener) => {
      listeners.add(listener);
      listener(state);
      return () => listeners.delete(listener);
    },
  };
}

/** @returns u32 rate, then int16 samples, little-endian. */
export function soundFrame(rateHz: number, samples: Int16Array): ArrayBuffer {
  const frame = new ArrayBuffer(SOUND_FRAME_HEADER_BYTES + samples.length * 2);
  const view = new DataView(frame);
  view.setUint32(0, rateHz, true);
  samples.forEach((sample, i) => view.setInt16(SOUND_FRAME_HEADER_BYTES + 2 * i, sample, true));
  return frame;
}

function parse(data: unknown): ToWindow | undefined {
  try {
    return typeof data === "string" ? (JSON.parse(data) as ToWindow) : undefined;
  } catch {
    return undefined;
  }
}
