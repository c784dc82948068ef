/**
 * A board in QEMU: started with its base firmware in flash, reached through a pseudo-terminal by
 * the serial transport exactly as a real board would be, and fed with samples through the mailbox
 * of its sensor driver.
 *
 * Nothing is given to QEMU to load, because it would load it again at each reset and undo what the
 * firmware wrote to flash. Flash is written through the gdb stub before the first instruction.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { machineError } from "../../../common/errors.ts";
import type { Samples } from "../../../common/street.ts";
import type { Board } from "../../../firmware-gen/boards/boards.ts";
import type { Memory } from "../../../firmware-gen/flash/memory.ts";
import { createPipeListeners, type BytePipe } from "../byte-pipe.ts";
import { openSerial } from "../transport/serial.ts";
import { createMailbox, type MailboxPlace } from "./mailbox.ts";
import { openGdb, openQmp, openQtest, type Gdb, type Qmp } from "./monitors.ts";

export interface EmulatedBoard {
  /** Its cable. Closing it keeps the flash (if it has a file) and ends QEMU. */
  readonly pipe: BytePipe;
  /** Path of the pseudo-terminal, for other programs; only one may have it open. */
  readonly port: string;
  readonly pid: number;
  /**
   * Moves or sounds at the pace of life. Resolves when all is in; sensors of a board that was
   * killed or reset feel nothing, which is no error.
   */
  feed(samples: Samples, stop?: AbortSignal): Promise<void>;
  /** Presses reset. */
  reset(): Promise<void>;
  /** Pulls the plug: nothing is saved. */
  /** Closes this program's end of the cable, so that another may open the port; the board goes on. */
  leaveCable(): Promise<void>;
  kill(): void;
  /** Memory and breakpoints, for tests. The board stands still until gdb detaches. */
  debug(): Promise<{ readonly gdb: Gdb; readonly qmp: Qmp }>;
}

export interface EmulatedOptions {
  /** File that keeps the image slots from one start to the next; made if absent. */
  readonly flashFile?: string | undefined;
  /** What flash holds besides, instead of base firmware and backbone of this version. */
  readonly firmware?: Memory | undefined;
}

export interface Emulation {
  readonly board: Board;
  /** QEMU's `-M`. */
  readonly machine: string;
  readonly flashed: () => Memory;
  readonly mailbox: MailboxPlace;
  /** 1: unwritten flash must be filled with 0xff, for QEMU's reads 0. */
  readonly eraseFirst: boolean;
  /** Words to write before the start. */
  readonly words: () => readonly { readonly address: number; readonly value: number }[];
}

/**
 * @throws BeckonError `qemu-missing`, `qemu-failed`, or `flash-file` if the file does not fit the board.
 */
export async function startQemu(emulation: Emulation, options: EmulatedOptions = {}): Promise<EmulatedBoard> {
  const { board } = emulation;
  const slots = { address: board.slotAddress, size: 2 * board.slotBytes };
  const kept = readFlashFile(options.flashFile, slots.size, board.name);
  const folder = mkdtempSync(join(tmpdir(), "beckon-qemu-"));
  const sockets = { qmp: join(folder, "qmp"), gdb: join(folder, "gdb"), qtest: join(folder, "qtest") };
  const { child, port } = await spawnQemu(emulation.machine, sockets);
  endWithThisProcess(child, folder);
  child.once("exit", () => {
    rmSync(folder, { recursive: true, force: true });
  });

  try {
    const qmp = await openQmp(sockets.qmp);
    const gdb = await openGdb(sockets.gdb);
    if (emulation.eraseFirst) await gdb.write(slots.address, new Uint8Array(slots.size).fill(0xff));
    if (kept !== undefined) await gdb.write(slots.address, kept);
    for (const { address, bytes } of options.firmware ?? emulation.flashed()) await gdb.write(address, bytes);
    for (const { address, value } of emulation.words()) {
      await gdb.write(address, new Uint8Array(new Uint32Array([value]).buffer));
    }
    await gdb.detach();
    await qmp.execute("stop"); // detaching let it run
    await qmp.execute("system_reset");
    const cable = await openSerial(port, board.baud ?? 115200);
    const qtest = await openQtest(sockets.qtest);
    const mailbox = createMailbox(emulation.mailbox, qtest);
    await qmp.execute("cont");

    const listeners = createPipeListeners();
    cable.onBytes((bytes) => listeners.bytes(bytes));
    cable.onClose((how) => listeners.end(how));
    // A terminal whose other end is gone may read as empty for ever instead of failing.
    child.once("exit", () => {
      listeners.end({ kind: "gone", detail: "QEMU ended" });
      void cable.close();
    });
    let ending: Promise<void> | undefined;
    const end = async (): Promise<void> => {
      await cable.close();
      if (options.flashFile !== undefined && child.exitCode === null && child.signalCode === null) {
        await saveSlots(qmp, slots, options.flashFile).catch(() => undefined);
      }
      await killAndWait(child);
    };
    return {
      pipe: {
        name: `emulated:${board.id}`,
        write: (bytes) => cable.write(bytes),
        onBytes: listeners.onBytes,
        onClose: listeners.onClose,
        close: () => (ending ??= end()),
      },
      port,
      pid: child.pid ?? 0,
      feed: (samples, stop) => mailbox.feed(samples, stop),
      reset: async () => void (await qmp.execute("system_reset")),
      leaveCable: () => cable.close(),
      kill: () => void child.kill("SIGKILL"),
      debug: async () => {
        await qmp.execute("stop"); // the stub tells a stop that it brings about itself unasked
        return { gdb: await openGdb(sockets.gdb), qmp };
      },
    };
  } catch (error) {
    await killAndWait(child);
    throw error;
  }
}

