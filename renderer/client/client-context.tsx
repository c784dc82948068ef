import { createContext, use, useCallback, useEffect, useState } from "react";
import type {
  CallInput,
  CallName,
  CallOutput,
  FeedInput,
  FeedName,
  FeedValue,
} from "../../main/contract/contract.ts";
import type { FaultView } from "../../main/contract/values.ts";
import { type Client, type Connection, faultOf } from "./client.ts";

export const ClientContext = createContext<Client | null>(null);

export function useClient(): Client {
  const client = use(ClientContext);
  if (client === null) throw new Error("There is no client around this part.");
  return client;
}

/** The present value of a feed, undefined before the first one. */
export function useFeed<N extends FeedName>(name: N, input: FeedInput<N>): FeedValue<N> | undefined {
  const client = useClient();
  const key = JSON.stringify(input);
  const [value, setValue] = useState<{ readonly key: string; readonly value: FeedValue<N> }>();
  useEffect(
    () => client.subscribe(name, JSON.parse(key) as FeedInput<N>, (next) => setValue({ key, value: next })),
    [client, name, key],
  );
  return value?.key === key ? value.value : undefined;
}

export function useConnection(): Connection {
  const client = useClient();
  const [state, setState] = useState<Connection>("connecting");
  useEffect(() => client.onConnection(setState), [client]);
  return state;
}

export interface Asking {
  /** The fault of the last call, until the next one begins. */
  readonly fault: FaultView | null;
  readonly busy: boolean;
  /** @returns the answer, or undefined when it failed; then `fault` says why. */
  readonly ask: <N extends CallName>(name: N, input: CallInput<N>) => Promise<CallOutput<N> | undefined>;
  readonly clear: () => void;
}

/** Calls with their fault kept for showing, so that no screen forgets one. */
export function useAsking(): Asking {
  const client = useClient();
  const [fault, setFault] = useState<FaultView | null>(null);
  const [open, setOpen] = useState(0);
  const ask = useCallback(
    async <N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N> | undefined> => {
      setFault(null);
      setOpen((count) => count + 1);
      try {
        return await client.call(name, input);
      } catch (error) {
        setFault(faultOf(error));
        return undefined;
      } finally {
        setOpen((count) => count - 1);
      }
    },
    [client],
  );
  const clear = useCallback(() => setFault(null), []);
  return { fault, busy: open > 0, ask, clear };
}
