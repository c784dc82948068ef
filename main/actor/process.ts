/**
 * The actor: a process of its own, the only one that may inject input.
 *
 *   node process.ts x11 | journal PATH
 *
 * It lets go of everything, and puts everything back, when its parent's pipe
 * closes or its parent goes quiet. It stands by until it is told to begin, and
 * begins by letting go of what an actor before it left down.
 */
import { BeckonError } from "../../common/errors.ts";
import type { Backend } from "./backend.ts";
import { openJournal } from "./journal.ts";
import { readParentState } from "./parent-state.ts";
import { Performer } from "./performer.ts";
import { encodeLine, type FromActor, lineDecoder, type ToActor } from "./protocol.ts";
import { openX11 } from "./x11/backend.ts";

/** A new system is one line here. */
const BACKENDS: Readonly<Record<string, (argument: string | undefined) => Backend>> = {
  x11: () => openX11(),
  journal: (path) => openJournal(path ?? "journal.jsonl"),
};

/** The parent gets one `alive` for so many beats. */
const BEATS_PER_ANSWER = 4;

function send(message: FromActor): void {
  process.stdout.write(encodeLine(message));
}

function run(kind: string | undefined, argument: string | undefined): void {
  const open = BACKENDS[kind ?? ""];
  if (open === undefined)
    throw new Error(`There is no back end "${kind}"; there are ${Object.keys(BACKENDS).join(", ")}.`);
  const backend = open(argument);
  const parentPid = process.ppid;
  const performer = new Performer(backend, () => readParentState(parentPid), {
    done: (id) => send({ type: "done", id }),
    refused: (id, fault) => send({ type: "refused", id, fault }),
    released: (inputs, reason) => send({ type: "released", inputs, reason }),
  });

  let begun = false;
  let ended = false;
  const end = (code: number): void => {
    if (ended) return;
    ended = true;
    if (!begun) process.exit(code);
    try {
      performer.releaseAll();
      backend.close();
    } finally {
      process.exit(code);
    }
  };
  process.on("uncaughtException", (error) => {
    console.error(error);
    end(3);
  });
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => end(0));
  // A parent that was killed cannot read: an answer to it must not keep us from letting go.
  process.stdout.on("error", () => end(0));

  const begin = (): void => {
    try {
      send({ type: "ready", pid: process.pid, recovered: backend.recover() });
      begun = true;
    } catch (error) {
      unable(error);
      end(3);
    }
  };
  let beats = 0;
  const receive = lineDecoder<ToActor>((message) => {
    switch (message.type) {
      case "begin":
        return begin();
      case "beat":
        performer.heartbeat();
        if (++beats % BEATS_PER_ANSWER === 0) send({ type: "alive" });
        return;
      case "act":
        return performer.perform(message.id, message.action);
      case "stop":
        return end(0);
    }
  });
  process.stdin.on("data", receive);
  for (const event of ["end", "close", "error"] as const) process.stdin.on(event, () => end(0));
  send({ type: "standing" });
}

function unable(error: unknown): void {
  const problem = error instanceof Error ? error.message : String(error);
  const fault =
    error instanceof BeckonError
      ? error.fault
      : {
          code: "actor-unable",
          exit: 3 as const,
          thing: "the actor",
          problem,
          remedy: "Run: npx beckon doctor",
        };
  send({ type: "unable", fault });
}

try {
  run(process.argv[2], process.argv[3]);
} catch (error) {
  unable(error);
  process.exitCode = 3;
}
