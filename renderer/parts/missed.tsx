import { useState } from "react";
import type { PersonView } from "../../main/contract/values.ts";
import { useAsking, useFeed } from "../client/client-context.tsx";
import { useText } from "../text/text-context.tsx";
import { useAnnouncer } from "./announce-context.tsx";
import { Button } from "./controls.tsx";
import { Dialog } from "./dialog.tsx";
import { FaultBox } from "./fault.tsx";
import { Waveform } from "./level.tsx";
import { usePlayer } from "./use-sound.ts";

/** The sounds of the last minutes that became no command: the person says which was one. */
export function Missed({ person, onClose }: { person: PersonView; onClose: () => void }) {
  const text = useText();
  const words = text.learn;
  const announcer = useAnnouncer();
  const sounds = useFeed("unheard", { personId: person.personId }) ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [playing, play] = usePlayer();
  const { ask, fault } = useAsking();
  const clock = new Intl.DateTimeFormat(text.locale, { timeStyle: "medium" });
  const { personId } = person;
  const was = async (momentId: string, label: string) => {
    if ((await ask("learning.wasMissed", { personId, momentId, label })) === undefined) return;
    announcer.say(words.thanks, "kept");
    onClose();
  };
  return (
    <Dialog title={words.missedTitle} open onClose={onClose}>
      <p>{sounds.length === 0 ? words.missedNone : words.missedLead}</p>
      <ol className="plain-list unheard">
        {sounds.map(({ momentId, at, waveform }, i) => (
          <li key={momentId} data-scan-group={momentId}>
            <span>{words.sound(i + 1, clock.format(at))}</span>
            <Waveform peaks={waveform} />
            <Button
              aria-label={words.playSound(i + 1)}
              isDisabled={playing}
              onPress={() => void play(ask("learning.listenToUnheard", { personId, momentId }))}
            >
              <span aria-hidden="true">▶</span>
            </Button>
            {chosen === momentId ? (
              <div role="group" aria-label={words.wasWhat(i + 1)} className="row chips">
                {person.commands.map(({ commandId, label }) => (
                  <Button key={commandId} onPress={() => void was(momentId, label)}>
                    {label}
                  </Button>
                ))}
              </div>
            ) : (
              <Button onPress={() => setChosen(momentId)}>{words.was(i + 1)}</Button>
            )}
          </li>
        ))}
      </ol>
      {fault && <FaultBox fault={fault} />}
    </Dialog>
  );
}
