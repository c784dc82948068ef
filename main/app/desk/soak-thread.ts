/** The desk's end of a soak's thread. */
import { Worker } from "node:worker_threads";
import { BeckonError } from "../../../common/errors.ts";
import type { SoakAnswer, SoakHeard, SoakJob, SoakQuestion } from "./soak-messages.ts";

export interface SoakThread {
  /** Answered in the order of asking. @throws BeckonError of the file or image; Error once closed. */
  ask(question: SoakQuestion): Promise<SoakHeard>;
  close(): Promise<void>;
}

export function startSoakThread(job: SoakJob): SoakThread {
  const worker = new Worker(new URL("./soak-worker.ts", import.meta.url), { workerData: job });
  const waiting: PromiseWithResolvers<SoakHeard>[] = [];
  let gone: Error | undefined;
  const end = (error: Error): void => {
    gone ??= error;
    for (const { reject } of waiting.splice(0)) reject(gone);
  };
  worker.on("message", (answer: SoakAnswer) => {
    const asked = waiting.shift();
    if ("heard" in answer) asked?.resolve(answer.heard);
    else {
      const { fault, message } = answer.error;
      asked?.reject(fault === undefined ? new Error(message) : new BeckonError(fault));
    }
  });
  worker.on("error", (error) => end(error instanceof Error ? error : new Error(String(error))));
  worker.on("exit", () => end(new Error("The soak's thread has ended.")));
  return {
    ask(question) {
      if (gone !== undefined) return Promise.reject(gone);
      const asked = Promise.withResolvers<SoakHeard>();
      waiting.push(asked);
      worker.postMessage(question);
      return asked.promise;
    },
    async close() {
      end(new Error("The soak's thread was closed."));
      await worker.terminate();
    },
  };
}
