import type { CarryingView } from "../../main/contract/care-values.ts";
import { useAsking, useFeed } from "../client/client-context.tsx";
import { useText } from "../text/text-context.tsx";
import { Button, ProgressBar } from "./controls.tsx";
import { FaultBox } from "./fault.tsx";
import { useSaid, useSaidFault } from "./use-said.ts";

/** How saving, bringing back or copying a person goes on, and how it ended. */
export function CarryingBox({
  what,
  onOpen,
}: {
  what: NonNullable<CarryingView["what"]>;
  /** Leads to whoever was added. */
  onOpen?: (personId: string) => void;
}) {
  const text = useText();
  const words = text.care;
  const { ask } = useAsking();
  const carrying = useFeed("carrying", {});
  const mine = carrying?.what === what ? carrying : undefined;
  const { personId = null, file = null } = mine ?? {};
  const done = what === "save" ? words.done.save(file ?? "") : words.done[what];
  useSaid(mine?.state, mine?.state === "done" ? done : mine?.state === "running" ? words.running[what] : "");
  useSaidFault(mine?.fault);
  if (mine === undefined || mine.state === "idle") return null;
  if (mine.state === "running") {
    return (
      <section className="panel" aria-label={words.running[what]}>
        <ProgressBar label={words.running[what]} share={mine.progress} />
        <Button onPress={() => void ask("backup.cancel", {})}>{words.stop}</Button>
      </section>
    );
  }
  if (mine.state === "failed") return mine.fault && <FaultBox fault={mine.fault} />;
  return (
    <section className="panel is-done" aria-label={done}>
      <p className="kept">{done}</p>
      {onOpen && personId !== null && (
        <Button look="primary" onPress={() => onOpen(personId)}>
          {words.openNew}
        </Button>
      )}
    </section>
  );
}
