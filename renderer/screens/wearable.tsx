import type { WearableView } from "../../main/contract/values.ts";
import { useAsking, useFeed } from "../client/client-context.tsx";
import { Button, CardButton } from "../parts/controls.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { Screen } from "../parts/screen.tsx";
import { useSaidFault } from "../parts/use-said.ts";
import { nameOfWearable, WearableFault } from "../parts/wearable-fault.tsx";
import { isMotion } from "../text/signal-text.ts";
import { useSignalText } from "../text/use-signal-text.ts";
import type { StepProps } from "./step-props.ts";

export function Wearable({ person, onGo }: StepProps) {
  const text = useSignalText(person);
  const { wearable: words } = text;
  const wearables = useFeed("wearables", {});
  const { ask, fault } = useAsking();
  useSaidFault(fault);
  // The chosen one stays on the screen while it is unplugged: nothing is swapped without a word.
  const isGone =
    wearables !== undefined && !wearables.filter(isThere).some(({ dev }) => dev === person.wearable);
  const signal = isMotion(person) ? "motion" : "sound";
  // Sound may be recorded before the wearable is there, by this computer.
  const lacks =
    signal === "motion" &&
    !wearables?.some(({ dev, signals }) => dev === person.wearable && signals.includes(signal));
  return (
    <Screen
      title={words.title}
      lead={words.lead}
      foot={
        <>
          <Button onPress={() => onGo("ability")}>{text.common.back}</Button>
          <Button look="primary" isDisabled={lacks} onPress={() => onGo("record")}>
            {text.common.next}
          </Button>
        </>
      }
    >
      <div className="cards">
        {wearables?.filter(isThere).map((found) => {
          const chosen = found.dev === person.wearable;
          const hears = found.signals.includes(signal);
          const isVirtual = found.kind === "virtual";
          const state = isVirtual ? words.virtualHint : words.states[found.state];
          return (
            <CardButton
              key={found.dev}
              title={isVirtual ? words.virtual : found.name}
              hint={hears ? state : words.noMicrophone}
              mark={isVirtual ? "▭" : "⌁"}
              chosen={chosen}
              tag={chosen ? words.chosen : undefined}
              isDisabled={!hears}
              onPress={() => void ask("wearables.choose", { personId: person.personId, dev: found.dev })}
            />
          );
        })}
        {isGone && (
          <CardButton
            title={nameOfWearable(person.wearable, wearables, text)}
            hint={words.states.away}
            mark="⌁"
            chosen
            tag={words.chosen}
            onPress={() => void ask("wearables.choose", { personId: person.personId, dev: person.wearable })}
          />
        )}
      </div>
      {wearables?.map(({ dev, fault }) => fault && <WearableFault key={dev} fault={fault} dev={dev} />)}
      {fault && <FaultBox fault={fault} />}
      <p className="hint">{words.plugIn}</p>
    </Screen>
  );
}

/** What was plugged in and taken away again cannot be chosen; its fault says why. */
function isThere({ state }: WearableView): boolean {
  return state !== "lost";
}
