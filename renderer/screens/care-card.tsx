import { actionIn } from "../../main/contract/command-action.ts";
import { actionsOfModes } from "../../main/contract/values.ts";
import { describeAction } from "../parts/action-catalogue.ts";
import { Button } from "../parts/controls.tsx";
import { Screen } from "../parts/screen.tsx";
import { dayInWords } from "../parts/sizes.ts";
import { useText } from "../text/text-context.tsx";
import type { CareProps } from "./care-screen.tsx";
import { whoOf } from "./step-props.ts";

/** A page to print: each command and what it does, how to switch on and stop, who to call. The browser makes the PDF. */
export function CommandCard({ person, onCare }: CareProps) {
  const text = useText();
  const words = text.care.card;
  const { name, commands, profile, helper } = person;
  const modes = actionsOfModes(profile);
  const names = [text.actions.lists.first, ...(profile.modes ?? []).map((mode) => mode.name)];
  return (
    <Screen
      title={words.title(name)}
      foot={
        <>
          <Button onPress={() => onCare("care")}>{text.care.backTo(name)}</Button>
          <Button look="primary" onPress={() => window.print()}>
            {words.print}
          </Button>
        </>
      }
    >
      <p className="lead no-print">{words.lead}</p>
      <article className="print-card">
        {modes.map((_, mode) => (
          <table key={`${mode} ${names[mode]}`}>
            {modes.length > 1 && <caption>{names[mode]}</caption>}
            <thead>
              <tr>
                <th scope="col">{words.command}</th>
                <th scope="col">{words.does}</th>
              </tr>
            </thead>
            <tbody>
              {commands.map(({ commandId, label }) => {
                const action = actionIn(modes, mode, label);
                return (
                  <tr key={commandId}>
                    <th scope="row">{label}</th>
                    <td>{action === undefined ? words.nothing : describeAction(action, text)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        ))}
        <section>
          <h2>{words.on}</h2>
          <p>{words.onText(whoOf(person), text.live.arm)}</p>
        </section>
        <section className="print-stop">
          <h2>{words.stop}</h2>
          <p>{words.stopText(text.live.pause, text.live.turnOff)}</p>
          <p>{words.stopElse}</p>
        </section>
        <section>
          <h2>{words.call}</h2>
          {helper === "" ? (
            <>
              <p>{words.callNobody}</p>
              <p className="print-line" />
            </>
          ) : (
            <p className="print-helper">{helper}</p>
          )}
        </section>
        <p className="print-date">{words.asOf(dayInWords(Date.now(), text))}</p>
      </article>
    </Screen>
  );
}
