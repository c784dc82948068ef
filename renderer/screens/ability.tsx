import { type Ability as AbilityName, signalOf } from "../../main/contract/values.ts";
import { useAsking, useFeed } from "../client/client-context.tsx";
import { CardButton } from "../parts/controls.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { Screen } from "../parts/screen.tsx";
import { useSaidFault } from "../parts/use-said.ts";
import { useText } from "../text/text-context.tsx";
import { type StepProps, whoOf } from "./step-props.ts";

export function Ability({ person, onGo }: StepProps) {
  const text = useText();
  const { ability: moves } = text.motion;
  const { ask, fault } = useAsking();
  useSaidFault(fault);
  const wearables = useFeed("wearables", {}) ?? [];
  const { personId } = person;
  const suiting = (ability: AbilityName) =>
    wearables.filter(({ signals }) => signals.includes(signalOf(ability)));
  const choose = async (ability: AbilityName) => {
    if ((await ask("people.setAbility", { personId, ability })) === undefined) return;
    // One that cannot sense it is no choice; the next screen shows which one took its place.
    const suit = suiting(ability);
    const [first] = suit;
    if (first !== undefined && !suit.some(({ dev }) => dev === person.wearable)) {
      if ((await ask("wearables.choose", { personId, dev: first.dev })) === undefined) return;
    }
    onGo("wearable");
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
        {(["hand", "head"] as const).map((ability) => {
          const canFeel = suiting(ability).length > 0;
          return (
            <CardButton
              key={ability}
              title={moves[ability]}
              hint={canFeel ? moves[`${ability}Hint`] : moves.needs}
              mark={ability === "hand" ? "↕" : "↻"}
              isDisabled={!canFeel}
              {...chosen(ability)}
            />
          );
        })}
      </div>
      {fault && <FaultBox fault={fault} />}
    </Screen>
  );
}
