/** The boards that can be tried without hardware, by their id. A new one is one file and one line. */
import { usageError } from "../../../common/errors.ts";
import { startMicrobitV1 } from "./microbit-v1.ts";
import type { EmulatedBoard, EmulatedOptions } from "./qemu.ts";
import { startSimM4 } from "./sim-m4.ts";

const starters: { readonly [id: string]: (options?: EmulatedOptions) => Promise<EmulatedBoard> } = {
  "microbit-v1": startMicrobitV1,
  "sim-m4": startSimM4,
};

export const emulatedBoardIds: readonly string[] = Object.keys(starters);

/**
 * Starts a board in QEMU.
 *
 * @throws BeckonError `board-not-emulated`, `qemu-missing`, `qemu-failed` or `flash-file`.
 */
export function startEmulated(id: string, options?: EmulatedOptions): Promise<EmulatedBoard> {
  const start = starters[id];
  if (start === undefined) {
    const known = emulatedBoardIds.join(", ");
    throw usageError(
      "board-not-emulated",
      `Board "${id}"`,
      "cannot be emulated.",
      `Choose one of: ${known}.`,
    );
  }
  return start(options);
}
