/** What was heard and what was done, kept before it is shown. */
import type { JournalEntry } from "../../contract/values.ts";
import type { NewJournalEntry } from "../../vault/rows.ts";
import type { Vault } from "../../vault/vault.ts";
import { createQuestion, type Feed, type Question } from "./feed.ts";

export interface Journal {
  of(personId: string): Feed<JournalEntry[]>;
  add(personId: string, entry: NewJournalEntry): Promise<JournalEntry>;
  /** An entry was marked, or its sound was kept or forgotten. */
  changed(personId: string): void;
}

export function createJournal(vault: Vault, onError: (error: unknown) => void): Journal {
  const feeds = new Map<string, Question<JournalEntry[]>>();
  return {
    of(personId) {
      let feed = feeds.get(personId);
      if (feed === undefined) {
        feed = createQuestion(() => vault.journal(personId), onError);
        feeds.set(personId, feed);
      }
      return feed;
    },
    async add(personId, entry) {
      const added = await vault.addToJournal(personId, entry);
      feeds.get(personId)?.refresh();
      return added;
    },
    changed: (personId) => feeds.get(personId)?.refresh(),
  };
}
