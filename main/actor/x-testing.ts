/**
 * Real X servers and real X clients for tests, benchmarks and the demo: an
 * Xvfb on a free display, a client that reports what it receives, xterm, and a
 * look at what the server holds down.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { machineError } from "../../common/errors.ts";
import { XConnection } from "./x11/connection.ts";

export interface TestDisplay {
  /** Such as ":99". */
  readonly display: string;
  stop(): Promise<void>;
}

/**
 * Starts an Xvfb on a display that is free, and waits until it answers.
 *
 * @throws BeckonError (exit 3) if Xvfb is not installed or does not start.
 */
export async function startXvfb(size = "1280x800x24"): Promise<TestDisplay> {
  const args = ["-displayfd", "3", "-screen", "0", size, "-nolisten", "tcp", "-noreset"];
  const server = spawn("Xvfb", args, { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const number = await new Promise<string>((resolve, reject) => {
    const fail = (): void => {
      const remedy = "Install it with: sudo apt-get install xvfb";
      reject(machineError("xvfb-missing", "Xvfb", "It did not start.", remedy));
    };
    server.once("error", fail);
    server.once("exit", fail);
    let written = "";
    (server.stdio[3] as Readable).on("data", (chunk: Buffer) => {
      written += chunk.toString();
      if (written.includes("\n")) resolve(written.trim());
    });
  });
  // A test that throws must not leave a server behind.
  const killed = (): void => void server.kill("SIGKILL");
  process.once("exit", killed);
  return {
    display: `:${number}`,
    async stop() {
      process.off("exit", killed);
      await endProcess(server);
    },
  };
}

/** What the server holds down, by whatever hand: keycodes and mouse buttons. */
export interface Pressed {
  readonly keycodes: readonly number[];
  readonly buttons: readonly number[];
}

export interface Watcher {
  pressed(): Pressed;
  /** Where the pointer is, pixels. */
  pointer(): { readonly x: number; readonly y: number };
  /** Waits until nothing is pressed. @returns ms it took, or undefined if it took longer than `limitMs`. */
  released(limitMs: number): Promise<number | undefined>;
  /** Acts as a stranger: another client's key. */
  foreignKey(keycode: number, down: boolean): void;
  readonly connection: XConnection;
  close(): void;
}

/** Looks at a display through a connection of its own. */
export function watchDisplay(display: string): Watcher {
  const connection = new XConnection(display);
  const pressed = (): Pressed => ({
    keycodes: [...connection.keysDown()],
    buttons: [...connection.pointer().buttons],
  });
  return {
    connection,
    pressed,
    pointer: () => connection.pointer(),
    async released(limitMs) {
      const startMs = performance.now();
      for (;;) {
        const { keycodes, buttons } = pressed();
        const tookMs = performance.now() - startMs;
        if (keycodes.length + buttons.length === 0) return tookMs;
        if (tookMs > limitMs) return undefined;
        await wait(2);
      }
    },
    foreignKey(keycode, down) {
      connection.x.XTestFakeKeyEvent(connection.display, keycode, down ? 1 : 0, 0);
      connection.sync();
    },
    close: () => connection.close(),
  };
}

/** The whole keyboard map of a display as xkbcomp writes it, to compare before and after. */
export function dumpMap(display: string): string {
  return execFileSync("xkbcomp", [display, "-"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

/** What a real X client received. `atNs` is the monotonic clock when the client had it, as `process.hrtime.bigint()`. */
export type Received =
  | {
      readonly kind: "key";
      readonly down: boolean;
      readonly keycode: number;
      readonly keysym: number;
      readonly state: number;
      readonly atNs: bigint;
    }
  | {
      readonly kind: "button";
      readonly down: boolean;
      readonly button: number;
      readonly x: number;
      readonly y: number;
      readonly state: number;
      readonly atNs: bigint;
    };

export interface RecordingClient {
  /** Everything received so far, in order. */
  readonly received: readonly Received[];
  /** Waits until `enough` says so. @throws Error with what came, after `limitMs`. */
  until(enough: (received: readonly Received[]) => boolean, limitMs?: number): Promise<readonly Received[]>;
  /** The characters of the keys that went down. */
  text(): string;
  clear(): void;
  stop(): Promise<void>;
}

/** Starts an X client with a window over the whole display that has the focus, and waits until it is ready. */
export async function startRecordingClient(display: string): Promise<RecordingClient> {
  const script = fileURLToPath(new URL("./x-recorder.ts", import.meta.url));
  const client = spawn(process.execPath, [script], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, DISPLAY: display },
  });
  const received: Received[] = [];
  let changed = Promise.withResolvers<void>();
  const ready = Promise.withResolvers<void>();
  client.once("exit", () => ready.reject(new Error("the recording client ended")));
  ready.promise.catch(() => {});
  let rest = "";
  client.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      const message = JSON.parse(line) as { kind: string; atNs: string };
      if (message.kind === "ready") ready.resolve();
      else received.push({ ...message, atNs: BigInt(message.atNs) } as Received);
    }
    changed.resolve();
    changed = Promise.withResolvers<void>();
  });
  await ready.promise;
  return {
    received,
    async until(enough, limitMs = 5000) {
      const endMs = performance.now() + limitMs;
      while (!enough(received)) {
        const leftMs = endMs - performance.now();
        if (leftMs <= 0)
          throw new Error(`after ${limitMs} ms the client had only ${describeReceived(received)}`);
        await Promise.race([changed.promise, wait(leftMs)]);
      }
      return received;
    },
    text: () =>
      received.map((one) => (one.kind === "key" && one.down ? characterOf(one.keysym) : "")).join(""),
    clear: () => void received.splice(0),
    stop: () => endProcess(client),
  };
}

