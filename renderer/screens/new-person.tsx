import { useState } from "react";
import { Form } from "react-aria-components";
import { useAsking } from "../client/client-context.tsx";
import { Button, CardButton } from "../parts/controls.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { Screen } from "../parts/screen.tsx";
import { TextEntry } from "../parts/text-entry.tsx";
import { useSaidFault } from "../parts/use-said.ts";
import { useText } from "../text/text-context.tsx";

/** Who is this for? A name may be given, but nobody has to be able to type. */
export function NewPerson({ onMade, onBack }: { onMade: (personId: string) => void; onBack: () => void }) {
  const text = useText();
  const { ask, fault, busy } = useAsking();
  const [carer, setCarer] = useState<boolean | null>(null);
  const [name, setName] = useState("");
  useSaidFault(fault);
  const create = async () => {
    const given = name.trim() || (carer ? text.start.defaultOther : text.start.defaultMe);
    const made = await ask("people.create", { name: given, carer: carer === true });
    if (made !== undefined) onMade(made.personId);
  };
  if (carer === null) {
    return (
      <Screen title={text.start.who} foot={<Button onPress={onBack}>{text.common.back}</Button>}>
        <div className="cards">
          <CardButton title={text.start.me} mark="☺" onPress={() => setCarer(false)} />
          <CardButton title={text.start.other} mark="☺☺" onPress={() => setCarer(true)} />
        </div>
      </Screen>
    );
  }
  return (
    <Screen key="name" title={carer ? text.start.nameOther : text.start.nameMe}>
      <Form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void create();
        }}
      >
        <TextEntry
          label={text.start.name}
          hint={text.start.nameHint}
          value={name}
          onChange={setName}
          most={60}
        />
        {fault && <FaultBox fault={fault} />}
        <div className="screen-foot" data-scan-group="foot">
          <Button onPress={() => setCarer(null)}>{text.common.back}</Button>
          <Button look="primary" type="submit">
            {text.start.create}
          </Button>
        </div>
      </Form>
    </Screen>
  );
}
