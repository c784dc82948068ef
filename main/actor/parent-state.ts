/**
 * Why a parent is silent. On Linux the kernel knows: a process that was
 * stopped says so in /proc, and one that merely waits for a processor is no
 * dead one, however late its beats come.
 */
import { readdirSync, readFileSync } from "node:fs";
import { constants } from "node:os";

/** `waiting`: it runs, or would if it got a processor. `unknown`: asleep, or this system does not tell. */
export type ParentState = "stopped" | "waiting" | "unknown";

/** @param pid the parent, whose threads are all looked at: any of them may be the one that shows us that it lives. */
export function readParentState(pid: number): ParentState {
  if (process.platform !== "linux") return "unknown";
  if (isToStop(pid)) return "stopped";
  const states = threadsOf(pid).map((thread) => stateOf(pid, thread));
  // T stopped, t traced. A thread that ended (Z, X, or not there any more) says nothing about the others.
  if (states.some((state) => state === "T" || state === "t")) return "stopped";
  return states.includes("R") ? "waiting" : "unknown";
}

/** Signals that stop or end a process and wait until one of its threads gets a processor: as a mask of signal n at bit n - 1. */
const STOPPING = ["SIGKILL", "SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU"]
  .map((name) => 1n << BigInt(constants.signals[name as NodeJS.Signals] - 1))
  .reduce((mask, bit) => mask | bit);

/** On a busy machine a process that was told to stop looks runnable until it can obey. */
function isToStop(pid: number): boolean {
  try {
    const pending =
      /^ShdPnd:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"))?.[1] ?? "0";
    return (BigInt(`0x${pending}`) & STOPPING) !== 0n;
  } catch {
    return false; // The process has ended; its closed pipe tells.
  }
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return []; // The process has ended; its closed pipe tells.
  }
}

function stateOf(pid: number, thread: string): string {
  try {
    const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, "latin1");
    // The program's name stands in brackets before it and may hold anything (proc(5)).
    return stat[stat.lastIndexOf(")") + 2] ?? "";
  } catch {
    return "";
  }
}
