/**
 * Why a serial port does not open or does not stay, and the narrow remedy, in plain words
 * (cases B07, B13). No remedy ever takes another program away from the person: a Braille
 * display service may be how they read the screen.
 */
import { accessSync, constants, statSync } from "node:fs";
import { machineError, usageError, type BeckonError } from "../../../common/errors.ts";
import { accessRule } from "./udev-rules.ts";

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
  if (/permission denied|EACCES|Access denied/i.test(said) && !/lock/i.test(said))
    return permissionError(path);
  if (/lock|busy|EBUSY|EAGAIN|temporarily unavailable|Access denied/i.test(said)) {
    return machineError(
      "port-busy",
      path,
      "another program holds it.",
      "Close the other program (a second Beckon, a serial monitor, the Arduino editor), then try again.",
    );
  }
  if (/inappropriate ioctl|ENOTTY|not a tty|Is a directory|not a valid/i.test(said)) {
    return usageError(
      "port-no-serial",
      path,
      "this is no serial port.",
      "Choose one that `beckon devices` lists.",
    );
  }
  return machineError(
    "port-failed",
    path,
    `it does not open (${said}).`,
    "Unplug the wearable and plug it in again; `beckon doctor` looks for more.",
  );
}

function permissionError(path: string): BeckonError {
  const remedy =
    process.platform === "linux"
      ? `One line by an administrator mends it, for Beckon's boards only: ${accessRule().command} – then plug the board in again.`
      : "Ask whoever administers this computer to allow you the port.";
  return machineError(
    "port-permission",
    path,
    `you (${ownName()}) may not use it: it belongs to ${ownerOf(path)}.`,
    remedy,
  );
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
