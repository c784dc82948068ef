import type { Mark } from "../../main/contract/learning-values.ts";
import type { JournalEntry, PersonView } from "../../main/contract/values.ts";
import type { Asking } from "../client/client-context.tsx";
import { useText } from "../text/text-context.tsx";
import { useAnnouncer } from "./announce-context.tsx";
import { Button } from "./controls.tsx";
import { Dialog } from "./dialog.tsx";
import { usePlayer } from "./use-sound.ts";

/** Says of one event whether it was right, and what it was else. */
export function Correction({
  title,
  entry,
  person,
  ask,
  onClose,
}: {
  title: string;
  entry: JournalEntry;
  person: PersonView;
  ask: Asking["ask"];
  onClose: () => void;
}) {
  const text = useText();
  const words = text.learn;
  const announcer = useAnnouncer();
  const [playing, play] = usePlayer();
  const of = { personId: person.personId, entryId: entry.entryId };
  const say = async (mark: Mark | null, meant: string | null = null) => {
    onClose();
    if ((await ask("learning.mark", { ...of, mark, meant })) !== undefined)
      announcer.say(words.thanks, "kept");
  };
  const others = person.commands.filter(({ label }) => label !== entry.command);
  return (
    <Dialog title={title} open onClose={onClose} closeLabel={text.common.cancel}>
      <div className="row">
        <Button isDisabled={playing} onPress={() => void play(ask("learning.listen", of))}>
          <span aria-hidden="true">▶</span> {words.play}
        </Button>
      </div>
      <div className="row">
        <Button aria-pressed={entry.mark === "right"} onPress={() => void say("right")}>
          {words.choices.right}
        </Button>
        <Button aria-pressed={entry.mark === "notMe"} onPress={() => void say("notMe")}>
          {words.choices.notMe}
        </Button>
        {entry.mark !== null && (
          <Button look="quiet" onPress={() => void say(null)}>
            {words.choices.back}
          </Button>
        )}
      </div>
      {others.length > 0 && (
        <section role="group" aria-labelledby="meant-title" data-scan-group="meant">
          <h3 id="meant-title">{words.meant}</h3>
          <div className="row chips">
            {others.map(({ commandId, label }) => (
              <Button
                key={commandId}
                aria-pressed={entry.meant === label}
                onPress={() => void say("other", label)}
              >
                {label}
              </Button>
            ))}
          </div>
        </section>
      )}
    </Dialog>
  );
}
