/**
 * Does the wearable decide as the app does? Recordings are replayed on it and run through the
 * app's own runtime; every decision and the sums of every stage must be equal. The first stage
 * that differs tells where to look: features, network, scores or decision.
 */
import { crc32 } from "node:zlib";
import { inputError, machineError } from "../../common/errors.ts";
import type { Samples, Take } from "../../common/street.ts";
import type { Engine } from "../../firmware-gen/engine/engine.ts";
import type { Session as RuntimeSession } from "../../firmware-gen/engine/session.ts";
import type { STAGES } from "../contract/certificate-values.ts";
import type { Session } from "./link/session.ts";
import { replaySamples, type ReplayEvent, type ReplayResult } from "./replay.ts";

export type Stage = (typeof STAGES)[number];

export interface Difference {
  /** Path of the take, as the manifest writes it. */
  readonly take: string;
  /** The first stage that differs; later ones follow from it. */
  readonly stage: Stage;
  /** Both sides, in words. */
  readonly detail: string;
}

export interface Verification {
  readonly takes: number;
  /** Decisions compared, refusals included. */
  readonly decisions: number;
  readonly frames: number;
  /** Empty: the wearable decides exactly as the app does. */
  readonly differences: readonly Difference[];
}

export interface VerifyOptions {
  readonly progress?: (takes: number, total: number) => void;
  readonly signal?: AbortSignal;
}

const MODEL_ID_AT = 24; // image header, PROTOCOL.md part 1

/**
 * @param image the image whose model is on the wearable; may be packed for another board.
 * @param takes of the image's signal; others are refused.
 * @throws BeckonError if another model is on the wearable, nothing is to be compared, or the
 *   wearable fails.
 */
export async function verifyTakes(
  session: Session,
  engine: Engine,
  image: Uint8Array,
  takes: readonly Take[],
  options: VerifyOptions = {},
): Promise<Verification> {
  const modelId = Buffer.from(image.subarray(MODEL_ID_AT, MODEL_ID_AT + 8)).toString("hex");
  if (session.info.modelId !== modelId) {
    throw machineError(
      "device-other-model",
      session.info.board,
      `model ${session.info.modelId} is on it, not ${modelId}.`,
      "Send the image with `beckon push` first.",
    );
  }
  if (takes.length === 0) {
    throw inputError(
      "nothing-to-verify",
      "the recordings",
      "hold no takes to compare.",
      "Choose another folder or person.",
    );
  }
  const differences: Difference[] = [];
  let decisions = 0;
  let frames = 0;
  for (const [index, take] of takes.entries()) {
    const own = runOwn(engine, image, take.samples);
    const device = await replaySamples(session, take.samples, { signal: options.signal });
    const difference = compareRuns(own, device);
    if (difference !== undefined) differences.push({ take: take.path, ...difference });
    decisions += own.events.length;
    frames += own.sums.frames;
    options.progress?.(index + 1, takes.length);
  }
  return { takes: takes.length, decisions, frames, differences };
}

/**
 * A recording through the app's own runtime, with its trace and with what was refused.
 * @throws BeckonError `wrong-signal`.
 */
export function hearTraced(engine: Engine, image: Uint8Array, samples: Samples): RuntimeSession {
  const rate = samples.signal === "motion" ? { rateHz: samples.rateHz } : {};
  const run = engine.open(image, { ...rate, reportRefused: true, trace: true });
  if (run.signal !== samples.signal) {
    throw inputError(
      "wrong-signal",
      "the recording",
      `is ${samples.signal}, and the image hears ${run.signal}.`,
      "Choose recordings of the signal that the model was trained on.",
    );
  }
  if (samples.signal === "sound") run.pushSound(samples.pcm);
  else run.pushMotion(samples.milliG);
  return run;
}

/** What the app's runtime decides over a recording, and its sums, as a replay tells them. */
export function runOwn(engine: Engine, image: Uint8Array, samples: Samples): ReplayResult {
  const run = hearTraced(engine, image, samples);
  const trace = run.takeTrace();
  const events = run.takeEvents().map(({ runnerUp: _, ...event }): ReplayEvent => event);
  return {
    events,
    sums: {
      frames: trace.levels.length,
      framesCrc: crc32(bytesOf(trace.frames)),
      networkCrc: crc32(bytesOf(trace.vectors)),
      scoresCrc: crc32(scoreBytes(trace.segments.map(({ scores }) => scores))),
    },
  };
}

/** The first stage at which two runs of one recording differ, or undefined. */
export function compareRuns(own: ReplayResult, device: ReplayResult): Omit<Difference, "take"> | undefined {
  const sides = (a: unknown, b: unknown): string => `app ${String(a)}, wearable ${String(b)}`;
  if (own.sums.frames !== device.sums.frames) {
    return { stage: "frames", detail: `number of frames: ${sides(own.sums.frames, device.sums.frames)}` };
  }
  for (const [stage, sum] of [
    ["frames", "framesCrc"],
    ["network", "networkCrc"],
    ["scores", "scoresCrc"],
  ] as const) {
    if (own.sums[sum] !== device.sums[sum]) {
      return { stage, detail: `CRC-32: ${sides(hex8(own.sums[sum]), hex8(device.sums[sum]))}` };
    }
  }
  for (let i = 0; i < Math.max(own.events.length, device.events.length); i++) {
    const [a, b] = [describe(own.events[i]), describe(device.events[i])];
    if (a !== b) return { stage: "decisions", detail: `decision ${i + 1}: ${sides(a, b)}` };
  }
  return undefined;
}

function describe(event: ReplayEvent | undefined): string {
  if (event === undefined) return "none";
  const { phase, classIndex, score, startMs, endMs, decidedMs } = event;
  return `${phase} of class ${classIndex} with score ${score} from ${startMs} to ${endMs} ms, decided at ${decidedMs} ms`;
}

function hex8(value: number): string {
  return value.toString(16).padStart(8, "0");
}

function bytesOf(values: Int8Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function scoreBytes(segments: readonly Int16Array[]): Uint8Array {
  const scores = segments.flatMap((values) => [...values]);
  const bytes = Buffer.alloc(2 * scores.length);
  for (const [index, score] of scores.entries()) bytes.writeInt16LE(score, 2 * index);
  return bytes;
}
