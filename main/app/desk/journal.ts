/** What was heard and what was done, kept before it is shown. */
import type { JournalEntry } from "../../contract/values.ts";
import type { NewJournalEntry } from "../../vault/rows.ts";
import type { Vault } from "../../vault/vault.ts";
import { createQuestions, type Feed } from "./feed.ts";

export interface Journal {
  of(personId: string): Feed<JournalEntry[]>;
  add(personId: string, entry: NewJournalEntry): Promise<JournalEntry>;
  /** An entry was marked, or its sound was kept or forgotten. */
  changed(personId: string): void;
}

export function createJournal(vault: Vault, onError: (error: unknown) => void): Journal {
  const feeds = createQuestions((personId) => vault.journal(personId), onError);
  return {
    of: feeds.of,
    async add(personId, entry) {
      const added = await vault.addToJournal(personId, entry);
      feeds.refresh(personId);
      return added;
    },
    changed: feeds.refresh,
  };
}
