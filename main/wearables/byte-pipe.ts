/**
 * A way to and from one wearable, as plain bytes. Serial ports, emulated boards
 * and the virtual wearable each give one; everything above it is the same for all.
 */

/** Why a pipe ended. `"closed"` by this program; `"gone"` by the other side, with what the system said. */
export type PipeEnd = { readonly kind: "closed" } | { readonly kind: "gone"; readonly detail: string };

export interface BytePipe {
  /** What the person knows it by, such as `/dev/ttyACM0` or `virtual`. */
  readonly name: string;
  /**
   * Queues bytes, in order. Never throws and never blocks: bytes written to an ended
   * pipe are dropped, for the end is told by {@link onClose}.
   */
  write(bytes: Uint8Array): void;
  /** `listener` gets every chunk from now on; the chunk may be kept, nobody else writes to it. */
  onBytes(listener: (bytes: Uint8Array) => void): void;
  /** `listener` is called exactly once; at the next turn if the pipe has ended already. */
  onClose(listener: (end: PipeEnd) => void): void;
  /** Lets go of the device. Resolves when it may be opened again; further calls do nothing. */
  close(): Promise<void>;
}

/**
 * The listening half that every transport needs: chunks to all listeners, and one end
 * that late listeners hear of too.
 */
export interface PipeListeners {
  readonly ended: boolean;
  bytes(chunk: Uint8Array): void;
  end(end: PipeEnd): void;
  onBytes(listener: (bytes: Uint8Array) => void): void;
  onClose(listener: (end: PipeEnd) => void): void;
}

export function createPipeListeners(): PipeListeners {
  const byteListeners: ((bytes: Uint8Array) => void)[] = [];
  const closeListeners: ((end: PipeEnd) => void)[] = [];
  let ended: PipeEnd | undefined;
  return {
    get ended() {
      return ended !== undefined;
    },
    bytes(chunk) {
      if (ended !== undefined) return;
      for (const listener of byteListeners) listener(chunk);
    },
    end(end) {
      if (ended !== undefined) return;
      ended = end;
      for (const listener of closeListeners) listener(end);
    },
    onBytes(listener) {
      byteListeners.push(listener);
    },
    onClose(listener) {
      const past = ended;
      if (past === undefined) closeListeners.push(listener);
      else setImmediate(() => listener(past));
    },
  };
}
