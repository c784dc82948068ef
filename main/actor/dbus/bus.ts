/** A connection to a D-Bus over its local socket: calls and their answers, signals, and an end. */
import { connect, type Socket } from "node:net";
import { CALL, ERROR, type Message, readMessage, RETURN, SIGNAL, type Value, writeMessage } from "./wire.ts";

export interface Call {
  readonly to: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: readonly Value[];
}

export interface BusListener {
  signal?(signal: Message): void;
  /** Somebody calls us. @returns signature and values of the answer; undefined for what we do not know. */
  called?(call: Message): { readonly signature: string; readonly body: readonly Value[] } | undefined;
  closed?(): void;
}

export interface Bus {
  /** @throws Error with the name of the bus's error; Error "closed" when the connection ends first. */
  call(call: Call): Promise<readonly Value[]>;
  emit(signal: Omit<Call, "to">): void;
  close(): void;
}

const BUS = {
  to: "org.freedesktop.DBus",
  path: "/org/freedesktop/DBus",
  interface: "org.freedesktop.DBus",
} as const;
const DO_NOT_QUEUE = 4;
const MOST_PENDING_BYTES = 4 << 20;

/** Where the system's bus is; D-Bus Specification, "Well-known Message Bus Instances". */
export function systemBusAddress(env: Readonly<NodeJS.ProcessEnv>): string {
  return env.DBUS_SYSTEM_BUS_ADDRESS || "unix:path=/var/run/dbus/system_bus_socket";
}

/**
 * Connects, says who we are, and says hello.
 *
 * @param address as D-Bus writes it; the first local socket in it is taken.
 * @throws Error where nothing answers there.
 */
export async function openBus(address: string, listener: BusListener = {}): Promise<Bus> {
  const socket = connect(socketOf(address));
  const waiting = new Map<number, { resolve(body: readonly Value[]): void; reject(error: Error): void }>();
  let serial = 0;
  let closed = false;
  let pending = new Uint8Array(0);
  const send = (message: Omit<Message, "serial">): number => {
    socket.write(writeMessage({ ...message, serial: ++serial }));
    return serial;
  };
  const take = (message: Message): void => {
    const asked = waiting.get(message.replyTo ?? 0);
    if (message.type === SIGNAL) listener.signal?.(message);
    else if (message.type === CALL) answer(message);
    else if (asked !== undefined) {
      waiting.delete(message.replyTo!);
      if (message.type === RETURN) asked.resolve(message.body ?? []);
      else if (message.type === ERROR) asked.reject(new Error(message.error));
    }
  };
  const answer = (call: Message): void => {
    const given = listener.called?.(call);
    const to = { replyTo: call.serial, destination: call.sender };
    if (given !== undefined) send({ type: RETURN, ...to, ...given });
    else send({ type: ERROR, ...to, error: "org.freedesktop.DBus.Error.UnknownMethod" });
  };

  await greet(socket);
  socket.on("data", (chunk) => {
    pending = Buffer.concat([pending, chunk as Buffer]);
    try {
      for (let next = readMessage(pending); next !== undefined; next = readMessage(pending)) {
        pending = pending.slice(next.size);
        take(next.message);
      }
      if (pending.length > MOST_PENDING_BYTES) socket.destroy();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      socket.destroy(); // Nothing after a broken message can be told apart.
    }
  });
  socket.on("error", () => {}); // Told by 'close'.
  socket.once("close", () => {
    closed = true;
    for (const { reject } of waiting.values()) reject(new Error("closed"));
    waiting.clear();
    listener.closed?.();
  });
  socket.unref();
  const bus: Bus = {
    call({ to: destination, ...rest }) {
      if (closed) return Promise.reject(new Error("closed"));
      return new Promise((resolve, reject) => {
        waiting.set(send({ type: CALL, destination, ...rest }), { resolve, reject });
      });
    },
    emit: (signal) => void send({ type: SIGNAL, ...signal }),
    close: () => socket.destroy(),
  };
  await bus.call({ ...BUS, member: "Hello" });
  return bus;
}

/** Asks for signals, as D-Bus writes such rules. */
export async function listenTo(bus: Bus, rule: string): Promise<void> {
  await bus.call({ ...BUS, member: "AddMatch", signature: "s", body: [rule] });
}

/** Takes a name on the bus, so that others find us by it. */
export async function takeName(bus: Bus, name: string): Promise<void> {
  await bus.call({ ...BUS, member: "RequestName", signature: "su", body: [name, DO_NOT_QUEUE] });
}

function socketOf(address: string): string {
  for (const one of address.split(";")) {
    const [, way, value] = /^unix:(?:.*,)?(path|abstract)=([^,]+)/.exec(one) ?? [];
    if (value !== undefined)
      return way === "path" ? decodeURIComponent(value) : `\0${decodeURIComponent(value)}`;
  }
  throw new Error(`no local socket in "${address}"`);
}

/** "Authentication Protocol": the kernel tells the bus who we are, and our word only has to agree. */
async function greet(socket: Socket): Promise<void> {
  const gone = Promise.withResolvers<never>();
  const ended = (): void => gone.reject(new Error("closed"));
  socket.once("error", gone.reject);
  socket.once("close", ended);
  const greeted = new Promise<void>((resolve, reject) => {
    socket.once("connect", () => {
      const id = Buffer.from(String(process.getuid?.() ?? 0)).toString("hex");
      socket.write(`\0AUTH EXTERNAL ${id}\r\n`);
    });
    socket.once("data", (answer) => {
      if (!answer.toString("latin1").startsWith("OK ")) return reject(new Error("the bus does not know us"));
      socket.write("BEGIN\r\n");
      resolve();
    });
  });
  await Promise.race([greeted, gone.promise]);
  socket.off("error", gone.reject);
  socket.off("close", ended);
}
