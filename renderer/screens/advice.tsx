import { useState } from "react";
import type { AdviceView } from "../../main/contract/advice-values.ts";
import type { PersonView } from "../../main/contract/values.ts";
import { useFeed } from "../client/client-context.tsx";
import { Button } from "../parts/controls.tsx";
import { useSaid } from "../parts/use-said.ts";
import { useText } from "../text/text-context.tsx";
import { adviceTitle } from "../parts/advice-words.ts";
import { AdviceCard } from "./advice-card.tsx";

/** What Beckon noticed about the commands, each with its sound and with what can be done; nothing where there is nothing. */
export function AdviceSection({
  person,
  onRecord,
  onPlay,
}: {
  person: PersonView;
  /** The person wants to record this command now. */
  onRecord: (commandId: string) => void;
  /** Told before something is played. */
  onPlay?: (() => void) | undefined;
}) {
  const text = useText();
  const words = text.advice;
  const { personId } = person;
  const all = useFeed("advice", { personId }) ?? undefined;
  const [showKept, setShowKept] = useState(false);
  const open = all?.filter(({ kept }) => !kept) ?? [];
  const kept = all?.filter((one) => one.kept) ?? [];
  const titles = open.map((one) => adviceTitle(one, person, text));
  useSaid(all && open.map(({ adviceId }) => adviceId).join(), titles[0] === undefined ? "" : `${titles[0]}.`);
  if (open.length + kept.length === 0) return null;
  const card = (one: AdviceView) => (
    <li key={one.adviceId}>
      <AdviceCard advice={one} person={person} onRecord={onRecord} onPlay={onPlay} />
    </li>
  );
  return (
    <section aria-labelledby="advice-title">
      <h2 id="advice-title">{words.title}</h2>
      {open.length > 0 && <p className="hint">{words.lead}</p>}
      <ul className="plain-list advice">{open.map(card)}</ul>
      {kept.length > 0 && (
        <>
          <div className="row">
            <Button look="quiet" aria-expanded={showKept} onPress={() => setShowKept(!showKept)}>
              {showKept ? words.hideKept : words.showKept(kept.length)}
            </Button>
          </div>
          {showKept && <ul className="plain-list advice">{kept.map(card)}</ul>}
        </>
      )}
    </section>
  );
}
