/**
 * QEMU's three ways in, beside the serial port: QMP (start, reset, save memory), qtest (memory
 * while it runs) and the gdb stub (memory and breakpoints while it stands).
 */
import { openCommandSocket, type Answer } from "./line-socket.ts";

export interface Qmp {
  /** @throws Error with QEMU's words if it refuses. */
  execute(command: string, args?: object): Promise<unknown>;
  close(): void;
}

export async function openQmp(path: string): Promise<Qmp> {
  const socket = await openCommandSocket(path);
  const line = (received: Answer): Record<string, unknown> | undefined => {
    for (;;) {
      const end = received.text.indexOf("\n");
      if (end < 0) return undefined;
      const value = JSON.parse(received.text.slice(0, end)) as Record<string, unknown>;
      received.use(end + 1);
      if (!("event" in value)) return value;
    }
  };
  await socket.ask("", line); // the greeting
  const execute = async (command: string, args: object = {}): Promise<unknown> => {
    const answer = await socket.ask(`${JSON.stringify({ execute: command, arguments: args })}\n`, line);
    if (answer.error !== undefined)
      throw new Error(`QEMU refused ${command}: ${JSON.stringify(answer.error)}`);
    return answer.return;
  };
  await execute("qmp_capabilities");
  return { execute, close: () => socket.close() };
}

export interface Qtest {
  read32(address: number): Promise<number>;
  write32(address: number, value: number): Promise<void>;
  write(address: number, bytes: Uint8Array): Promise<void>;
  close(): void;
}

export async function openQtest(path: string): Promise<Qtest> {
  const socket = await openCommandSocket(path);
  const command = (text: string): Promise<string> =>
    socket.ask(`${text}\n`, (received) => {
      const end = received.text.indexOf("\n");
      if (end < 0) return undefined;
      const answer = received.text.slice(0, end);
      received.use(end + 1);
      if (!answer.startsWith("OK")) throw new Error(`QEMU refused ${text}: ${answer}`);
      return answer.slice(3);
    });
  return {
    read32: async (address) => Number(await command(`readl ${address}`)),
    write32: async (address, value) => void (await command(`writel ${address} ${value >>> 0}`)),
    write: async (address, bytes) => {
      if (bytes.length > 0)
        await command(`write ${address} ${bytes.length} 0x${Buffer.from(bytes).toString("hex")}`);
    },
    close: () => socket.close(),
  };
}

export interface Gdb {
  read(address: number, count: number): Promise<Uint8Array>;
  write(address: number, bytes: Uint8Array): Promise<void>;
  /** Stops the processor before the instruction at `address`. */
  breakAt(address: number): Promise<void>;
  unbreak(address: number): Promise<void>;
  /** Lets it run, over a breakpoint at which it stands, and resolves when it stops. */
  run(): Promise<void>;
  /** Stops it; the run that goes on resolves. */
  halt(): void;
  /** Lets go of it; it stays as it was, standing or running. */
  detach(): Promise<void>;
  close(): void;
}

/** Bytes that one packet of the stub carries; it takes 4,096 characters. */
const GDB_CHUNK = 1024;

export async function openGdb(path: string): Promise<Gdb> {
  const socket = await openCommandSocket(path);
  const packet = (body: string): string => {
    let sum = 0;
    for (let i = 0; i < body.length; i++) sum = (sum + body.charCodeAt(i)) & 0xff;
    return `$${body}#${sum.toString(16).padStart(2, "0")}`;
  };
  const ask = (body: string): Promise<string> =>
    socket.ask(packet(body), (received) => {
      const found = /^\+*\$([^#]*)#../.exec(received.text);
      if (found === null) return undefined;
      received.use(found[0].length);
      return found[1] as string;
    });
  const command = async (body: string): Promise<string> => {
    const answer = await ask(body);
    await socket.ask("+", () => true);
    return answer;
  };
  const done = async (body: string): Promise<void> => {
    const answer = await command(body);
    if (answer !== "OK") throw new Error(`QEMU's gdb stub refused ${body.slice(0, 40)}: ${answer}`);
  };
  return {
    read: async (address, count) => {
      const parts: Buffer[] = [];
      for (let at = 0; at < count; at += GDB_CHUNK) {
        const size = Math.min(GDB_CHUNK, count - at);
        parts.push(Buffer.from(await command(`m${(address + at).toString(16)},${size.toString(16)}`), "hex"));
      }
      return Buffer.concat(parts);
    },
    write: async (address, bytes) => {
      for (let at = 0; at < bytes.length; at += GDB_CHUNK) {
        const piece = Buffer.from(bytes.subarray(at, at + GDB_CHUNK));
        await done(`M${(address + at).toString(16)},${piece.length.toString(16)}:${piece.toString("hex")}`);
      }
    },
    breakAt: (address) => done(`Z0,${(address & ~1).toString(16)},2`),
    unbreak: (address) => done(`z0,${(address & ~1).toString(16)},2`),
    run: async () => {
      await command("s"); // it would stop again at once where it stands
      await command("c");
    },
    halt: () => socket.send("\u0003"),
    detach: async () => {
      await done("D");
      socket.close();
    },
    close: () => socket.close(),
  };
}