/** Short text for messages and comparisons, such as "down 38, up 38, down button 1". */
export function describeReceived(received: readonly Received[]): string {
  return received
    .map((one) => `${one.down ? "down" : "up"} ${one.kind === "key" ? one.keycode : `button ${one.button}`}`)
    .join(", ");
}

/** The character of a keysym (X11 protocol, appendix A), or "" if it has none. */
export function characterOf(keysym: number): string {
  if (keysym >= 0x01000000) return String.fromCodePoint(keysym - 0x01000000);
  if (keysym === 0xff0d) return "\n";
  if (keysym === 0xff09) return "\t";
  return keysym >= 0x20 && keysym <= 0xff ? String.fromCodePoint(keysym) : "";
}

/** A process of its own that holds Shift, Control and the left button through an actor; to be killed and frozen. */
export interface HoldingParent {
  /** Of the process and of the process group that it leads, as a program in a terminal does. */
  readonly pid: number;
  /** Of its first actor. */
  readonly actorPid: number;
  /** What its first actor found down from an earlier run. */
  readonly recovered: readonly string[];
  /** Keeps its main thread from running. */
  block(ms: number): void;
  /** Kills it, if it still is, and waits until its first actor has gone too. */
  stop(): Promise<void>;
}

/** @param text typed before holding, without waiting for it; for deaths in the middle of a text. */
export async function startHoldingParent(display: string, text = ""): Promise<HoldingParent> {
  const script = fileURLToPath(new URL("./holding-parent.ts", import.meta.url));
  const stdio = ["pipe", "pipe", "inherit"] as const;
  const parent = spawn(process.execPath, [script, display, text], { stdio: [...stdio], detached: true });
  parent.stdin.on("error", () => {}); // It is killed on purpose.
  const [line] = (await once(parent.stdout, "data")) as [Buffer];
  const { actorPid, recovered } = JSON.parse(line.toString()) as { actorPid: number; recovered: string[] };
  return {
    pid: parent.pid!,
    actorPid,
    recovered,
    block: (ms) => void parent.stdin.write(`${ms}\n`),
    async stop() {
      await endProcess(parent);
      for (let tries = 0; tries < 50 && isRunning(actorPid); tries++) await wait(10);
    },
  };
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

export interface Terminal {
  /** The lines that the program in xterm has read so far, exactly. */
  written(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a real xterm in which `cat` writes every finished line into a file, and waits until it has the focus. */
export async function startXterm(display: string): Promise<Terminal> {
  const folder = await mkdtemp(join(tmpdir(), "beckon-xterm-"));
  const file = join(folder, "lines");
  const args = ["-u8", "-geometry", "100x20+0+0", "-e", "sh", "-c", 'cat > "$0"', file];
  const xterm = spawn("xterm", args, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DISPLAY: display, LC_ALL: "C.UTF-8", XMODIFIERS: "@im=none" },
  });
  const watcher = watchDisplay(display);
  watcher.connection.x.XTestFakeMotionEvent(watcher.connection.display, 0, 50, 50, 0);
  watcher.connection.sync();
  watcher.close();
  // Without a window manager the window under the pointer has the keyboard, once it is there and its program runs.
  for (let tries = 0; (await readFile(file).catch(() => undefined)) === undefined; tries++) {
    if (tries > 200) throw new Error("xterm did not start within 10 s");
    await wait(50);
  }
  await wait(200);
  return {
    written: () => readFile(file, "utf8"),
    async stop() {
      await endProcess(xterm);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}
