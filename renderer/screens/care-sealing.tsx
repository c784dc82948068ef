import { useState } from "react";
import { Form } from "react-aria-components";
import { useAsking, useFeed } from "../client/client-context.tsx";
import { Button } from "../parts/controls.tsx";
import { Confirm } from "../parts/dialog.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { TextEntry } from "../parts/text-entry.tsx";
import { useSaid, useSaidFault } from "../parts/use-said.ts";
import { useText } from "../text/text-context.tsx";
import { LEAST_PASSPHRASE, MOST_PASSPHRASE } from "./care-backup.tsx";

/** What opens the recordings of this computer; a passphrase is set, given or taken off here. */
export function Sealing() {
  const text = useText();
  const words = text.care.sealing;
  const sealing = useFeed("sealing", {});
  const { ask, fault, busy } = useAsking();
  const [passphrase, setPassphrase] = useState("");
  const [takingOff, setTakingOff] = useState(false);
  useSaidFault(fault);
  const state = sealing === undefined ? "" : sealing.open ? words.by[sealing.by] : words.closed[sealing.by];
  useSaid(sealing === undefined ? undefined : state, state);
  if (sealing === undefined) return null;
  const { by, open } = sealing;
  const asks = by === "passphrase" && !open;
  const send = async () => {
    const done = await ask(asks ? "sealing.open" : "sealing.protect", { passphrase });
    if (done !== undefined) setPassphrase("");
  };
  return (
    <section className="panel health-storage" aria-labelledby="sealing">
      <h2 id="sealing">{words.title}</h2>
      <p>{state}</p>
      {(open || asks) && (
        <Form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            if (!busy && passphrase.length >= LEAST_PASSPHRASE) void send();
          }}
        >
          <TextEntry
            label={asks ? words.passphrase : words.newPassphrase}
            {...(!asks && { hint: words.hint })}
            value={passphrase}
            onChange={setPassphrase}
            most={MOST_PASSPHRASE}
          />
          <div className="row">
            <Button
              type="submit"
              look={asks ? "primary" : "plain"}
              isDisabled={busy || passphrase.length < LEAST_PASSPHRASE}
            >
              {asks ? words.open : by === "passphrase" ? words.change : words.protect}
            </Button>
            {open && by === "passphrase" && (
              <Button isDisabled={busy} onPress={() => setTakingOff(true)}>
                {words.unprotect}
              </Button>
            )}
          </div>
        </Form>
      )}
      <p className="hint">{words.control}</p>
      <Confirm
        title={words.unprotect}
        question={words.unprotectQuestion}
        yes={words.unprotect}
        open={takingOff}
        onYes={() => void ask("sealing.unprotect", {})}
        onClose={() => setTakingOff(false)}
      />
      {fault && <FaultBox fault={fault} />}
    </section>
  );
}
