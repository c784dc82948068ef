/**
 * A recording on a wearable: it decides over the host's samples as it would over its own, and
 * tells what it decided and the sums of all that it computed. Only while disarmed; never acts.
 */
import { BeckonError, machineError } from "../../common/errors.ts";
import type { Phase, Samples } from "../../common/street.ts";
import type { MessageOf, ToHost } from "./link/messages.ts";
import type { Session } from "./link/session.ts";
import { sendWithCredit } from "./transfer.ts";

/** Bytes of REPLAY_DATA: 250 less type, sequence and offset; a multiple of three values. */
const CHUNK_BYTES = 240;
/** A damaged answer makes the whole replay worthless; so often it is begun anew. */
const TRIES = 3;
/** After the last sample the result comes at once; waiting longer means that it got lost. */
const RESULT_MS = 3000;

export interface ReplayEvent {
  /** `refused`: a segment that no command's threshold let through. */
  readonly phase: Phase | "refused";
  /** Label of the command; for a refusal, of the best one. */
  readonly command: string;
  readonly classIndex: number;
  readonly score: number;
  /** Milliseconds of samples since the recording's start. */
  readonly startMs: number;
  readonly endMs: number;
  readonly decidedMs: number;
}

/** CRC-32 of everything computed at each stage (PROTOCOL.md 2.7). */
export interface StageSums {
  readonly frames: number;
  readonly framesCrc: number;
  readonly networkCrc: number;
  readonly scoresCrc: number;
}

export interface ReplayResult {
  readonly events: readonly ReplayEvent[];
  readonly sums: StageSums;
}

export interface ReplayOptions {
  /** Share of the samples that the wearable has, 0 to 1. */
  readonly progress?: (share: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * @param samples of the signal that the wearable's image is for.
 * @throws BeckonError if the wearable refuses, falls silent, or its answers keep getting lost;
 *   `signal.reason` if aborted.
 */
export async function replaySamples(
  session: Session,
  samples: Samples,
  options: ReplayOptions = {},
): Promise<ReplayResult> {
  if (session.armed) await session.disarm();
  for (let tries = 1; tries <= TRIES; tries++) {
    const result = await replayOnce(session, samples, options);
    if (result !== undefined) return result;
  }
  throw machineError(
    "replay-damaged",
    session.info.board,
    `its answers got lost ${TRIES} times.`,
    "Try another cable; if the computer is very busy, close other programs first.",
  );
}

const phases = ["tap", "start", "end", "refused"] as const;

/** @returns undefined if an answer got lost. */
async function replayOnce(
  session: Session,
  samples: Samples,
  options: ReplayOptions,
): Promise<ReplayResult | undefined> {
  const values = samples.signal === "sound" ? samples.pcm : samples.milliG;
  const rateCentiHz = samples.signal === "sound" ? 0 : Math.round(samples.rateHz * 100);
  const events: ReplayEvent[] = [];
  const ended = Promise.withResolvers<MessageOf<"replayDone"> | undefined>();
  let next = 0;

  const onMessage = (message: ToHost, sequence: number): boolean => {
    if (message.name !== "replayEvent" && message.name !== "replayDone") return false;
    if (sequence !== next) ended.resolve(undefined);
    next = (next + 1) & 0xff;
    if (message.name === "replayDone") {
      ended.resolve(message);
      return true; // even if the last CREDIT got lost
    }
    const { name: _, phase, command: classIndex, ...rest } = message;
    const command = session.labels[classIndex]?.text ?? `#${classIndex}`;
    events.push({ ...rest, phase: phases[phase] ?? "refused", command, classIndex });
    return false;
  };
  const sending = sendWithCredit(session, {
    begin: { name: "replayBegin", link: session.info.link, rateCentiHz, values: values.length },
    totalBytes: 2 * values.length,
    chunkBytes: CHUNK_BYTES,
    unitBytes: 2,
    chunk: (offset, bytes) => ({
      name: "replayData",
      offset: offset / 2,
      values: values.subarray(offset / 2, (offset + bytes) / 2),
    }),
    progress: (bytes) => options.progress?.(bytes / Math.max(1, 2 * values.length)),
    message: onMessage,
    signal: options.signal,
    finish: () => withTimeout(ended.promise),
  });
  const done = await sending.catch((error: unknown) => {
    // The wearable has ended the replay, and the word of it got lost.
    if (error instanceof BeckonError && error.fault.code === "device-transfer-lost") return undefined;
    throw error;
  });
  if (done === undefined) return undefined;
  const { name: _, ...sums } = done;
  return { events, sums };
}

/** @returns what `promise` gives, or undefined if it takes too long. */
async function withTimeout<T>(promise: Promise<T | undefined>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), RESULT_MS);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
