import type { PersonView } from "../../main/contract/values.ts";
import { useFeed } from "../client/client-context.tsx";
import { useText } from "../text/text-context.tsx";
import { Button } from "./controls.tsx";

/** Says before anything is tried that a PIN holds changes back, and leads to it. */
export function LockNotice({ person, onLock }: { person: PersonView; onLock: () => void }) {
  const { lock: words } = useText().care;
  const lock = useFeed("lock", { personId: person.personId });
  if (lock === undefined || lock.open) return null;
  return (
    <section className="panel panel-warn lock-notice" aria-label={words.noticeOpen}>
      <p>{words.notice(person.name)}</p>
      <Button onPress={onLock}>{words.noticeOpen}</Button>
    </section>
  );
}
