/** The micro:bit V1 in QEMU. */
import { describeEmulation } from "./facts.ts";
import { startQemu, type EmulatedBoard, type EmulatedOptions } from "./qemu.ts";

/** @throws BeckonError as {@link startQemu}. */
export function startMicrobitV1(options?: EmulatedOptions): Promise<EmulatedBoard> {
  return startQemu(
    { ...describeEmulation("microbit-v1"), machine: "microbit", eraseFirst: true, words: () => [] },
    options,
  );
}
