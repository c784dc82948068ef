import { useState } from "react";
import { Input, Label, Text, TextField } from "react-aria-components";
import { addLetter } from "../scanning/hangul.ts";
import { useText } from "../text/text-context.tsx";
import { Button } from "./controls.tsx";
import { Dialog } from "./dialog.tsx";
import { useSettings } from "./settings-context.tsx";

/** A text field; while one switch is scanning, with a board of letters to choose from. */
export function TextEntry({
  label,
  hint,
  value,
  onChange,
  most,
}: {
  label: string;
  hint?: string;
  value: string;
  onChange: (value: string) => void;
  /** Longest text, characters. */
  most: number;
}) {
  const text = useText();
  const { settings } = useSettings();
  const [open, setOpen] = useState(false);
  return (
    <>
      <TextField className="field" value={value} onChange={onChange} maxLength={most} autoComplete="off">
        <Label>{label}</Label>
        <Input />
        {hint !== undefined && <Text slot="description">{hint}</Text>}
      </TextField>
      {settings.scan !== "off" && (
        <Button aria-label={text.letters.openFor(label)} onPress={() => setOpen(true)}>
          {text.letters.open}
        </Button>
      )}
      <LetterBoard
        title={label}
        open={open}
        value={value}
        onChange={(next) => onChange(next.slice(0, most))}
        onClose={() => setOpen(false)}
      />
    </>
  );
}

function LetterBoard({
  title,
  open,
  value,
  onChange,
  onClose,
}: {
  title: string;
  open: boolean;
  value: string;
  onChange: (value: string) => void;
  onClose: () => void;
}) {
  const text = useText();
  const words = text.letters;
  return (
    <Dialog title={title} open={open} onClose={onClose} closeLabel={words.done}>
      <output className="letters-value">{value === "" ? words.nothing : value}</output>
      <div className="row chips" data-scan-group="edit">
        <Button onPress={() => onChange(`${value} `)}>{words.space}</Button>
        <Button isDisabled={value === ""} onPress={() => onChange([...value].slice(0, -1).join(""))}>
          {words.delete}
        </Button>
      </div>
      {words.rows.map((row) => (
        <div key={row} className="row chips" data-scan-group={row}>
          {[...row].map((letter) => (
            <Button key={letter} onPress={() => onChange(addLetter(value, letter))}>
              {letter}
            </Button>
          ))}
        </div>
      ))}
    </Dialog>
  );
}
