/** The serial ports of this computer, and which of Beckon's boards sits on each. */
import { readdir, readFile, realpath } from "node:fs/promises";
import { join } from "node:path";
import { SerialPort } from "serialport";
import { boards } from "../../firmware-gen/boards/boards.ts";
import { portAccess } from "./diagnose/ports.ts";
import type { UsbIdentity } from "./diagnose/udev-rules.ts";

export interface PortDescription {
  readonly path: string;
  readonly manufacturer: string | undefined;
  /** Undefined for a port that is not on USB. */
  readonly usb: UsbIdentity | undefined;
  /** Ids of Beckon's boards with this USB identity; it tells the kind of board, not what runs on it. */
  readonly boards: readonly string[];
  /** May this person use it? */
  readonly access: "ok" | "denied" | "absent";
}

/**
 * All serial ports with something on them. Pseudo-terminals are never among them: those are
 * opened by their path.
 */
export async function listPorts(): Promise<readonly PortDescription[]> {
  const found = await listBySystem();
  return found.map(({ path, manufacturer, usb }) => ({
    path,
    manufacturer,
    usb,
    boards: usb === undefined ? [] : boardsWith(usb),
    access: portAccess(path),
  }));
}

type Found = Pick<PortDescription, "path" | "manufacturer" | "usb">;

async function listBySystem(): Promise<readonly Found[]> {
  try {
    const listed = await SerialPort.list();
    return listed
      .filter(
        ({ vendorId, pnpId, path }) =>
          vendorId !== undefined || pnpId !== undefined || !/\/ttyS\d+$/.test(path),
      )
      .map(({ path, manufacturer, vendorId, productId, serialNumber }) => ({
        path,
        manufacturer,
        usb:
          vendorId === undefined || productId === undefined
            ? undefined
            : { vendorId, productId, serialNumber },
      }));
  } catch {
    // On Linux serialport asks `udevadm`, which a small system may lack; /sys knows as much.
    return listBySysfs("/sys/class/tty");
  }
}

/** @param folder `/sys/class/tty`, or a copy of it. */
export async function listBySysfs(folder: string): Promise<readonly Found[]> {
  const names = await readdir(folder).catch(() => []);
  const found: Found[] = [];
  for (const name of names.filter((each) => /^tty(ACM|USB)\d+$/.test(each)).sort()) {
    found.push({ path: `/dev/${name}`, ...(await usbOf(join(folder, name, "device"))) });
  }
  return found;
}

/** Climbs from a port's device to the USB device that it belongs to. */
async function usbOf(device: string): Promise<Pick<Found, "manufacturer" | "usb">> {
  const read = (folder: string, name: string): Promise<string | undefined> =>
    readFile(join(folder, name), "utf8").then(
      (text) => text.trim(),
      () => undefined,
    );
  let folder = await realpath(device).catch(() => undefined);
  for (let levels = 0; folder !== undefined && levels < 4; levels++) {
    const [vendorId, productId] = [await read(folder, "idVendor"), await read(folder, "idProduct")];
    if (vendorId !== undefined && productId !== undefined) {
      const [serialNumber, manufacturer] = [await read(folder, "serial"), await read(folder, "manufacturer")];
      return { manufacturer, usb: { vendorId, productId, serialNumber, socket: folder.split("/").at(-1) } };
    }
    folder = join(folder, "..");
  }
  return { manufacturer: undefined, usb: undefined };
}

function boardsWith(usb: UsbIdentity): readonly string[] {
  return boards
    .filter(
      (board) =>
        board.usb?.vendorId === usb.vendorId.toLowerCase() &&
        board.usb.productId === usb.productId.toLowerCase(),
    )
    .map(({ id }) => id);
}
