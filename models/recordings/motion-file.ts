/** Movement as CSV → milli-g at an even rate. */
import type { MotionSamples } from "../../common/street.ts";
import { recordingError } from "./faults.ts";

export async function readMotion(path: string, thing = path): Promise<{ samples: MotionSamples; warnings: string[] }> {
  throw recordingError("motion-columns", thing, `${path} cannot be read yet.`, "");
}
