/** A virtual wearable on a pseudo-terminal, for other programs. */
import { openVirtual } from "../wearables/transport/virtual.ts";
import { play, feedMicrophone, feedStream } from "../wearables/sources.ts";
import { openTerminal } from "../wearables/virtual-pty.ts";
import { loadImage } from "./image.ts";
import type { Source } from "./listen.ts";
import { readRecording, withQuietAfter } from "./recording.ts";

/**
 * Runs until `stop`; after a recording it stays, as a board does when nobody speaks.
 *
 * @param onReady told the terminal's path.
 * @throws BeckonError.
 */
export async function runVirtual(
  imagePath: string,
  source: Source,
  stop: AbortSignal,
  onReady: (path: string, modelId: string) => void,
): Promise<void> {
  const { bytes, image } = loadImage(imagePath);
  const recording = source.kind === "file" ? await readRecording(source.path) : undefined;
  const rateHz = recording?.samples.signal === "motion" ? recording.samples.rateHz : undefined;
  const { pipe, feed } = openVirtual({ image: bytes, rateHz });
  const terminal = openTerminal(pipe);
  const stopped = new Promise<void>((resolve) => {
    if (stop.aborted) resolve();
    stop.addEventListener("abort", () => resolve(), { once: true });
  });
  try {
    onReady(terminal.path, image.modelId);
    const heard = (async () => {
      if (recording !== undefined) await play(withQuietAfter(recording.samples), feed, "real-time", stop);
      else if (source.kind === "stream") await feedStream(source.stream, feed);
      else if (source.kind === "microphone") await feedMicrophone(feed, source.name, stop);
    })();
    await Promise.race([stopped, heard]);
    await stopped;
  } finally {
    await terminal.close();
  }
}
