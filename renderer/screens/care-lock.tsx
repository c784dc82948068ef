import { useState } from "react";
import { Form } from "react-aria-components";
import type { CallName } from "../../main/contract/contract.ts";
import { useAsking, useFeed } from "../client/client-context.tsx";
import { Button } from "../parts/controls.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { isPin, PinEntry } from "../parts/pin-entry.tsx";
import { Screen } from "../parts/screen.tsx";
import { useSaid, useSaidFault } from "../parts/use-said.ts";
import { useText } from "../text/text-context.tsx";
import type { CareProps } from "./care-screen.tsx";

/** Sets, opens and takes off the PIN of a person. */
export function PinLock({ person, onCare }: CareProps) {
  const text = useText();
  const words = text.care.lock;
  const { personId, name } = person;
  const lock = useFeed("lock", { personId });
  const { ask, fault, busy } = useAsking();
  const [pin, setPin] = useState("");
  useSaidFault(fault);
  const state = lock?.set === true ? (lock.open ? words.isOpen : words.isClosed) : "";
  useSaid(state, state);
  const send = async (call: "lock.set" | "lock.open") => {
    await ask(call, { personId, pin });
    setPin("");
  };
  const simple = (call: CallName & ("lock.close" | "lock.takeOff")) => void ask(call, { personId });
  const entry: "lock.set" | "lock.open" = lock?.open === false ? "lock.open" : "lock.set";
  const entryName = entry === "lock.open" ? words.enter : lock?.set === true ? words.change : words.set;
  return (
    <Screen
      title={words.title(name)}
      lead={words.lead}
      foot={<Button onPress={() => onCare("care")}>{text.care.backTo(name)}</Button>}
    >
      <p>{words.honest}</p>
      {lock === undefined ? (
        <p>{text.common.loading}</p>
      ) : (
        <>
          {state !== "" && <p className={lock.open ? "kept" : "lock-state"}>{state}</p>}
          {lock.set && lock.open && (
            <div className="row">
              <Button look="primary" onPress={() => simple("lock.close")}>
                {words.close}
              </Button>
              <Button onPress={() => simple("lock.takeOff")}>{words.takeOff}</Button>
            </div>
          )}
          <Form
            className="stack"
            onSubmit={(event) => {
              event.preventDefault();
              if (!busy && isPin(pin)) void send(entry);
            }}
          >
            <PinEntry value={pin} onChange={setPin} />
            {lock.waitSeconds > 0 && <p>{words.wait(lock.waitSeconds)}</p>}
            <div className="row">
              <Button
                type="submit"
                look={lock.set && lock.open ? "plain" : "primary"}
                isDisabled={!isPin(pin) || lock.waitSeconds > 0}
              >
                {entryName}
              </Button>
            </div>
          </Form>
          {fault && <FaultBox fault={fault} />}
          {!lock.open && (
            <section aria-label={words.forgot}>
              {lock.offInSeconds === null ? (
                <div className="row">
                  <Button onPress={() => void ask("lock.forget", { personId, wanted: true })}>
                    {words.forgot}
                  </Button>
                </div>
              ) : (
                <div className="row">
                  <p>{words.goes(Math.ceil(lock.offInSeconds / 60))}</p>
                  <Button onPress={() => void ask("lock.forget", { personId, wanted: false })}>
                    {words.stay}
                  </Button>
                </div>
              )}
              <p className="hint">{words.forgotText}</p>
            </section>
          )}
        </>
      )}
    </Screen>
  );
}
