/**
 * DATA with credit, for push and replay: the wearable says how many bytes it is ready for
 * since BEGIN and how many came in order; both numbers are absolute, so a lost, repeated or
 * late CREDIT does no harm. What got lost on the way is sent again from where order broke.
 */
import { BeckonError } from "../../common/errors.ts";
import { endError } from "./link/ends.ts";
import { refusalError } from "./link/faults.ts";
import { messageTable, type ToDevice, type ToHost } from "./link/messages.ts";
import type { Session } from "./link/session.ts";

/** Without progress for so long, what is not confirmed is sent again. */
const RESEND_MS = 500;
/** So many times in a row without any progress; then the wearable is called silent. */
const RESENDS = 10;

export interface Transfer<T> {
  readonly begin: ToDevice;
  readonly totalBytes: number;
  /** Most bytes of one DATA message, and what every one but the last is a multiple of. */
  readonly chunkBytes: number;
  readonly unitBytes: number;
  /** The DATA message of `bytes` body bytes from byte `offset` on. */
  chunk(offset: number, bytes: number): ToDevice;
  /** Bytes received in order so far; grows. */
  progress?(bytes: number): void;
  /** Any message that comes during the transfer, and its sequence number. True: it says that all data came. */
  message?(message: ToHost, sequence: number): boolean;
  readonly signal?: AbortSignal | undefined;
  /** What completes it, once all bytes were received. */
  finish(): Promise<T>;
}

/**
 * Runs a transfer to its end. On any failure the wearable is told to forget it (ABORT).
 *
 * @throws BeckonError if the wearable refuses or falls silent; `signal.reason` if aborted.
 */
export async function sendWithCredit<T>(session: Session, transfer: Transfer<T>): Promise<T> {
  const { signal } = transfer;
  signal?.throwIfAborted();
  const flow = createFlow(session, transfer);
  session.transfer({
    message(message, sequence) {
      if (transfer.message?.(message, sequence)) flow.complete();
      else flow.message(message);
    },
    ended: flow.fail,
  });
  const onAbort = (): void => flow.fail(signal?.reason);
  signal?.addEventListener("abort", onAbort);
  try {
    // BEGIN erases flash on some boards, page by page, before the first credit comes.
    const first = await session.request(
      transfer.begin,
      (answer) => (answer.name === "credit" ? answer : undefined),
      { retryMs: 1000, tries: 10 },
    );
    flow.start(first);
    await flow.done;
    signal?.throwIfAborted();
    return await transfer.finish();
  } catch (error) {
    await abort(session);
    throw error;
  } finally {
    flow.stop();
    signal?.removeEventListener("abort", onAbort);
    session.transfer(undefined);
  }
}

/** Tries to leave the wearable ready for the next transfer; it forgets this one by itself after 5 s. */
async function abort(session: Session): Promise<void> {
  try {
    const message: ToDevice = { name: "abort", link: session.info.link };
    const answered = (answer: ToHost) => (answer.name === "status" ? answer : undefined);
    await session.request(message, answered, { retryMs: 300, tries: 3 });
  } catch (error) {
    if (!(error instanceof BeckonError)) throw error; // a wearable that is gone: the first error says so
  }
}

interface Flow {
  readonly done: Promise<void>;
  start(first: ToHost): void;
  message(message: ToHost): void;
  complete(): void;
  fail(reason: unknown): void;
  stop(): void;
}

function createFlow<T>(session: Session, transfer: Transfer<T>): Flow {
  const { promise: done, resolve, reject } = Promise.withResolvers<void>();
  done.catch(() => {}); // whoever waits hears of it; nobody may be waiting yet
  const name = session.info.board;
  const dataType = messageTable[transfer.chunk(0, 0).name].type;
  let sent = 0;
  let ready = 0;
  let received = 0;
  let resends = 0;
  let timer: NodeJS.Timeout | undefined;

  const pump = (): void => {
    while (sent < transfer.totalBytes) {
      const wished = Math.min(transfer.chunkBytes, transfer.totalBytes - sent);
      let bytes = Math.min(wished, ready - sent);
      if (sent + bytes < transfer.totalBytes) bytes -= bytes % transfer.unitBytes;
      // A short message only where the wearable's whole window is short, not for its every gap.
      if (bytes <= 0 || (bytes < wished && sent > received)) return;
      session.send(transfer.chunk(sent, bytes));
      sent += bytes;
    }
  };
  /** Whatever got lost, DATA or CREDIT: the last confirmed part again asks for CREDIT, then the rest. */
  const sendAgain = (): void => {
    const known = Math.min(received, transfer.chunkBytes);
    if (received >= ready && known > 0) session.send(transfer.chunk(received - known, known));
    sent = received;
    pump();
  };
  const watch = (): void => {
    clearInterval(timer);
    timer = setInterval(() => {
      if (++resends > RESENDS) {
        reject(endError(name, { kind: "silent" }));
        return;
      }
      sendAgain();
    }, RESEND_MS);
  };

  const onMessage = (message: ToHost): void => {
    if (message.name === "error" && message.answers === dataType) {
      reject(refusalError(name, message));
      return;
    }
    if (message.name !== "credit") return;
    if (message.received > transfer.totalBytes || message.received < received) return;
    ready = Math.max(ready, message.ready);
    if (message.received > received) {
      received = message.received;
      sent = Math.max(sent, received);
      resends = 0;
      watch();
      transfer.progress?.(received);
    }
    if (received === transfer.totalBytes) resolve();
    else pump();
  };

  return {
    done,
    start(first) {
      watch();
      onMessage(first);
    },
    message: onMessage,
    complete: resolve,
    fail: reject,
    stop: () => clearInterval(timer),
  };
}
