/**
 * A wearable on a serial port, opened by its path: a board on USB, or the pseudo-terminal of
 * an emulated one. Thin; what went wrong with a port is told by diagnose/ports.ts.
 */
import { SerialPort } from "serialport";
import { createPipeListeners, type BytePipe } from "../byte-pipe.ts";
import { explainPortError } from "../diagnose/ports.ts";

/** Unsent bytes beyond which writes are dropped: nobody reads, and the session finds out. */
const BACKLOG_BYTES = 64 * 1024;

/**
 * Opens the port for this program alone.
 *
 * @param path such as `/dev/ttyACM0`, `COM3` or `/dev/pts/4`.
 * @param baud as board.json says.
 * @throws BeckonError naming the cause: absent, no permission, held by another program, no
 *   serial port.
 */
export async function openSerial(path: string, baud: number): Promise<BytePipe> {
  const port = new SerialPort({ path, baudRate: baud, autoOpen: false, lock: true });
  // Without a listener Node dies of an 'error', such as a write cancelled by closing. What
  // matters of it ends in 'close', too.
  let lastError = "";
  port.on("error", (error: Error) => {
    lastError = error.message;
  });
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error === null ? resolve() : reject(explainPortError(path, error))));
  });
  // Boards whose USB chip waits for a terminal speak only with DTR set. A pseudo-terminal has
  // no such line and refuses; that is as good.
  await new Promise<void>((resolve) => {
    port.set({ dtr: true, rts: true }, () => resolve());
  });

  const listeners = createPipeListeners();
  const closed = Promise.withResolvers<void>();
  let closing = false;
  port.on("data", (chunk: Buffer) => listeners.bytes(chunk));
  port.on("close", (error: Error | null | undefined) => {
    listeners.end(closing ? { kind: "closed" } : { kind: "gone", detail: error?.message ?? lastError });
    closed.resolve();
  });
  if (!port.isOpen) {
    listeners.end({ kind: "gone", detail: lastError });
    closed.resolve();
  }
  return {
    name: path,
    write(bytes) {
      if (port.isOpen && !closing && port.writableLength < BACKLOG_BYTES) port.write(Buffer.from(bytes));
    },
    onBytes: listeners.onBytes,
    onClose: listeners.onClose,
    close() {
      if (!closing) {
        closing = true;
        if (port.isOpen) port.close(() => closed.resolve());
        else closed.resolve();
      }
      return closed.promise;
    },
  };
}
