/** A piece of work in a thread of its own: messages in, a result or a BeckonError out, and an end when cancelled. */
import { basename } from "node:path";
import { Worker } from "node:worker_threads";
import { BeckonError, type Fault, machineError } from "../../common/errors.ts";

/** How an error crosses between threads: its class would be lost. */
export interface ErrorMessage {
  readonly fault?: Fault;
  readonly message: string;
}

export function toMessage(error: unknown): ErrorMessage {
  if (error instanceof BeckonError) return { fault: error.fault, message: error.message };
  if (isOutOfMemory(error)) return { fault: noMemory().fault, message: String(error) };
  return { message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

type Message<R, P> = { readonly progress: P } | { readonly result: R } | { readonly error: ErrorMessage };

/**
 * Runs a worker file that posts `{progress}` any number of times and then
 * `{result}` or `{error}`. The thread is gone when the promise settles.
 *
 * @param data copied to the thread as `workerData`.
 * @throws what the worker reports, as a BeckonError where it was one; `work-memory` or `work-ended` where the thread
 *   died without a word; the signal's reason when cancelled.
 */
export async function runThread<R, P>(
  file: URL,
  data: unknown,
  onProgress: (progress: P) => void,
  signal?: AbortSignal,
): Promise<R> {
  signal?.throwIfAborted();
  const worker = new Worker(file, { workerData: data });
  let stop = (): void => undefined;
  try {
    return await new Promise<R>((resolve, reject) => {
      stop = () => reject(signal?.reason);
      signal?.addEventListener("abort", stop);
      worker.on("message", (message: Message<R, P>) => {
        if ("progress" in message) onProgress(message.progress);
        else if ("result" in message) resolve(message.result);
        else
          reject(
            message.error.fault ? new BeckonError(message.error.fault) : new Error(message.error.message),
          );
      });
      worker.on("error", (error) => reject(isOutOfMemory(error) ? noMemory() : error));
      worker.on("exit", (code) => {
        const problem = `ended by itself with code ${code} and no result.`;
        reject(machineError("work-ended", basename(file.pathname), problem, "Try again."));
      });
    });
  } finally {
    signal?.removeEventListener("abort", stop);
    await worker.terminate();
  }
}

/** A thread has room of its own: when that is used up it dies, or one large piece is refused it. */
function isOutOfMemory(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return (
    code === "ERR_WORKER_OUT_OF_MEMORY" ||
    (error instanceof RangeError && /alloc|memory/i.test(error.message))
  );
}

function noMemory(): BeckonError {
  return machineError(
    "work-memory",
    "this computer",
    "There was not enough memory for the work.",
    "Close other programs, then try again.",
  );
}
