import { useState } from "react";
import { Form } from "react-aria-components";
import type { CommandView, PersonView } from "../../main/contract/values.ts";
import { type Asking, useAsking } from "../client/client-context.tsx";
import { Button } from "../parts/controls.tsx";
import { Confirm, Dialog } from "../parts/dialog.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { Screen } from "../parts/screen.tsx";
import { TextEntry } from "../parts/text-entry.tsx";
import { useSaidFault } from "../parts/use-said.ts";
import type { Text } from "../text/en.ts";
import { useText } from "../text/text-context.tsx";
import { type StepProps, whoOf } from "./step-props.ts";

/** Which words, sounds or movements: suggestions to take, or one's own. */
export function Words({ person, onGo, onRecord }: StepProps & { onRecord: () => void }) {
  const text = useText();
  const asking = useAsking();
  const { ask, fault } = asking;
  const [own, setOwn] = useState("");
  useSaidFault(fault);
  const { personId } = person;
  const taken = new Set(person.commands.map(({ label }) => label));
  const { title, lead, ownHint, offered } = wordsFor(person.ability, text);
  const suggestions = offered.filter((label) => !taken.has(label));
  const addOwn = async () => {
    const label = own.trim();
    if (label !== "" && (await ask("commands.add", { personId, label })) !== undefined) setOwn("");
  };
  return (
    <Screen
      title={title(whoOf(person))}
      lead={lead}
      foot={
        <>
          <Button onPress={() => onGo("wearable")}>{text.common.back}</Button>
          <Button look="primary" isDisabled={person.commands.length === 0} onPress={onRecord}>
            {text.words.start}
          </Button>
        </>
      }
    >
      <section aria-labelledby="chosen-title">
        <h2 id="chosen-title">{text.words.chosen}</h2>
        {person.commands.length === 0 && <p className="hint">{text.words.none}</p>}
        <ul className="plain-list chips">
          {person.commands.map((command) => (
            <ChosenWord key={command.commandId} personId={personId} command={command} asking={asking} />
          ))}
        </ul>
      </section>
      <section aria-labelledby="suggestions-title" data-scan-group="suggestions">
        <h2 id="suggestions-title">{text.words.suggestions}</h2>
        <div className="row chips">
          {suggestions.map((label) => (
            <Button key={label} onPress={() => void ask("commands.add", { personId, label })}>
              <span aria-hidden="true">+</span> {label}
            </Button>
          ))}
        </div>
      </section>
      <Form
        className="row row-field"
        onSubmit={(event) => {
          event.preventDefault();
          void addOwn();
        }}
      >
        <TextEntry label={text.words.own} hint={ownHint} value={own} onChange={setOwn} most={64} />
        <Button type="submit">{text.words.add}</Button>
      </Form>
      {fault && <FaultBox fault={fault} />}
    </Screen>
  );
}

function wordsFor(ability: PersonView["ability"], { words, motion }: Text) {
  if (ability === "hand" || ability === "head") return { ...motion.words, offered: motion.words[ability] };
  const { lead, ownHint } = words;
  return ability === "sound"
    ? { title: words.titleSound, lead, ownHint, offered: words.sound }
    : { title: words.title, lead, ownHint, offered: words.word };
}

function ChosenWord({
  personId,
  command,
  asking: { ask },
}: {
  personId: string;
  command: CommandView;
  asking: Asking;
}) {
  const text = useText();
  const { commandId, label, takes } = command;
  const [removing, setRemoving] = useState(false);
  const [newName, setNewName] = useState<string | null>(null);
  const remove = () => void ask("commands.remove", { personId, commandId });
  return (
    <li className="chip">
      <Button look="quiet" aria-label={text.words.rename(label)} onPress={() => setNewName(label)}>
        {label}
      </Button>
      <Button
        look="quiet"
        aria-label={text.words.remove(label)}
        onPress={() => (takes.length > 0 ? setRemoving(true) : remove())}
      >
        <span aria-hidden="true">✕</span>
      </Button>
      <Confirm
        title={text.words.removeTitle(label)}
        question={text.words.removeText(takes.length)}
        yes={text.common.remove}
        open={removing}
        onYes={remove}
        onClose={() => setRemoving(false)}
      />
      <Dialog
        title={text.words.rename(label)}
        open={newName !== null}
        onClose={() => setNewName(null)}
        closeLabel={text.common.cancel}
      >
        <Form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            const wanted = newName?.trim() ?? "";
            setNewName(null);
            if (wanted !== "" && wanted !== label) {
              void ask("commands.rename", { personId, commandId, label: wanted });
            }
          }}
        >
          <TextEntry label={text.words.newName} value={newName ?? ""} onChange={setNewName} most={64} />
          <Button look="primary" type="submit">
            {text.words.save}
          </Button>
        </Form>
      </Dialog>
    </li>
  );
}
