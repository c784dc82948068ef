/**
 * Why a serial port does not open or does not stay, and the narrow remedy, in plain words
 * (cases B07, B13). No remedy ever takes another program away from the person: a Braille
 * display service may be how they read the screen.
 */
import { accessSync, constants, statSync } from "node:fs";
import { machineError, usageError, type BeckonError } from "../../../common/errors.ts";

/**
 * The error that a person sees when `path` does not open.
 *
 * @param error what the system or serialport said.
 */
export function explainPortError(path: string, error: Error): BeckonError {
  const said = error.message;
  if (/no such file|ENOENT|File not found/i.test(said)) {
    return machineError(
      "port-absent",
      path,
      "there is no such port.",
      "Plug the wearable in, or choose one that `beckon devices` lists.",
    );
  }
  if (/permission denied|EACCES|Access denied/i.test(said) && !/lock/i.test(said)) return permissionError(path);
  if (/lock|busy|EBUSY|EAGAIN|temporarily unavailable|Access denied/i.test(said)) {
    return machineError(
      "port-busy",
      path,
      "another program holds it.",
      "Close the other program (a second Beckon, a serial monitor, the Arduino editor), then try again.",
    );
  }
  if (/inappropriate ioctl|ENOTTY|not a tty|Is a directory|not a valid/i.test(said)) {
    return usageError("port-no-serial", path, "this is no serial port.", "Choose one that `beckon devices` lists.");
  }
  return machineError(
    "port-failed",
    path,
    `it does not open (${said}).`,
    "Unplug the wearable and plug it in again; `beckon doctor` looks for more.",
  );
}

function permissionError(path: string): BeckonError {
  const rule = portRule(path);
  const remedy =
    process.platform === "linux"
      ? `One line by an administrator mends it, for this board only: ${rule.command} – then plug the board in again.`
      : "Ask whoever administers this computer to allow you the port.";
  return machineError("port-permission", path, `you (${ownName()}) may not use it: it belongs to ${ownerOf(path)}.`, remedy);
}

/** Can this process read and write the port? `absent` if it is not there. */
export function portAccess(path: string): "ok" | "denied" | "absent" {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return "ok";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? "absent" : "denied";
  }
}

/** USB identity of a board, four hexadecimal digits each. */
export interface UsbIdentity {
  readonly vendorId: string;
  readonly productId: string;
}

export interface PortRule {
  /** Where the rule goes. Before 73-seat-late.rules, which acts on the tag. */
  readonly file: string;
  readonly text: string;
  /** One line to run with administrator's rights. */
  readonly command: string;
}

/**
 * A rule that gives the person who sits at the computer one kind of board, and nothing else;
 * it works at the next plugging in, without logging out.
 *
 * @param identity the board's; without it the rule covers the boards Beckon knows.
 * @param braille also keep the Braille display service off this one board (case B07).
 */
export function portRule(path: string, identity?: UsbIdentity, braille = false): PortRule {
  const known: readonly UsbIdentity[] = identity === undefined ? knownBoards : [identity];
  const lines = known.map(({ vendorId, productId }) => {
    const match = `ATTRS{idVendor}=="${hex4(vendorId)}", ATTRS{idProduct}=="${hex4(productId)}"`;
    const actions = braille ? `TAG+="uaccess", ENV{BRLTTY_BRAILLE_DRIVER}=""` : `TAG+="uaccess"`;
    return `SUBSYSTEM=="tty", ${match}, ${actions}`;
  });
  const file = identity === undefined ? "/etc/udev/rules.d/70-beckon.rules" : `/etc/udev/rules.d/70-beckon-${hex4(identity.vendorId)}-${hex4(identity.productId)}.rules`;
  const text = `# Beckon: the wearable at ${path.replaceAll(/[^\w/.:-]/g, "?")} for the person at this computer\n${lines.join("\n")}\n`;
  const quoted = lines.map((line) => `'${line}'`).join(" ");
  return {
    file,
    text,
    command: `printf '%s\\n' ${quoted} | sudo tee ${file} && sudo udevadm control --reload`,
  };
}

/** micro:bit (DAPLink), Raspberry Pi Pico, Arduino Uno R3. */
const knownBoards: readonly UsbIdentity[] = [
  { vendorId: "0d28", productId: "0204" },
  { vendorId: "2e8a", productId: "000a" },
  { vendorId: "2341", productId: "0043" },
];

function hex4(id: string): string {
  const digits = id.toLowerCase();
  if (!/^[0-9a-f]{4}$/.test(digits)) throw new RangeError(`a USB id has four hexadecimal digits, got ${id}`);
  return digits;
}

function ownName(): string {
  return process.env.USER ?? process.env.LOGNAME ?? `user ${process.getuid?.() ?? "?"}`;
}

function ownerOf(path: string): string {
  try {
    const { uid, gid, mode } = statSync(path);
    return `user ${uid}, group ${gid}, mode ${(mode & 0o777).toString(8)}`;
  } catch {
    return "another user";
  }
}
