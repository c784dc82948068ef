/** train() in a thread of its own, so that a window or a link goes on meanwhile. */
import { runThread } from "./thread.ts";
import type { Trained, TrainOptions, TrainProgress } from "./train.ts";

/** What comes back: image and report; the enrolment stays in the thread. */
export type TrainedImage = Pick<Trained, "image" | "report">;

/** The same image as {@link train} gives. @throws as train(). */
export function trainInThread(options: TrainOptions): Promise<TrainedImage> {
  const { onProgress, signal, ...rest } = options;
  return runThread<TrainedImage, TrainProgress>(
    new URL("./train-worker.ts", import.meta.url),
    rest,
    (progress) => onProgress?.(progress),
    signal,
  );
}
