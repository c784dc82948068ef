/** The serial ports of this computer, and which of Beckon's boards sits on each. */
import { readdir, readFile, realpath } from "node:fs/promises";
import { basename, join } from "node:path";
import { SerialPort } from "serialport";
import { boards } from "../../firmware-gen/boards/boards.ts";
import { portAccess } from "./diagnose/ports.ts";
import type { UsbIdentity } from "./diagnose/udev-rules.ts";

export interface PortDescription {
  readonly path: string;
  /**
   * A name of this very wearable, to open it by: the next time it is plugged in, or after a sleep, its port may be called
   * otherwise, and the old name may be another's. The path itself where nothing tells it from others of its kind.
   */
  readonly steady: string;
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
  const names = await steadyNames("/dev/serial/by-id");
  return found.map(({ path, manufacturer, usb }) => ({
    path,
    steady: steadyName(path, usb, names),
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

/**
 * The names that Linux gives to ports by what is plugged in, and keeps while it is.
 *
 * @param folder `/dev/serial/by-id`, which other systems do not have: there a port is called by its serial number already.
 * @returns names by the path they stand for now.
 */
export async function steadyNames(folder: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const names = new Map<string, string[]>();
  for (const name of (await readdir(folder).catch(() => [])).sort()) {
    const link = join(folder, name);
    // Pulled while it is looked at, it stands for nothing.
    const path = await realpath(link).catch(() => undefined);
    if (path !== undefined) names.set(path, [...(names.get(path) ?? []), link]);
  }
  return names;
}

/** See {@link PortDescription.steady}. Without a serial number two of one kind have one name: that is no name of either. */
export function steadyName(
  path: string,
  usb: Pick<UsbIdentity, "serialNumber"> | undefined,
  names: ReadonlyMap<string, readonly string[]>,
): string {
  const own = usb?.serialNumber?.trim();
  if (own === undefined || own === "") return path;
  // udev writes whatever is no plain letter or digit as an underscore.
  const written = own.replace(/[^\w#+.:=@-]/g, "_");
  return names.get(path)?.find((name) => basename(name).includes(`_${written}-`)) ?? path;
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
