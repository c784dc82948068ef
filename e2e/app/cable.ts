/**
 * A wearable on a cable for tests: `beckon virtual`, which is the runtime with its whole link, as a
 * process behind a real pseudo-terminal. It can be pulled, frozen and plugged in again, and is
 * known by one path all the while.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { setTimeout as wait } from "node:timers/promises";
import { endChild } from "./children.ts";

const BECKON = fileURLToPath(new URL("../../main/cli/beckon.ts", import.meta.url));
const RATE_HZ = 16_000;
const PIECE = RATE_HZ / 50;

export interface Cable {
  /** As `--device` takes it. */
  readonly dev: string;
  /** The port's path. */
  readonly path: string;
  plugIn(image: Uint8Array): Promise<void>;
  /** The port is gone at once. */
  pull(): Promise<void>;
  /** It is there and says nothing more. */
  freeze(): void;
  thaw(): void;
  /** Whose port it is, and what they may. */
  own(user: number, mode: number): void;
  /** Its microphone hears this, in real time. */
  say(pcm: Int16Array): Promise<void>;
  stop(): Promise<void>;
}

export function createCable(): Cable {
  const folder = mkdtempSync(join(tmpdir(), "beckon-cable-"));
  const path = join(folder, "port");
  let child: ChildProcess | undefined;
  const pull = async (): Promise<void> => {
    rmSync(path, { force: true });
    if (child !== undefined) await endChild(child);
    child = undefined;
  };
  return {
    dev: `serial:${path}`,
    path,
    async plugIn(image) {
      const file = join(folder, "model.bkn");
      writeFileSync(file, image);
      const args = ["--disable-warning=ExperimentalWarning", BECKON, "virtual", "--image", file, "--json"];
      const started = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
      child = started;
      started.stdin.on("error", () => {}); // It is pulled while it still hears.
      const [line] = await new Promise<[string]>((resolve, reject) => {
        createInterface({ input: started.stdout }).once("line", (first) => resolve([first]));
        started.once("exit", (code) => reject(new Error(`beckon virtual ended with ${code}`)));
      });
      symlinkSync((JSON.parse(line) as { port: string }).port, path);
    },
    pull,
    freeze: () => void child?.kill("SIGSTOP"),
    thaw: () => void child?.kill("SIGCONT"),
    own(user, mode) {
      const port = realpathSync(path);
      chownSync(port, user, -1);
      chmodSync(port, mode);
    },
    async say(pcm) {
      const startMs = performance.now();
      for (let at = 0; at < pcm.length; at += PIECE) {
        const piece = pcm.subarray(at, at + PIECE);
        child?.stdin?.write(new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength));
        await wait(Math.max(0, startMs + (1000 * at) / RATE_HZ - performance.now()));
      }
    },
    async stop() {
      await pull();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A take with half a second of its own quiet before, and a second after. */
export function betweenQuiet(pcm: Int16Array): Int16Array {
  const quiet = pcm.subarray(0, 800);
  const repeat = (times: number): number[] => Array.from({ length: times }, () => [...quiet]).flat();
  return Int16Array.from([...repeat(10), ...pcm, ...repeat(20)]);
}
