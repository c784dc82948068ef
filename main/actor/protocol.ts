/**
 * What parent and actor say to each other: one JSON object a line, UTF-8, over
 * the actor's standard input and output.
 *
 * Trust: both ends are ours and the pipe is private, so a line that cannot be
 * read is a fault of ours; it is dropped, and counts as no sign of life.
 */
import type { Fault } from "../../common/errors.ts";
import type { Action } from "../contract/action.ts";
import type { ReleaseReason } from "../contract/hold-guard.ts";
import type { Input } from "../contract/key-codes.ts";

/** The parent shows every 25 ms that it lives. */
export const BEAT_MS = 25;
/**
 * Silence after which the actor asks the system what became of its parent, ms: stopped, it lets go at once; waiting for
 * a processor, it holds on and asks again. With four busy processes on two cores beats came up to 77 ms late.
 */
export const PARENT_DOUBT_MS = 100;
/** Silence after which it lets go where the system does not tell, ms. All must be up after 250. */
export const PARENT_SILENCE_MS = 200;
/** Silence after which it lets go whatever the system tells, ms. */
export const PARENT_LOST_MS = 1000;
/** The actor answers every fourth beat. Silence after which the parent kills it and starts another, ms. */
export const ACTOR_SILENCE_MS = 1000;
/** A main thread that has not run for so long counts as frozen, ms: everything is let go. */
export const MAIN_FROZEN_MS = 700;

export type ToActor =
  /** Until then it only stands by: it has opened everything, and does nothing. */
  | { readonly type: "begin" }
  | { readonly type: "beat" }
  /** `id` counts up; answered by `done` or `refused` with the same. */
  | { readonly type: "act"; readonly id: number; readonly action: Action }
  /** Let go of everything, put everything back, and end. Closing the pipe says the same. */
  | { readonly type: "stop" };

export type FromActor =
  /** Once, first: everything is open, and `begin` will be answered at once. */
  | { readonly type: "standing" }
  /** Answer to `begin`. `recovered`: what an actor before left down, now let go. */
  | { readonly type: "ready"; readonly pid: number; readonly recovered: readonly Input[] }
  | { readonly type: "alive" }
  | { readonly type: "done"; readonly id: number }
  | { readonly type: "refused"; readonly id: number; readonly fault: Fault }
  /** Let go without being asked. */
  | { readonly type: "released"; readonly inputs: readonly Input[]; readonly reason: ReleaseReason }
  /** It cannot act at all, and ends. */
  | { readonly type: "unable"; readonly fault: Fault };

export function encodeLine(message: ToActor | FromActor): string {
  return `${JSON.stringify(message)}\n`;
}

/** Cuts a byte stream into messages; characters may be torn between two chunks. */
export function lineDecoder<Message>(onMessage: (message: Message) => void): (chunk: Uint8Array) => void {
  const decoder = new TextDecoder();
  let rest = "";
  return (chunk) => {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      const message = parse(line);
      if (message !== undefined) onMessage(message as Message);
    }
  };
}

function parse(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && "type" in value ? value : undefined;
  } catch {
    return undefined;
  }
}
