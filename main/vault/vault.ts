/**
 * The vault as the rest of main sees it: every method of the store, answered
 * from a thread of its own. When an answer is there, it is on the disk.
 */
import { Worker } from "node:worker_threads";
import { BeckonError } from "../../common/errors.ts";
import type { Belongings } from "./belongings.ts";
import type { CareTables } from "./care-tables.ts";
import type { LearningTables } from "./learning-tables.ts";
import type { Store, StoreOptions } from "./store.ts";
import { type Answer, OPENED, type Question } from "./vault-messages.ts";

type Asked<F> = F extends (...values: infer V) => infer R ? (...values: V) => Promise<R> : never;

type Room = "learning" | "carried" | "care";
type AskedAll<T> = { readonly [M in Exclude<keyof T, Room>]: Asked<T[M]> };

/** @see Store, LearningTables, Belongings and CareTables for what each method does. */
export type Vault = AskedAll<Store> & AskedAll<LearningTables> & AskedAll<Belongings> & AskedAll<CareTables>;

/** @throws BeckonError `vault-…` (faults.ts, keys.ts). */
export async function openVault(options: StoreOptions): Promise<Vault> {
  const worker = new Worker(new URL("./vault-worker.ts", import.meta.url), { workerData: options });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let last = OPENED;
  let gone: Error | undefined;
  const expect = (number: number): Promise<unknown> => {
    const asked = Promise.withResolvers<unknown>();
    waiting.set(number, asked);
    return asked.promise;
  };
  const end = (error: Error): void => {
    gone = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on("message", (answer: Answer) => {
    const asked = waiting.get(answer.number);
    waiting.delete(answer.number);
    if ("value" in answer) asked?.resolve(answer.value);
    else asked?.reject(answer.fault ? new BeckonError(answer.fault) : new Error(answer.message));
  });
  worker.on("error", (error) => end(error instanceof Error ? error : new Error(String(error))));
  worker.on("exit", () => end(gone ?? new Error("The vault is closed.")));

  const ask = (name: string, values: readonly unknown[]): Promise<unknown> => {
    if (gone !== undefined) return Promise.reject(gone);
    const number = ++last;
    worker.postMessage({ number, name, values } satisfies Question);
    return expect(number);
  };
  try {
    await expect(OPENED);
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  return new Proxy({} as Vault, {
    get: (_, name) => {
      // A promise that resolves with the vault looks for this.
      if (typeof name !== "string" || name === "then") return undefined;
      if (name !== "close") return (...values: unknown[]) => ask(name, values);
      return async () => {
        if (gone === undefined) await ask("close", []);
        await worker.terminate();
      };
    },
  });
}
