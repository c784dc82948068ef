import { Input, Label, Text, TextField } from "react-aria-components";
import { useText } from "../text/text-context.tsx";
import { Button } from "./controls.tsx";

const MOST_DIGITS = 8;

/** Digits by keyboard, or by large buttons for a finger or one switch. Shown as dots, for others may look on. */
export function PinEntry({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const words = useText().care.lock;
  const change = (next: string) => onChange(next.replace(/\D/g, "").slice(0, MOST_DIGITS));
  return (
    <div className="pin">
      <TextField className="field" value={value} onChange={change} type="password" autoComplete="off">
        <Label>{words.pin}</Label>
        <Input inputMode="numeric" />
        <Text slot="description">{words.pinHint}</Text>
      </TextField>
      <div className="pin-pad" data-scan-group="pin">
        {[..."1234567890"].map((digit) => (
          <Button key={digit} aria-label={words.digit(digit)} onPress={() => change(value + digit)}>
            {digit}
          </Button>
        ))}
        <Button
          aria-label={words.delete}
          isDisabled={value === ""}
          onPress={() => onChange(value.slice(0, -1))}
        >
          <span aria-hidden="true">⌫</span>
        </Button>
      </div>
    </div>
  );
}

/** May it be sent? */
export function isPin(value: string): boolean {
  return /^\d{4,8}$/.test(value);
}
