import { useState } from "react";
import type { PersonCard } from "../../main/contract/values.ts";
import { useAsking, useFeed } from "../client/client-context.tsx";
import { Button, CardButton } from "../parts/controls.tsx";
import { Confirm } from "../parts/dialog.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { Hero } from "../parts/hero.tsx";
import { Screen } from "../parts/screen.tsx";
import { useSaidFault } from "../parts/use-said.ts";
import { useText } from "../text/text-context.tsx";
import { Sealing } from "./care-sealing.tsx";

/** Whoever is kept on this computer, and the way to somebody new. */
export function People({
  onOpen,
  onNew,
  onCare,
  onRestore,
}: {
  onOpen: (personId: string) => void;
  onNew: () => void;
  onCare: (personId: string) => void;
  onRestore: () => void;
}) {
  const text = useText();
  const people = useFeed("people", {});
  const sealing = useFeed("sealing", {});
  const { ask, fault } = useAsking();
  const [removing, setRemoving] = useState<PersonCard | null>(null);
  useSaidFault(fault);
  return (
    <Screen title={text.start.title} lead={text.start.lead}>
      <Hero />
      {sealing?.open === false && <Sealing />}
      <Button look="primary" onPress={onNew}>
        {text.start.someoneNew}
      </Button>
      {people === undefined ? (
        <p>{text.common.loading}</p>
      ) : (
        people.length > 0 && (
          <section aria-labelledby="people-title">
            <h2 id="people-title">{text.start.people}</h2>
            <ul className="plain-list people">
              {people.map((person) => (
                <li key={person.personId} className="person">
                  <CardButton
                    title={person.name}
                    hint={hintOf(person, text)}
                    mark={[...person.name][0]}
                    onPress={() => onOpen(person.personId)}
                  />
                  <Button
                    look="quiet"
                    aria-label={text.care.openFor(person.name)}
                    onPress={() => onCare(person.personId)}
                  >
                    {text.care.open}
                  </Button>
                  {!person.sample && (
                    <Button
                      look="quiet"
                      aria-label={text.start.remove(person.name)}
                      onPress={() => setRemoving(person)}
                    >
                      {text.common.remove}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          </section>
        )
      )}
      <Button onPress={onRestore}>{text.care.restore.open}</Button>
      {fault && <FaultBox fault={fault} />}
      <p className="hint">{text.start.oneSwitch}</p>
      <Confirm
        title={text.start.removeTitle(removing?.name ?? "")}
        question={text.start.removeText}
        yes={text.start.remove(removing?.name ?? "")}
        open={removing !== null}
        onYes={() => void (removing && ask("people.remove", { personId: removing.personId }))}
        onClose={() => setRemoving(null)}
      />
    </Screen>
  );
}

function hintOf(person: PersonCard, { start }: ReturnType<typeof useText>): string {
  return [
    ...(person.sample ? [start.sample] : []),
    start.commands(person.commands),
    ...(person.ready ? [start.ready] : []),
  ].join(" · ");
}
