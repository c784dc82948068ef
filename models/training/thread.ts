/** A piece of work in a thread of its own: messages in, a result or a BeckonError out, and an end when cancelled. */
import { Worker } from "node:worker_threads";
import { BeckonError, type Fault } from "../../common/errors.ts";

/** How an error crosses between threads: its class would be lost. */
export interface ErrorMessage {
  readonly fault?: Fault;
  readonly message: string;
}

export function toMessage(error: unknown): ErrorMessage {
  if (error instanceof BeckonError) return { fault: error.fault, message: error.message };
  return { message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

type Message<R, P> = { readonly progress: P } | { readonly result: R } | { readonly error: ErrorMessage };

/**
 * Runs a worker file that posts `{progress}` any number of times and then
 * `{result}` or `{error}`. The thread is gone when the promise settles.
 *
 * @param data copied to the thread as `workerData`.
 * @throws what the worker reports, as a BeckonError where it was one; the signal's reason when cancelled.
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
      worker.on("error", reject);
      worker.on("exit", (code) =>
        reject(new Error(`${file.pathname} ended with code ${code} and no result.`)),
      );
    });
  } finally {
    signal?.removeEventListener("abort", stop);
    await worker.terminate();
  }
}
