/** Sending an image to a wearable, and proving that it decides as the app does. */
import { inputError } from "../../common/errors.ts";
import { boards } from "../../firmware-gen/boards/boards.ts";
import { createEngine } from "../../firmware-gen/engine/engine.ts";
import { mustFit } from "../../firmware-gen/image/fits.ts";
import { readFolder } from "../../models/recordings/folder.ts";
import { isCommand } from "../../models/recordings/manifest.ts";
import { pushImage, type PushResult } from "../wearables/push.ts";
import { type Verification, verifyTakes } from "../wearables/verify.ts";
import { openDevice, parseDevice } from "./device.ts";
import { loadImage } from "./image.ts";
import type { Progress } from "./progress.ts";
import { withQuietAfter } from "./recording.ts";

/** What a wearable says it is. */
export interface PushReport extends PushResult {
  readonly device: string;
  readonly board: string;
}

/**
 * @throws BeckonError when the image cannot be read, does not fit the board
 *   (told before anything is sent), or the wearable does not report it afterwards.
 */
export async function pushToDevice(
  dev: string,
  imagePath: string,
  progress: Progress,
  stop: AbortSignal,
): Promise<PushReport> {
  const address = parseDevice(dev);
  const { bytes, image } = loadImage(imagePath);
  const device = await openDevice(address, {});
  try {
    const session = device.wearable.session();
    const board = boards.find(({ id }) => id === session.info.board);
    if (board !== undefined) mustFit(image, board, imagePath);
    const result = await pushImage(session, bytes, {
      progress: ({ bytes: sent, total }) => progress("Sending the image", sent, total),
      signal: stop,
    });
    return { device: dev, board: session.info.board, ...result };
  } finally {
    await device.close();
  }
}

export interface VerifyRequest {
  readonly image: string;
  readonly recordings: string;
  readonly person?: string | undefined;
}

/** Replays takes on the wearable and compares every decision with the app's. @throws BeckonError. */
export async function verifyDevice(
  dev: string,
  { image: imagePath, recordings, person }: VerifyRequest,
  progress: Progress,
  stop: AbortSignal,
): Promise<Verification> {
  const address = parseDevice(dev);
  const { bytes, image } = loadImage(imagePath);
  const { takes } = await readFolder(recordings, person === undefined ? {} : { person });
  const chosen = takes.filter((take) => isCommand(take) && take.samples.signal === image.signal);
  if (chosen.length === 0) {
    const whose = person === undefined ? "" : ` of ${person}`;
    const problem = `It holds no ${image.signal} takes${whose}, which this image is for.`;
    throw inputError("takes-missing", recordings, problem, "Name another folder or person.");
  }
  const engine = await createEngine();
  // The virtual wearable forgets its image when it ends, so it begins with the one to be compared.
  const device = await openDevice(address, {}, { image: bytes });
  try {
    const quiet = chosen.map((take) => ({ ...take, samples: withQuietAfter(take.samples) }));
    return await verifyTakes(device.wearable.session(), engine, bytes, quiet, {
      progress: (done, total) => progress("Comparing decisions", done, total),
      signal: stop,
    });
  } finally {
    await device.close();
  }
}
