import { useAsking, useFeed } from "../client/client-context.tsx";
import { Button, CardButton } from "../parts/controls.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { Screen } from "../parts/screen.tsx";
import { useSaidFault } from "../parts/use-said.ts";
import { useText } from "../text/text-context.tsx";
import type { StepProps } from "./step-props.ts";

export function Wearable({ person, onGo }: StepProps) {
  const text = useText();
  const { wearable: words } = text;
  const wearables = useFeed("wearables", {});
  const { ask, fault } = useAsking();
  useSaidFault(fault);
  return (
    <Screen
      title={words.title}
      lead={words.lead}
      foot={
        <>
          <Button onPress={() => onGo("ability")}>{text.common.back}</Button>
          <Button look="primary" onPress={() => onGo("record")}>
            {text.common.next}
          </Button>
        </>
      }
    >
      <div className="cards">
        {wearables?.map((found) => {
          const chosen = found.dev === person.wearable;
          const hears = found.signals.includes("sound");
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
      </div>
      {wearables
        ?.filter(({ fault }) => fault !== null)
        .map(({ dev, fault }) => fault && <FaultBox key={dev} fault={fault} />)}
      {fault && <FaultBox fault={fault} />}
      <p className="hint">{words.plugIn}</p>
    </Screen>
  );
}
