/** The Cortex-M4 board in QEMU, which is not to be had as hardware. */
import { randomInt } from "node:crypto";
import { describeEmulation } from "./facts.ts";
import { startQemu, type EmulatedBoard, type EmulatedOptions } from "./qemu.ts";

/** @throws BeckonError as {@link startQemu}. */
export function startSimM4(options?: EmulatedOptions): Promise<EmulatedBoard> {
  // It has no source of chance; two processes must not begin with the same link number.
  const simM4 = describeEmulation("sim-m4");
  const words = (): { address: number; value: number }[] => [
    { address: simM4.address("bk_link_seed"), value: randomInt(2 ** 32) },
  ];
  return startQemu({ ...simM4, machine: "mps2-an386", eraseFirst: false, words }, options);
}
