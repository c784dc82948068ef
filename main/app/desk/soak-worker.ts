/** Thread of a soak: sound or movement through the runtime, so that hours of it do not hold up the desk. */
import { parentPort, workerData } from "node:worker_threads";
import { createEngine } from "../../../firmware-gen/engine/engine.ts";
import {
  createSoakListener,
  type SoakListener,
  type SoakPiece,
  warmUpLength,
} from "../../../models/evaluation/soak-listener.ts";
import { openSound, type SoundFile } from "../../../models/recordings/sound-file.ts";
import { toMessage } from "../../../models/training/thread.ts";
import { joinValues } from "./signals.ts";
import type { SoakAnswer, SoakHeard, SoakJob, SoakQuestion } from "./soak-messages.ts";

/** Pieces of a file that are answered at once. */
const AT_ONCE = 6;

const port = parentPort!;
const { image, least } = workerData as SoakJob;
const engine = await createEngine();
let listener: SoakListener | undefined;
let file: { readonly sound: SoundFile; readonly blocks: AsyncGenerator<Int16Array> } | undefined;
/** Of the file, what was read beyond its first sample that counts. */
let waiting: Int16Array | undefined;

function begin(before: number, warmUp: Int16Array = new Int16Array(0)): void {
  listener = createSoakListener(engine, image, { least, before, warmUp });
}

function end(): SoakHeard {
  const rest = listener?.end() ?? null;
  listener = undefined;
  return { pieces: rest === null ? [] : [rest], ended: true };
}

/** Reads up to the first sample that counts; what comes just before it is for the runtime to know the room. */
async function open(path: string, thing: string, from: number): Promise<SoakHeard> {
  await file?.sound.close();
  const sound = await openSound(path, thing);
  const blocks = sound.blocks();
  file = { sound, blocks };
  let known: Int16Array = new Int16Array(0);
  let at = 0;
  while (at < from) {
    const next = await blocks.next();
    if (next.done) return { pieces: [], ended: true };
    at += next.value.length;
    known = joinValues([known, next.value]).slice(-(warmUpLength("sound") + Math.max(0, at - from)));
  }
  const beyond = at - from;
  begin(from, known.slice(0, known.length - beyond));
  waiting = known.slice(known.length - beyond);
  return { pieces: [], ended: false };
}

async function read(): Promise<SoakHeard> {
  const pieces: SoakPiece[] = [...(listener?.push(waiting ?? new Int16Array(0)) ?? [])];
  waiting = undefined;
  while (pieces.length < AT_ONCE) {
    const next = await file!.blocks.next();
    if (next.done) return { pieces: [...pieces, ...end().pieces], ended: true };
    pieces.push(...listener!.push(next.value));
  }
  return { pieces, ended: false };
}

async function answer(question: SoakQuestion): Promise<SoakHeard> {
  switch (question.kind) {
    case "begin":
      begin(question.before, question.warmUp);
      return { pieces: [], ended: false };
    case "push":
      return { pieces: listener?.push(question.values) ?? [], ended: false };
    case "open":
      return open(question.path, question.thing, question.from);
    case "read":
      return read();
    case "end":
      return end();
  }
}

let last: Promise<void> = Promise.resolve();
port.on("message", (question: SoakQuestion) => {
  last = last.then(async () => {
    try {
      port.postMessage({ heard: await answer(question) } satisfies SoakAnswer);
    } catch (error) {
      port.postMessage({ error: toMessage(error) } satisfies SoakAnswer);
    }
  });
});
