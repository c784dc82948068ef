/** Asks a wearable that the person names what kind of board it is. */
import { inputError } from "../../../common/errors.ts";
import { boards } from "../../../firmware-gen/boards/boards.ts";
import { openDevice, parseDevice } from "../device.ts";
import type { NamedWearable } from "./wearables.ts";

/** @throws BeckonError if it does not answer, or is a board that this version does not know. */
export async function nameWearable(dev: string): Promise<NamedWearable> {
  const device = await openDevice(parseDevice(dev), {}, { reconnect: false });
  const { board } = device.wearable.session().info;
  await device.close();
  if (!boards.some(({ id }) => id === board)) {
    const problem = `is a board that this version does not know: ${board}.`;
    throw inputError("board-unknown", dev, problem, "Use a newer version of Beckon.");
  }
  return { dev, board };
}
