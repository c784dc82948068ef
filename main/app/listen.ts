/** A wearable for as long as the person uses it: which one, what it hears, and what must be right before. */
import type { Readable } from "node:stream";
import { BeckonError, machineError, usageError } from "../../common/errors.ts";
import { type DeviceAddress, openDevice, type OpenDevice, parseDevice } from "./device.ts";
import { feedMicrophone, feedStream } from "../wearables/sources.ts";
import type { WearableListener } from "../wearables/wearable.ts";
import type { Session } from "../wearables/link/session.ts";
import { tellWear } from "../wearables/wear.ts";
import { type ImageFile, loadImage } from "./image.ts";
import { mustSuit, readRecording, withQuietAfter } from "./recording.ts";

/** What the wearable hears or feels, where it has no sensor of its own. */
export type Source =
  | { readonly kind: "own" }
  | { readonly kind: "file"; readonly path: string }
  /** Raw PCM, 16-bit little-endian, 16 kHz, mono. */
  | { readonly kind: "stream"; readonly stream: Readable }
  | { readonly kind: "microphone"; readonly name: string | undefined };

export interface ListenRequest {
  /** As `--device` takes it. */
  readonly dev: string;
  /** Needed by the virtual wearable; any other must hold its model. */
  readonly image?: string | undefined;
  readonly source: Source;
  readonly stop: AbortSignal;
}

/** A wearable that can be opened: everything that can be checked before has been. */
export interface Prepared {
  readonly dev: string;
  readonly address: DeviceAddress;
  readonly image: ImageFile | undefined;
  /** Of a recording of movement. */
  readonly rateHz: number | undefined;
  /** How it sits, Q14 row by row; as when its movements were recorded if left out. */
  readonly wearQ14?: Int16Array | undefined;
  /** Lets the wearable hear its source; resolves at the source's end, and at once where it has sensors of its own. */
  readonly feed: (device: OpenDevice) => Promise<void>;
}

/** @throws BeckonError for whatever is wrong with device, image and recording, before anything is opened. */
export async function prepareListening({ dev, image: path, source, stop }: ListenRequest): Promise<Prepared> {
  const address = parseDevice(dev);
  if (address.kind === "virtual" && path === undefined) {
    const problem = "is missing: the virtual wearable has no image of its own.";
    throw usageError("cli-option", "--image", problem, "Add --image FILE.bkn.");
  }
  if (address.kind === "serial" && source.kind !== "own") {
    const remedy = "Leave --file out, or use virtual or emulated:BOARD.";
    throw usageError("device-sensors", dev, "has sensors of its own and takes no recording.", remedy);
  }
  const image = path === undefined ? undefined : loadImage(path);
  const samples = source.kind === "file" ? (await readRecording(source.path)).samples : undefined;
  if (samples !== undefined && image !== undefined && source.kind === "file")
    mustSuit(samples, image.image.signal, source.path);
  return {
    dev,
    address,
    image,
    rateHz: samples?.signal === "motion" ? samples.rateHz : undefined,
    async feed(device) {
      if (samples !== undefined) await device.play?.(withQuietAfter(samples), "real-time", stop);
      else if (device.feed === undefined) return;
      else if (source.kind === "stream") await feedStream(source.stream, device.feed);
      else if (source.kind === "microphone") await feedMicrophone(device.feed, source.name, stop);
    },
  };
}

/** @throws BeckonError when it does not answer, or holds another model than the image's. */
export async function openPrepared(prepared: Prepared, listener: WearableListener): Promise<OpenDevice> {
  const { address, image, rateHz, wearQ14 } = prepared;
  // A port comes back by itself; a virtual or emulated wearable ended with its thread or process.
  const reconnect = address.kind === "serial";
  const feels = address.kind !== "virtual" && image?.image.signal === "motion";
  const greet = feels ? (session: Session) => meet(session, wearQ14) : undefined;
  const device = await openDevice(address, listener, { image: image?.bytes, rateHz, reconnect, greet });
  try {
    mustHoldModel(prepared, device);
  } catch (error) {
    await device.close();
    throw error;
  }
  return device;
}

/** A wearable that cannot be told anything was never told anything either. */
async function meet(session: Session, wearQ14: Int16Array | undefined): Promise<void> {
  try {
    await tellWear(session, wearQ14);
  } catch (error) {
    if (wearQ14 !== undefined || !(error instanceof BeckonError && error.fault.code === "device-no-wear"))
      throw error;
  }
}

/** @throws BeckonError `device-other-model` if it holds another model than the image's. */
export function mustHoldModel({ dev, address, image }: Prepared, device: OpenDevice): void {
  const { modelId } = device.wearable.session().info;
  if (image === undefined || modelId === image.image.modelId) return;
  const problem = `holds model ${modelId}, not ${image.image.modelId} of ${image.path}.`;
  throw machineError("device-other-model", dev, problem, howToSend(address));
}

/** An emulated board without a flash file of its own forgets what was pushed as soon as it ends. */
function howToSend(address: DeviceAddress): string {
  if (address.kind !== "emulated" || address.flashFile !== undefined)
    return "Send the image with `beckon push` first.";
  const kept = `emulated:${address.board}@FLASH`;
  return `Send the image with \`beckon push --device ${kept}\` first, and name the device so here too: FLASH is the file that keeps it.`;
}
