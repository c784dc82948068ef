import { useState } from "react";
import type { JournalEntry, PersonView } from "../../main/contract/values.ts";
import { useAsking } from "../client/client-context.tsx";
import { useText } from "../text/text-context.tsx";
import { describeAction } from "./action-catalogue.ts";
import { Button } from "./controls.tsx";
import { Correction } from "./correction.tsx";
import { FaultBox } from "./fault.tsx";

/** Entries shown; older ones are kept all the same. */
const SHOWN = 20;

/** What was heard and what was done, newest first; what has its sound can be put right. */
export function Journal({ person, entries }: { person: PersonView; entries: readonly JournalEntry[] }) {
  const text = useText();
  const words = text.live;
  const [correcting, setCorrecting] = useState<number | null>(null);
  const { ask, fault } = useAsking();
  const clock = new Intl.DateTimeFormat(text.locale, { timeStyle: "medium" });
  const chosen = entries.find(({ entryId }) => entryId === correcting);
  return (
    <section aria-labelledby="journal-title">
      <h2 id="journal-title">{words.journal}</h2>
      {entries.length === 0 && <p className="hint">{words.journalEmpty}</p>}
      <ol className="plain-list journal" data-scan-group="journal">
        {entries.slice(0, SHOWN).map((entry) => (
          <li key={entry.entryId} className={`entry entry-${entry.outcome}`}>
            <time dateTime={new Date(entry.at).toISOString()}>{clock.format(entry.at)}</time>
            <span className="entry-command">{entry.command}</span>
            <span>
              {entry.action && entry.outcome !== "heard" && `${describeAction(entry.action, text)} · `}
              {words.outcomes[entry.outcome]}
            </span>
            {entry.mark !== null && <span className="tag">{markInWords(entry, text.learn)}</span>}
            {entry.hasSound && (
              <Button
                look="quiet"
                aria-label={text.learn.correctOf(entry.command, clock.format(entry.at))}
                onPress={() => setCorrecting(entry.entryId)}
              >
                {text.learn.correct}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {fault && <FaultBox fault={fault} />}
      {chosen !== undefined && (
        <Correction
          title={text.learn.correctOf(chosen.command, clock.format(chosen.at))}
          entry={chosen}
          person={person}
          ask={ask}
          onClose={() => setCorrecting(null)}
        />
      )}
    </section>
  );
}

function markInWords({ mark, meant }: JournalEntry, learn: ReturnType<typeof useText>["learn"]): string {
  return mark === "right" || mark === "notMe" ? learn.marks[mark] : learn.wasMeant(meant ?? "");
}
