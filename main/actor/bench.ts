/**
 * Figures of the actor on a real X server:
 *
 *   node main/actor/bench.ts [--full]
 *
 * release: from the parent's death or freeze until the server reports nothing
 * pressed. healthy hold: a key held while all cores are busy, let go by mistake.
 * latency: from the action given to the actor until a real client has the key.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { startActor } from "./actor.ts";
import { startHoldingParent, startRecordingClient, startXvfb, watchDisplay } from "./x-testing.ts";

/** DESIGN §11.1. */
export const RELEASE_LIMIT_MS = 250;

export interface Spread {
  readonly count: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly worstMs: number;
}

export interface ReleaseFigures extends Spread {
  readonly withinLimit: number;
}

/**
 * @param signal SIGKILL: the parent is killed; SIGSTOP: it is frozen.
 * @param count how often.
 */
export async function measureRelease(signal: "SIGKILL" | "SIGSTOP", count: number): Promise<ReleaseFigures> {
  const server = await startXvfb("640x480x24");
  const watcher = watchDisplay(server.display);
  const times: number[] = [];
  try {
    for (let i = 0; i < count; i++) {
      const parent = await startHoldingParent(server.display);
      if (watcher.pressed().keycodes.length !== 2) throw new Error("the parent does not hold its keys");
      // The moments between two beats are as likely as each other.
      await wait(50 + ((i * 7) % 50));
      process.kill(parent.pid, signal);
      times.push((await watcher.released(10_000)) ?? Infinity);
      await parent.stop();
    }
  } finally {
    watcher.close();
    await server.stop();
  }
  return { ...spreadOf(times), withinLimit: times.filter((ms) => ms <= RELEASE_LIMIT_MS).length };
}

export interface HoldFigures {
  readonly holds: number;
  readonly secondsEach: number;
  /** Processes that kept the cores busy meanwhile. */
  readonly hogs: number;
  readonly letGoByMistake: number;
  /** Why, for each of them. */
  readonly reasons: readonly string[];
}

/**
 * Holds a key for `seconds`, `holds` times, `atOnce` of them side by side on
 * servers of their own, while `hogs` processes keep the cores busy.
 */
export async function measureHealthyHold(
  holds: number,
  seconds: number,
  hogs: number,
  atOnce = 1,
): Promise<HoldFigures> {
  const busy = Array.from({ length: hogs }, () => startHog());
  const reasons: string[] = [];
  let left = holds;
  const lane = async (): Promise<void> => {
    while (left-- > 0) {
      const reason = await holdOnce(seconds);
      if (reason !== undefined) reasons.push(reason);
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, lane));
  } finally {
    for (const hog of busy) hog.kill("SIGKILL");
  }
  return { holds, secondsEach: seconds, hogs, letGoByMistake: reasons.length, reasons };
}

/** @returns why the key was let go, or undefined if it was not. */
async function holdOnce(seconds: number): Promise<string | undefined> {
  const server = await startXvfb("640x480x24");
  const watcher = watchDisplay(server.display);
  let reason: string | undefined;
  const actor = await startActor({ kind: "x11", display: server.display }, (notice) => {
    if (notice.kind === "released") reason ??= notice.reason;
    if (notice.kind === "lost") reason ??= "actor lost";
  });
  try {
    await actor.perform({ kind: "down", inputs: ["ShiftLeft"], longestMs: (seconds + 60) * 1000 });
    const endMs = performance.now() + seconds * 1000;
    while (performance.now() < endMs && reason === undefined) {
      await wait(50);
      if (watcher.pressed().keycodes.length === 0) reason ??= "not down";
    }
    return reason;
  } finally {
    await actor.close();
    watcher.close();
    await server.stop();
  }
}

/** From `perform` until the client's X library hands over the key, for `count` keys, one after the other. */
export async function measureLatency(count: number): Promise<Spread> {
  const server = await startXvfb("640x480x24");
  const client = await startRecordingClient(server.display);
  const actor = await startActor({ kind: "x11", display: server.display }, () => {});
  const times: number[] = [];
  try {
    // The first ones are compiled on the way.
    for (let i = -20; i < count; i++) {
      client.clear();
      const startNs = process.hrtime.bigint();
      void actor.perform({ kind: "tap", inputs: ["KeyA"] });
      const [down] = await client.until((all) => all.length >= 2);
      if (i >= 0) times.push(Number(down!.atNs - startNs) / 1e6);
      await wait(5);
    }
  } finally {
    await actor.close();
    await client.stop();
    await server.stop();
  }
  return spreadOf(times);
}

function startHog(): ChildProcess {
  const hog = spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" });
  process.once("exit", () => hog.kill("SIGKILL"));
  return hog;
}

function spreadOf(times: readonly number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number => {
    const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
    return Math.round(value * 100) / 100;
  };
  return { count: sorted.length, p50Ms: at(0.5), p99Ms: at(0.99), worstMs: at(1) };
}

/** All figures; `full` as README and the issue name them (about seven minutes), else a taste of each (half a minute). */
export async function measureActor(full: boolean) {
  return {
    latency: await measureLatency(full ? 1000 : 200),
    parentKilled: await measureRelease("SIGKILL", full ? 100 : 5),
    parentFrozen: await measureRelease("SIGSTOP", full ? 100 : 5),
    healthyHold: full ? await measureHealthyHold(20, 60, 2, 4) : await measureHealthyHold(1, 3, 2),
  };
}

if (import.meta.main)
  console.log(JSON.stringify(await measureActor(process.argv.includes("--full")), null, 2));
