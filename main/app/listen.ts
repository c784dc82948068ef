/** A wearable for as long as the person listens to it: events out, samples in. */
import type { Readable } from "node:stream";
import { inputError, machineError, usageError } from "../../common/errors.ts";
import { feedMicrophone, feedStream } from "../wearables/sources.ts";
import { openWearable, type Wearable, type WearableListener } from "../wearables/wearable.ts";
import { type Device, chooseDevice } from "./device.ts";
import { type ImageFile, loadImage } from "./image.ts";
import { readRecording, withQuietAfter } from "./recording.ts";

/** What the wearable hears or feels, where it has no sensor of its own. */
export type Source =
  | { readonly kind: "own" }
  | { readonly kind: "file"; readonly path: string }
  /** Raw PCM, 16-bit little-endian, 16 kHz, mono. */
  | { readonly kind: "stream"; readonly stream: Readable }
  | { readonly kind: "microphone"; readonly name: string | undefined };

export interface ListenRequest {
  readonly dev: string;
  /** Needed by the virtual wearable; any other must hold its model. */
  readonly image?: string | undefined;
  readonly source: Source;
  /** Arm the wearable, so that it tells its events. */
  readonly stop: AbortSignal;
}

export interface OpenRequest {
  readonly device: Device;
  readonly image: ImageFile | undefined;
  /** Runs until the source has ended; for ever where there is none. */
  readonly run: () => Promise<void>;
}

/** Checks everything that can be checked before a wearable is opened. @throws BeckonError. */
export async function prepareListening({
  dev,
  image: path,
  source,
  stop,
}: ListenRequest): Promise<OpenRequest> {
  const image = path === undefined ? undefined : loadImage(path);
  if (dev === "virtual" && image === undefined) {
    throw usageError(
      "cli-option",
      "--image",
      "is missing: the virtual wearable has no image of its own.",
      "Add --image FILE.bkn.",
    );
  }
  const recording = source.kind === "file" ? await readRecording(source.path) : undefined;
  if (recording !== undefined && image !== undefined && recording.samples.signal !== image.image.signal) {
    const problem = `is a recording of ${recording.samples.signal}, and the image is for ${image.image.signal}.`;
    throw inputError(
      "wrong-signal",
      (source as { path: string }).path,
      problem,
      "Choose a recording of that signal.",
    );
  }
  const rateHz = recording?.samples.signal === "motion" ? recording.samples.rateHz : undefined;
  const device = chooseDevice(dev, { image: image?.bytes, rateHz });
  if (source.kind !== "own" && device.play === undefined) {
    const remedy = "Leave --file out, or use virtual or emulated:BOARD.";
    throw usageError("device-sensors", dev, "has sensors of its own and takes no recording.", remedy);
  }
  const run = async (): Promise<void> => {
    switch (source.kind) {
      case "own":
        return;
      case "file":
        return device.play!(withQuietAfter(recording!.samples), "real-time", stop);
      case "stream":
      case "microphone": {
        if (device.feed === undefined) {
          throw usageError("device-sensors", dev, "takes recordings only.", "Give one with --file.");
        }
        if (source.kind === "stream") return feedStream(source.stream, device.feed);
        return feedMicrophone(device.feed, source.name, stop);
      }
    }
  };
  return { device, image, run };
}

/** Opens the wearable. @throws BeckonError when it does not answer, or holds another model than the image's. */
export async function openFor({ device, image }: OpenRequest, listener: WearableListener): Promise<Wearable> {
  const wearable = await openWearable(device.name, device.open, listener, { reconnect: device.reconnect });
  const { modelId } = wearable.session().info;
  if (image !== undefined && modelId !== image.image.modelId) {
    await wearable.close();
    const problem = `holds model ${modelId}, not ${image.image.modelId} of ${image.path}.`;
    throw machineError(
      "device-other-model",
      device.name,
      problem,
      "Send the image with `beckon push` first.",
    );
  }
  return wearable;
}
