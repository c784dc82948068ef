import type { Ability as AbilityName } from "../../main/contract/values.ts";
import { useAsking } from "../client/client-context.tsx";
import { CardButton } from "../parts/controls.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { Screen } from "../parts/screen.tsx";
import { useSaidFault } from "../parts/use-said.ts";
import { useText } from "../text/text-context.tsx";
import { type StepProps, whoOf } from "./step-props.ts";

export function Ability({ person, onGo }: StepProps) {
  const text = useText();
  const { ask, fault } = useAsking();
  useSaidFault(fault);
  const choose = async (ability: AbilityName) => {
    if ((await ask("people.setAbility", { personId: person.personId, ability })) !== undefined) {
      onGo("wearable");
    }
  };
  const chosen = (ability: AbilityName) => ({
    chosen: person.ability === ability,
    tag: person.ability === ability ? text.wearable.chosen : undefined,
    onPress: () => void choose(ability),
  });
  return (
    <Screen title={text.ability.title(whoOf(person))} lead={text.ability.lead}>
      <div className="cards">
        <CardButton title={text.ability.word} hint={text.ability.wordHint} mark="Aa" {...chosen("word")} />
        <CardButton title={text.ability.sound} hint={text.ability.soundHint} mark="♪" {...chosen("sound")} />
      </div>
      {fault && <FaultBox fault={fault} />}
      <p className="hint">{text.ability.later}</p>
    </Screen>
  );
}
