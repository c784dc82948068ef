/**
 * A virtual wearable on a pseudo-terminal, for other programs: they open its path as they
 * would a board's port. Linux and macOS; through libc, for Node has no pseudo-terminals.
 */
import { closeSync, constants, openSync } from "node:fs";
import { ReadStream } from "node:tty";
import koffi from "koffi";
import { machineError } from "../../common/errors.ts";
import type { BytePipe } from "./byte-pipe.ts";

const TERMIOS_BYTES = 256; // struct termios has 60 bytes on Linux, 72 on macOS
const PATH_BYTES = 128;
const TCSANOW = 0;
/** Bytes for a program that does not read them; a wearable's heartbeats go on for ever. */
const BACKLOG_BYTES = 4096;

export interface VirtualTerminal {
  /** Such as `/dev/pts/5`. */
  readonly path: string;
  /** Ends the terminal and the pipe. */
  close(): Promise<void>;
}

/**
 * Puts the far end of `pipe` on a new pseudo-terminal, raw and 8 bits clean. It stays while
 * programs come and go.
 *
 * @throws BeckonError where the system has no pseudo-terminals.
 */
export function openTerminal(pipe: BytePipe): VirtualTerminal {
  const { master, path } = openMaster();
  // One end kept open here, so that a program that closes the port does not end the terminal.
  const kept = openSync(path, constants.O_RDWR | constants.O_NOCTTY);
  makeRaw(kept);
  const stream = new ReadStream(master);
  stream.on("error", () => {
    // A write that meets a closing terminal; the end is told by 'close'.
  });
  stream.on("data", (chunk: Buffer) => pipe.write(chunk));
  pipe.onBytes((bytes) => {
    if (!stream.destroyed && stream.writableLength < BACKLOG_BYTES) stream.write(bytes);
  });
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= (async () => {
      stream.destroy();
      closeSync(kept);
      await pipe.close();
    })();
    return closing;
  };
  pipe.onClose(() => void close());
  return { path, close };
}

function openMaster(): { master: number; path: string } {
  try {
    const libc = koffi.load(process.platform === "darwin" ? "libSystem.B.dylib" : "libc.so.6");
    const openPty = libc.func("int posix_openpt(int)");
    const grant = libc.func("int grantpt(int)");
    const unlock = libc.func("int unlockpt(int)");
    const name = libc.func("int ptsname_r(int, _Out_ uint8_t *, size_t)");
    const master = openPty(constants.O_RDWR | constants.O_NOCTTY) as number;
    const path = Buffer.alloc(PATH_BYTES);
    if (master >= 0 && grant(master) === 0 && unlock(master) === 0 && name(master, path, PATH_BYTES) === 0) {
      return { master, path: path.toString("utf8", 0, path.indexOf(0)) };
    }
    throw new Error("it refused");
  } catch (error) {
    throw machineError(
      "no-pseudo-terminal",
      "the virtual wearable",
      `this system gives no pseudo-terminal (${(error as Error).message}).`,
      "Use it inside Beckon with `--device virtual`, which needs none.",
    );
  }
}

/** As cfmakeraw(3) says: no echo, no line editing, every byte as it is. */
function makeRaw(fd: number): void {
  const libc = koffi.load(process.platform === "darwin" ? "libSystem.B.dylib" : "libc.so.6");
  const get = libc.func("int tcgetattr(int, _Inout_ uint8_t *)");
  const raw = libc.func("void cfmakeraw(_Inout_ uint8_t *)");
  const set = libc.func("int tcsetattr(int, int, _Inout_ uint8_t *)");
  const settings = Buffer.alloc(TERMIOS_BYTES);
  get(fd, settings);
  raw(settings);
  set(fd, TCSANOW, settings);
}
