import { useState } from "react";
import { Form } from "react-aria-components";
import type { PersonView } from "../../main/contract/values.ts";
import { useAsking, useFeed } from "../client/client-context.tsx";
import { CarryingBox } from "../parts/carrying-box.tsx";
import { Button, CardButton } from "../parts/controls.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { LockNotice } from "../parts/lock-notice.tsx";
import { Screen } from "../parts/screen.tsx";
import { TextEntry } from "../parts/text-entry.tsx";
import { useSaid, useSaidFault } from "../parts/use-said.ts";
import { stepToGoOn } from "../parts/way.ts";
import { useText } from "../text/text-context.tsx";
import type { CareProps } from "./care-screen.tsx";

/** What a carer does for a person beside their commands. */
export function Care({ person, onCare, onGo, onOpen }: CareProps) {
  const text = useText();
  const words = text.care;
  const { personId, name } = person;
  const lock = useFeed("lock", { personId });
  const { ask, fault } = useAsking();
  useSaidFault(fault);
  return (
    <Screen
      title={words.title(name)}
      foot={<Button onPress={() => onGo(stepToGoOn(person))}>{words.toCommands(name)}</Button>}
    >
      <LockNotice person={person} onLock={() => onCare("lock")} />
      <div className="cards">
        <CardButton
          title={words.cards.backup}
          hint={words.cards.backupHint}
          onPress={() => onCare("backup")}
        />
        <CardButton title={words.cards.card} hint={words.cards.cardHint} onPress={() => onCare("card")} />
        <CardButton
          title={words.cards.health}
          hint={words.cards.healthHint}
          onPress={() => onCare("health")}
        />
        <CardButton
          title={words.cards.certificate}
          hint={words.cards.certificateHint}
          onPress={() => onCare("certificate")}
        />
        <CardButton
          title={words.cards.lock}
          hint={words.cards.lockHint}
          tag={lock !== undefined && !lock.open ? words.locked : undefined}
          onPress={() => onCare("lock")}
        />
        <CardButton
          title={words.cards.copy}
          hint={words.cards.copyHint}
          onPress={() => void ask("people.copy", { personId, name: words.copyName(name).slice(0, 60) })}
        />
      </div>
      <CarryingBox what="copy" onOpen={onOpen} />
      {fault && <FaultBox fault={fault} />}
      <Field person={person} what="name" />
      <Field person={person} what="helper" />
    </Screen>
  );
}

/** One text of the person, saved on its own. */
function Field({ person, what }: { person: PersonView; what: "name" | "helper" }) {
  const text = useText();
  const words = text.care;
  const { ask, fault, busy } = useAsking();
  const [value, setValue] = useState(person[what]);
  const [saves, setSaves] = useState(0);
  useSaidFault(fault);
  useSaid(saves, words.saved);
  const { personId } = person;
  const save = async () => {
    const asked =
      what === "name"
        ? ask("people.rename", { personId, name: value })
        : ask("people.setHelper", { personId, helper: value });
    if ((await asked) !== undefined) setSaves(saves + 1);
  };
  const same = value.trim() === person[what];
  return (
    <Form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && !same) void save();
      }}
    >
      <TextEntry
        label={words[what]}
        value={value}
        onChange={setValue}
        most={what === "name" ? 60 : 120}
        {...(what === "helper" ? { hint: words.helperHint } : {})}
      />
      <div className="row">
        <Button type="submit" isDisabled={same || (what === "name" && value.trim() === "")}>
          {words.save}
        </Button>
        {saves > 0 && same && <span className="kept">{words.saved}</span>}
      </div>
      {fault && <FaultBox fault={fault} />}
    </Form>
  );
}
