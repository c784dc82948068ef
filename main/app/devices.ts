/** What is plugged in, and what can be tried without hardware. */
import { emulatedBoardIds } from "../wearables/emulated/emulated.ts";
import { listPorts, type PortDescription } from "../wearables/ports.ts";
import { type BoardDrive, listDrives } from "./drives.ts";

export interface DeviceList {
  readonly ports: readonly (PortDescription & { readonly device: string })[];
  readonly drives: readonly BoardDrive[];
  /** As `--device` takes them. */
  readonly withoutHardware: readonly string[];
}

export async function listDevices(): Promise<DeviceList> {
  const ports = await listPorts();
  return {
    ports: ports.map((port) => ({ device: `serial:${port.path}`, ...port })),
    drives: listDrives(),
    withoutHardware: ["virtual", ...emulatedBoardIds.map((id) => `emulated:${id}`)],
  };
}
