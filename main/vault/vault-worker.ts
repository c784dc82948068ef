/** The vault's thread: opens the store, then answers one question after the other. */
import { parentPort, workerData } from "node:worker_threads";
import { BeckonError } from "../../common/errors.ts";
import { explainVaultError } from "./faults.ts";
import { Store, type StoreOptions } from "./store.ts";
import { type Answer, OPENED, type Question } from "./vault-messages.ts";

const port = parentPort;
if (port === null) throw new Error("vault-worker.ts runs as a worker thread only");
const options = workerData as StoreOptions;

const attempt = (number: number, work: () => unknown): void => {
  try {
    port.postMessage({ number, value: work() } satisfies Answer);
  } catch (thrown) {
    const error = explainVaultError(thrown, options.folder);
    const fault = error instanceof BeckonError ? error.fault : undefined;
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    port.postMessage({ number, fault, message } satisfies Answer);
  }
};

let store: Store | undefined;
attempt(OPENED, () => {
  store = new Store(options);
});
port.on("message", ({ number, name, values }: Question) => {
  attempt(number, () => {
    const rooms = [store!.learning, store!.carried, store!.care, store!];
    const open = rooms.find((room) => name in room) as unknown as Record<
      string,
      (...values: readonly unknown[]) => unknown
    >;
    return open[name]!(...values);
  });
});
