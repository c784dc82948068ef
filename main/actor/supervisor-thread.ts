/**
 * The thread that owns the actor process: starts it, shows it that we live,
 * and starts another when it dies.
 *
 * A thread of its own, because a main thread that is busy for 300 ms is not
 * frozen and must not let keys go; while a stopped or killed process stops
 * this thread too. A main thread that does not come back at all is found by
 * its counter, which it moves while it runs.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { parentPort, workerData } from "node:worker_threads";
import {
  ACTOR_SILENCE_MS,
  BEAT_MS,
  encodeLine,
  type FromActor,
  lineDecoder,
  MAIN_FROZEN_MS,
  type ToActor,
} from "./protocol.ts";

export interface SupervisorData {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** One Int32, which the main thread counts up while it runs. */
  readonly mainTurns: SharedArrayBuffer;
}

/** Beside what the actor says itself. */
export type FromSupervisor = FromActor | { readonly type: "lost" } | { readonly type: "ended" };

/** First wait before starting again an actor that died at once, and the longest, ms; doubled each time. */
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 5000;
/** How long an actor must have lived for its death to be no failed start, ms. */
const LIVED_MS = 2000;
/** An actor that is not ready by then hangs, ms. Most of a start is Node's own, and after a reboot everything starts at once. */
const START_LIMIT_MS = 60_000;

interface Member {
  readonly child: ChildProcess;
  readonly startedMs: number;
  /** It has begun, and let go of what was left. */
  ready: boolean;
  heardMs: number;
}

/** Of actions that this thread asks for itself; main's count from 1. */
const NOBODYS_ID = 0;

const port = parentPort!;
const { command, args, env, mainTurns } = workerData as SupervisorData;
const turns = new Int32Array(mainTurns);

let actor: Member | undefined;
/** Has done everything that takes long, so that it lets go at once when the actor dies. */
let standby: Member | undefined;
let everReady = false;
let ending = false;
let waitMs = FIRST_WAIT_MS;
let beatMs = performance.now();
let seenTurn = Atomics.load(turns, 0);
let turnMs = performance.now();
let mainFrozen = false;

function say(message: FromSupervisor): void {
  port.postMessage(message);
}

function tell(member: Member | undefined, message: ToActor): void {
  if (member?.child.stdin?.writable) member.child.stdin.write(encodeLine(message));
}

function start(): Member {
  // Detached: Ctrl+C and Ctrl+Z in a terminal go to our process group, and a stopped actor could not let go.
  const child = spawn(command, [...args], { stdio: ["pipe", "pipe", "inherit"], detached: true, env });
  const member: Member = { child, startedMs: performance.now(), ready: false, heardMs: 0 };
  child.stdin.on("error", () => {}); // Its end is reported by "exit".
  child.stdout.on(
    "data",
    lineDecoder<FromActor>((message) => {
      member.heardMs = performance.now();
      if (message.type === "ready") {
        member.ready = everReady = true;
        standby ??= start();
      }
      // Of the one that stands by, only that it does; of the one that acts, all the rest.
      if ((message.type === "standing") === (member === standby)) say(message);
    }),
  );
  child.once("error", () => lost(member));
  child.once("exit", () => lost(member));
  return member;
}

function begin(member: Member): void {
  actor = member;
  tell(member, { type: "begin" });
}

function lost(member: Member): void {
  if (member === standby) standby = undefined; // The next `ready` starts another.
  if (member !== actor) return;
  actor = undefined;
  say({ type: "lost" });
  // An actor that never came up is the caller's to report, not ours to repeat.
  if (ending || !everReady) return finish();
  if (performance.now() - member.startedMs >= LIVED_MS) waitMs = FIRST_WAIT_MS;
  const next = standby;
  standby = undefined;
  if (next !== undefined) return begin(next);
  setTimeout(() => begin(start()), waitMs);
  waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS);
}

function finish(): void {
  clearInterval(timer);
  standby?.child.kill("SIGKILL"); // It holds nothing.
  say({ type: "ended" });
  port.close();
}

function beat(): void {
  const nowMs = performance.now();
  // After a stop of the whole process, or a starved machine, only what happens from now on counts.
  const resumed = nowMs - beatMs > ACTOR_SILENCE_MS / 2;
  beatMs = nowMs;
  const turn = Atomics.load(turns, 0);
  if (turn !== seenTurn || resumed) {
    seenTurn = turn;
    turnMs = nowMs;
  }
  tell(actor, { type: "beat" });
  const frozen = nowMs - turnMs >= MAIN_FROZEN_MS;
  if (frozen && !mainFrozen) {
    tell(actor, { type: "act", id: NOBODYS_ID, action: { kind: "releaseAll" } });
    say({ type: "released", inputs: [], reason: "heartbeatMissed" });
  }
  mainFrozen = frozen;
  if (actor === undefined) return;
  if (resumed) actor.heardMs = nowMs;
  const limitMs = actor.ready ? ACTOR_SILENCE_MS : START_LIMIT_MS;
  if (nowMs - (actor.ready ? actor.heardMs : actor.startedMs) > limitMs) actor.child.kill("SIGKILL");
}

const timer = setInterval(beat, BEAT_MS);
port.on("message", (message: ToActor) => {
  if (message.type === "stop") {
    ending = true;
    if (actor === undefined) finish();
  }
  tell(actor, message);
});
begin(start());
