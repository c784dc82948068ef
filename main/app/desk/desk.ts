/**
 * The desktop app without its window: everything that answers main/contract.
 * One desk serves every window, whatever carries it.
 */
import type { CallName } from "../../contract/contract.ts";
import type { Language } from "../../contract/values.ts";
import { openVault } from "../../vault/vault.ts";
import { readVersion } from "./version.ts";
import type { Services } from "./dispatch.ts";
import { createHearing } from "./hearing.ts";
import { createPeople } from "./people.ts";

export interface DeskOptions {
  /** Where the vault lies. */
  readonly folder: string;
  readonly useKeyRing: boolean;
  readonly log: (error: unknown) => void;
}

export interface Desk extends Services {
  close(): Promise<void>;
}