async function spawnQemu(
  machine: string,
  sockets: { readonly qmp: string; readonly gdb: string; readonly qtest: string },
): Promise<{ child: ChildProcess; port: string }> {
  const socket = (path: string): string => `unix:${path},server=on,wait=off`;
  const args = [
    ...["-M", machine, "-accel", "tcg", "-display", "none", "-monitor", "none", "-serial", "pty", "-S"],
    ...["-qmp", socket(sockets.qmp), "-gdb", socket(sockets.gdb)],
    ...["-qtest", socket(sockets.qtest), "-qtest-log", "none"],
  ];
  const child = spawn("qemu-system-arm", args, { stdio: ["ignore", "pipe", "pipe"] });
  const port = await new Promise<string>((resolve, reject) => {
    let said = "";
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      const found = /redirected to (\S+)/.exec(said);
      if (found?.[1] !== undefined) resolve(found[1]);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("error", () => {
      const remedy = "Install it: apt-get install qemu-system-arm";
      reject(
        machineError(
          "qemu-missing",
          "QEMU",
          "qemu-system-arm is missing, which emulated boards run in.",
          remedy,
        ),
      );
    });
    child.once("exit", () => {
      const remedy = "Try again; beckon doctor tells what is missing.";
      reject(
        machineError(
          "qemu-failed",
          "QEMU",
          `ended before it began: ${said.trim() || "no reason given"}.`,
          remedy,
        ),
      );
    });
  });
  return { child, port };
}

function readFlashFile(path: string | undefined, size: number, name: string): Uint8Array | undefined {
  if (path === undefined || !existsSync(path)) return undefined;
  const bytes = readFileSync(path);
  if (bytes.length !== size) {
    const problem = `is ${bytes.length} bytes long; the image slots of ${name} take ${size}.`;
    throw machineError("flash-file", path, problem, "Give the file of this board, or a new name.");
  }
  return bytes;
}

/** Written aside and renamed: a cut leaves the old file. */
async function saveSlots(qmp: Qmp, slots: { address: number; size: number }, path: string): Promise<void> {
  const aside = `${path}.new`;
  await qmp.execute("stop");
  await qmp.execute("memsave", { val: slots.address, size: slots.size, filename: aside });
  renameSync(aside, path);
}

/** However this process ends, even killed, the shell's input ends with it, and QEMU with the shell. */
function endWithThisProcess(child: ChildProcess, folder: string): void {
  const args = ["-c", 'read -r _; kill -9 "$1"; rm -rf "$2"', "sh", String(child.pid), folder];
  const guard = spawn("sh", args, { stdio: ["pipe", "ignore", "ignore"] });
  guard.unref();
  (guard.stdin as Socket).unref();
  child.once("exit", () => guard.kill("SIGKILL"));
}

async function killAndWait(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGKILL");
  await gone;
}
