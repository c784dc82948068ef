/**
 * Why a port that was there is gone again, from what the kernel wrote (case B07). Pure; the
 * log is read by explainLostPorts below.
 */
import { execFile } from "node:child_process";
import { basename } from "node:path";
import { machineError, type BeckonError } from "../../../common/errors.ts";
import { isPlainName, notBrailleRule, type UdevRule, type UsbIdentity } from "./udev-rules.ts";

/** A port that lives shorter than this was taken away, not unplugged. */
const SHORT_LIFE_MS = 5000;

export interface Vanishing {
  /** Such as `/dev/ttyUSB0`. */
  readonly path: string;
  /** From appearing to vanishing, ms. */
  readonly aliveMs: number;
  /** What is known of the board; the log adds the socket. */
  readonly board?: UsbIdentity | undefined;
  /** Newest lines of the kernel's log, oldest first; empty if it cannot be read. */
  readonly log: readonly string[];
}

/**
 * The cause, and the narrow remedy. The Braille display service is never proposed for
 * removal: it may be how the person reads the screen.
 */
export function explainVanishing(vanishing: Vanishing): BeckonError {
  const { path, log } = vanishing;
  const claim = claimIn(log);
  const named = log.some((line) => /\bbrltty\b/i.test(line));
  if (claim !== undefined || (named && vanishing.aliveMs < SHORT_LIFE_MS)) return brailleError(vanishing);
  if (log.some((line) => /over-current|device descriptor read.*error|error -(71|110)\b/.test(line))) {
    return machineError(
      "port-cable",
      path,
      "the port went away after USB errors.",
      "Try another cable and a socket on the computer itself, without a hub.",
    );
  }
  if (vanishing.aliveMs < SHORT_LIFE_MS) {
    return machineError(
      "port-vanished",
      path,
      `the port was there for ${(vanishing.aliveMs / 1000).toFixed(1)} s and went away.`,
      log.length === 0
        ? "The system's log could not be read; ask whoever administers the computer what it says about USB (`journalctl -k`)."
        : "Try another cable or socket; `beckon doctor` looks for programs that take ports.",
    );
  }
  return machineError("port-vanished", path, "the port is gone.", "Plug the wearable in again.");
}

function brailleError(vanishing: Vanishing): BeckonError {
  const { path } = vanishing;
  const cause =
    "the Braille display service (BRLTTY) took this board's USB chip for a Braille display, and the port with it.";
  const rule = brailleRule(vanishing);
  if (rule === undefined) {
    return machineError(
      "port-taken-by-braille",
      path,
      cause,
      "Plug the board into another socket and run `beckon doctor`, which then writes a rule for this one board. The service itself stays as it is.",
    );
  }
  return machineError(
    "port-taken-by-braille",
    path,
    cause,
    `A rule for this one board keeps the two apart, and the service stays as it is: ${rule.command} – then plug the board in again.`,
  );
}

/** The rule that keeps the service off this one board; undefined where nothing tells the board apart. */
export function brailleRule({ path, board, log }: Vanishing): UdevRule | undefined {
  const socket = socketOf(claimIn(log)) ?? socketOfPort(log, path);
  const known = withoutOddSerial(board) ?? identityOf(log, socket);
  if (known === undefined || (known.serialNumber === undefined && socket === undefined)) return undefined;
  return notBrailleRule({ ...known, socket });
}

function claimIn(log: readonly string[]): string | undefined {
  return log.findLast((line) => /usbfs: interface \d+ claimed by .* while 'brltty'/.test(line));
}

/** A serial number that cannot stand in a rule does not tell the board apart. */
function withoutOddSerial(board: UsbIdentity | undefined): UsbIdentity | undefined {
  if (board?.serialNumber === undefined || isPlainName(board.serialNumber)) return board;
  return { ...board, serialNumber: undefined };
}

/** `usb 1-1.2: usbfs: …` → `1-1.2`. */
function socketOf(line: string | undefined): string | undefined {
  return line?.match(/\busb (\d+-[\d.]+): /)?.[1];
}

function socketOfPort(log: readonly string[], path: string): string | undefined {
  const port = basename(path);
  return socketOf(log.findLast((line) => line.includes("attached to") && line.includes(port)));
}

/** The kernel's `New USB device found, idVendor=…, idProduct=…` of that socket. */
function identityOf(log: readonly string[], socket: string | undefined): UsbIdentity | undefined {
  if (socket === undefined) return undefined;
  const found = log.findLast((line) => line.includes(`usb ${socket}: New USB device found`));
  const ids = found?.match(/idVendor=([0-9a-f]{4}), idProduct=([0-9a-f]{4})/i);
  return ids?.[1] === undefined || ids[2] === undefined ? undefined : { vendorId: ids[1], productId: ids[2] };
}

/**
 * Ports that came and went within {@link SHORT_LIFE_MS} and did not come again, by the kernel's
 * log with seconds in brackets (`[   12.345678] …`).
 */
export function findShortLived(log: readonly string[]): readonly Vanishing[] {
  const born = new Map<string, { ms: number; socket: string | undefined }>();
  const lost = new Map<string, Vanishing>();
  for (const [index, line] of log.entries()) {
    const ms = Number(/^\[ *(\d+\.\d+)\]/.exec(line)?.[1] ?? Number.NaN) * 1000;
    const socket = /\b(\d+-[\d.]+)(?::\d+\.\d+)?: /.exec(line)?.[1];
    const arrived = /now attached to (tty\w+)|\b(ttyACM\d+): USB ACM device/.exec(line);
    if (arrived !== null) {
      const port = arrived[1] ?? arrived[2] ?? "";
      born.set(port, { ms, socket });
      lost.delete(port);
    }
    const left = /now disconnected from (tty\w+)/.exec(line)?.[1];
    const unplugged = /USB disconnect, device number/.test(line) ? socket : undefined;
    for (const [port, birth] of born) {
      if (port !== left && (unplugged === undefined || unplugged !== birth.socket)) continue;
      born.delete(port);
      const aliveMs = ms - birth.ms;
      if (aliveMs < SHORT_LIFE_MS)
        lost.set(port, { path: `/dev/${port}`, aliveMs, log: log.slice(0, index + 1) });
    }
  }
  return [...lost.values()];
}

/** What `beckon doctor` says of ports that are there no more; nothing where the log may not be read. */
export async function explainLostPorts(): Promise<readonly BeckonError[]> {
  return (await findLostPorts()).map(explainVanishing);
}

/** Ports that were taken away since this computer started; none where the log may not be read. */
export async function findLostPorts(): Promise<readonly Vanishing[]> {
  return findShortLived(await readKernelLog());
}

const LOG_LINES = 500;

/** Newest lines of the kernel's log since the start, oldest first; empty where this user may not read it. */
function readKernelLog(): Promise<readonly string[]> {
  const asked = ["--dmesg", "--boot", "--no-pager", "--quiet", "--no-hostname", "--output=short-monotonic"];
  return new Promise((resolve) => {
    execFile("journalctl", [...asked, `--lines=${LOG_LINES}`], { timeout: 3000 }, (error, stdout) => {
      resolve(error ? [] : stdout.split("\n").filter((line) => line !== ""));
    });
  });
}
