/** Recordings through an image, in the app or on a wearable: what would be decided. */
import type { Samples } from "../../common/street.ts";
import { createEngine } from "../../firmware-gen/engine/engine.ts";
import { replaySamples, type ReplayEvent } from "../wearables/replay.ts";
import { runOwn } from "../wearables/verify.ts";
import { openDevice, parseDevice } from "./device.ts";
import { loadImage } from "./image.ts";
import { mustSuit, readRecording, withQuietAfter } from "./recording.ts";

export interface Decision {
  readonly type: "event" | "refused";
  readonly command: string;
  readonly phase: ReplayEvent["phase"];
  readonly score: number;
  /** Seconds from the recording's start to the decision. */
  readonly t: number;
  readonly file: string;
}

export interface ReplayRequest {
  readonly files: readonly string[];
  /** Segments without a command too. */
  readonly all: boolean;
  readonly onDecision: (decision: Decision) => void;
  readonly onWarning: (text: string) => void;
  readonly stop: AbortSignal;
}

/** In the app's own runtime. @throws BeckonError for an image or file that cannot be used. */
export async function replayInApp(imagePath: string, request: ReplayRequest): Promise<void> {
  const { bytes, image } = loadImage(imagePath);
  const engine = await createEngine();
  await eachFile(request, async (samples, file) => {
    mustSuit(samples, image.signal, file);
    return runOwn(engine, bytes, samples).events;
  });
}

/** On a wearable, with the image it holds. @throws BeckonError. */
export async function replayOnDevice(dev: string, request: ReplayRequest): Promise<void> {
  const device = await openDevice(parseDevice(dev), {});
  try {
    await eachFile(request, async (samples) => {
      return (await replaySamples(device.wearable.session(), samples, { signal: request.stop })).events;
    });
  } finally {
    await device.close();
  }
}

async function eachFile(
  { files, all, onDecision, onWarning, stop }: ReplayRequest,
  decide: (samples: Samples, file: string) => Promise<readonly ReplayEvent[]>,
): Promise<void> {
  for (const file of files) {
    if (stop.aborted) return;
    const { samples, warnings } = await readRecording(file);
    for (const warning of warnings) onWarning(`${file}: ${warning}`);
    for (const { phase, command, score, decidedMs } of await decide(withQuietAfter(samples), file)) {
      const type = phase === "refused" ? "refused" : "event";
      if (type === "event" || all) onDecision({ type, command, phase, score, t: decidedMs / 1000, file });
    }
  }
}
