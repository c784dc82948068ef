/** A Unix socket of QEMU's that takes commands one at a time: QMP, qtest and the gdb stub. */
import { connect, type Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

export interface CommandSocket {
  /**
   * Sends `text`, and resolves with what `answer` makes of the bytes that come, as soon as it
   * makes something; commands wait for those before them.
   *
   * @throws Error if the socket closes first.
   */
  ask<T>(text: string, answer: (received: Answer) => T | undefined): Promise<T>;
  /** Sends at once, past the commands that wait. */
  send(text: string): void;
  close(): void;
}

/** Bytes received and not yet used, as Latin-1 text. */
export interface Answer {
  readonly text: string;
  /** Marks the first `count` characters as used. */
  use(count: number): void;
}

/** @param path of a socket that QEMU is about to open. */
export async function openCommandSocket(path: string): Promise<CommandSocket> {
  const socket = await connectSoon(path);
  let text = "";
  let closed = false;
  let wake: () => void = () => undefined;
  socket.setEncoding("latin1");
  socket.on("data", (chunk: string) => {
    text += chunk;
    wake();
  });
  socket.on("error", () => undefined); // "close" follows
  socket.on("close", () => {
    closed = true;
    wake();
  });
  const received: Answer = {
    get text() {
      return text;
    },
    use(count) {
      text = text.slice(count);
    },
  };

  let last: Promise<unknown> = Promise.resolve();
  const exchange = async <T>(command: string, answer: (received: Answer) => T | undefined): Promise<T> => {
    if (command !== "" && !closed) socket.write(command, "latin1");
    for (;;) {
      const value = answer(received);
      if (value !== undefined) return value;
      if (closed) throw new Error(`QEMU closed ${path}`);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return {
    ask(command, answer) {
      const result = last.then(() => exchange(command, answer));
      last = result.catch(() => undefined);
      return result;
    },
    send(command) {
      if (!closed) socket.write(command, "latin1");
    },
    close: () => socket.destroy(),
  };
}

/** QEMU needs some tens of milliseconds to open its sockets, seconds on a busy machine. */
async function connectSoon(path: string): Promise<Socket> {
  for (let attempt = 0; ; attempt++) {
    const socket = connect(path);
    const error = await new Promise<Error | undefined>((resolve) => {
      socket.once("connect", () => resolve(undefined));
      socket.once("error", resolve);
    });
    if (error === undefined) return socket;
    if (attempt === 500) throw error;
    await wait(20);
  }
}
