/** A window without a page, for tests: the contract over a real WebSocket, as the renderer speaks it. */
import { WebSocket } from "ws";
import type {
  CallInput,
  CallName,
  CallOutput,
  FeedInput,
  FeedName,
  FeedValue,
} from "../../contract/contract.ts";
import {
  CODE_FRAGMENT,
  SESSION_PATH,
  SOCKET_PATH,
  SOUND_FRAME_HEADER_BYTES,
  type ToWindow,
} from "../../contract/transport.ts";
import type { FaultView } from "../../contract/values.ts";

export class FaultAnswer extends Error {
  readonly fault: FaultView;

  constructor(fault: FaultView) {
    super(`${fault.code}: ${fault.thing} ${fault.problem} ${fault.remedy}`);
    this.fault = fault;
  }
}

export interface TestWindow {
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  /** The newest value so far and a wait for one that is `wanted`. */
  feed<N extends FeedName>(name: N, input: FeedInput<N>): TestFeed<FeedValue<N>>;
  /** Sends sound as fast as main takes it. */
  sound(pcm: Int16Array, rateHz?: number): Promise<void>;
  close(): void;
}

export interface TestFeed<T> {
  readonly values: readonly T[];
  until(wanted: (value: T) => boolean, limitMs?: number): Promise<T>;
}

/** Exchanges the address's code for a cookie. */
export async function cookieFrom(address: string): Promise<string> {
  const url = new URL(address);
  const answer = await fetch(new URL(SESSION_PATH, url.origin), {
    method: "POST",
    headers: { origin: url.origin, "content-type": "text/plain" },
    body: url.hash.slice(1 + CODE_FRAGMENT.length),
  });
  if (answer.status !== 204) throw new Error(`the host answered ${answer.status}`);
  return answer.headers.get("set-cookie")!.split(";")[0]!;
}

/** @param address as the host prints it. */
export async function openWindow(address: string): Promise<TestWindow> {
  const { origin, host } = new URL(address);
  const socket = new WebSocket(`ws://${host}${SOCKET_PATH}`, {
    headers: { cookie: await cookieFrom(address), origin },
  });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const listeners = new Map<number, (value: unknown) => void>();
  let last = 0;
  socket.on("message", (data: Buffer) => {
    const message = JSON.parse(data.toString()) as ToWindow;
    if (message.kind === "value") listeners.get(message.number)?.(message.value);
    else if (message.kind === "answer") waiting.get(message.number)?.resolve(message.output);
    else waiting.get(message.number)?.reject(new FaultAnswer(message.fault));
  });
  const send = (message: object): void => socket.send(JSON.stringify(message));
  return {
    call(name, input) {
      const number = ++last;
      const asked = Promise.withResolvers<unknown>();
      waiting.set(number, asked);
      send({ kind: "call", number, name, input });
      return asked.promise as never;
    },
    feed(name, input) {
      const number = ++last;
      const values: unknown[] = [];
      let changed = Promise.withResolvers<void>();
      listeners.set(number, (value) => {
        values.push(value);
        changed.resolve();
        changed = Promise.withResolvers<void>();
      });
      send({ kind: "subscribe", number, name, input });
      return {
        values,
        async until(wanted: (value: never) => boolean, limitMs = 20_000) {
          const endMs = performance.now() + limitMs;
          for (;;) {
            if (values.length > 0 && wanted(values.at(-1) as never)) return values.at(-1);
            const leftMs = endMs - performance.now();
            if (leftMs <= 0)
              throw new Error(`${name} stayed ${JSON.stringify(values.at(-1))?.slice(0, 600)}`);
            let timer: NodeJS.Timeout | undefined;
            const late = new Promise<void>((resolve) => {
              timer = setTimeout(resolve, leftMs);
            });
            await Promise.race([changed.promise, late]);
            clearTimeout(timer);
          }
        },
      } as never;
    },
    async sound(pcm, rateHz = 16_000) {
      const block = Math.round(rateHz / 25);
      for (let at = 0; at < pcm.length; at += block) {
        const part = pcm.subarray(at, at + block);
        const frame = Buffer.alloc(SOUND_FRAME_HEADER_BYTES + 2 * part.length);
        frame.writeUInt32LE(rateHz, 0);
        part.forEach((value, i) => frame.writeInt16LE(value, SOUND_FRAME_HEADER_BYTES + 2 * i));
        await new Promise<void>((resolve, reject) =>
          socket.send(frame, (error) => (error ? reject(error) : resolve())),
        );
      }
    },
    close: () => socket.terminate(),
  };
}
