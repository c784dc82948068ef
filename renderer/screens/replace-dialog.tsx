import { useState } from "react";
import { Form } from "react-aria-components";
import type { PersonView } from "../../main/contract/values.ts";
import { Button } from "../parts/controls.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { TextEntry } from "../parts/text-entry.tsx";
import { useText } from "../text/text-context.tsx";

/** A command is recorded anew, under its own word or another one. */
export function ReplaceDialog({
  person,
  commandId,
  onClose,
  onReplace,
}: {
  person: PersonView;
  commandId: string;
  onClose: () => void;
  onReplace: (label: string) => void;
}) {
  const text = useText();
  const words = text.advice;
  const command = person.commands.find((one) => one.commandId === commandId);
  const [label, setLabel] = useState(command?.label ?? "");
  return (
    <Dialog
      title={words.replaceTitle(command?.label ?? "")}
      open
      onClose={onClose}
      closeLabel={text.common.cancel}
    >
      <p>{words.replaceText(command?.takes.length ?? 0)}</p>
      <Form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (label.trim() !== "") onReplace(label.trim());
        }}
      >
        <TextEntry label={words.word} value={label} onChange={setLabel} most={64} />
        <Button type="submit" look="danger" isDisabled={label.trim() === ""}>
          {words.replaceYes}
        </Button>
      </Form>
    </Dialog>
  );
}
