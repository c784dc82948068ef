/**
 * The window's side of the contract: ask main, be told by main. Carried by a
 * WebSocket (socket-client.ts) or by Electron's IPC; screens know only this.
 */
import type {
  CallInput,
  CallName,
  CallOutput,
  FeedInput,
  FeedName,
  FeedValue,
} from "../../main/contract/contract.ts";
import type { FaultView } from "../../main/contract/values.ts";

/** `refused`: this page has no right to connect, and trying again will not give it one. */
export type Connection = "connecting" | "open" | "away" | "refused";

export interface Client {
  /** Rejects with a {@link CallFault}, also when the connection goes before the answer came. */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  /** Tells the present value and every later one, through reconnections, until the returned function is called. */
  subscribe<N extends FeedName>(
    name: N,
    input: FeedInput<N>,
    listener: (value: FeedValue<N>) => void,
  ): () => void;
  /** Mono samples from the microphone; dropped while there is no connection: late sound is worth nothing. */
  sendSound(rateHz: number, samples: Int16Array): void;
  /** Tells the present state and every later one. */
  onConnection(listener: (state: Connection) => void): () => void;
}

/** A fault as a thrown thing. */
export class CallFault extends Error {
  readonly fault: FaultView;

  constructor(fault: FaultView) {
    super(`${fault.thing}: ${fault.problem} ${fault.remedy}`);
    this.name = "CallFault";
    this.fault = fault;
  }
}

/** What a screen shows for anything that was thrown. */
export function faultOf(error: unknown): FaultView {
  if (error instanceof CallFault) return error.fault;
  return {
    code: "unexpected",
    thing: "Beckon",
    problem: error instanceof Error ? error.message : "Something went wrong.",
    remedy: "Try again.",
  };
}
