/** What crosses between the vault's thread and the rest. */
import type { Fault } from "../../common/errors.ts";

export interface Question {
  readonly number: number;
  /** Name of a method of the store. */
  readonly name: string;
  readonly values: readonly unknown[];
}

export type Answer =
  | { readonly number: number; readonly value: unknown }
  | { readonly number: number; readonly fault: Fault | undefined; readonly message: string };

/** Number of the answer that says whether the store could be opened. */
export const OPENED = 0;
