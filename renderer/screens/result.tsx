import { Button as AriaButton, Disclosure, DisclosurePanel } from "react-aria-components";
import { Button } from "../parts/controls.tsx";
import { Confusion } from "../parts/confusion.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { wrongInWords } from "../parts/rates.ts";
import { Screen } from "../parts/screen.tsx";
import { useSignalText } from "../text/use-signal-text.ts";
import { AdviceSection } from "./advice.tsx";
import type { StepProps } from "./step-props.ts";

export function Result({ person, onGo, onImprove }: StepProps & { onImprove: (commandId: string) => void }) {
  const text = useSignalText(person);
  const words = text.result;
  const { model } = person;
  if (model === null) return null;
  const heard = model.commands.reduce((sum, command) => sum + command.heard, 0);
  const tested = model.commands.reduce((sum, command) => sum + command.tested, 0);
  const number = (value: number) => new Intl.NumberFormat(text.locale).format(value);
  return (
    <Screen
      title={words.title}
      foot={
        <>
          <Button onPress={() => onGo("train")}>{text.common.back}</Button>
          <Button look="primary" onPress={() => onGo("try")}>
            {text.common.next}
          </Button>
        </>
      }
    >
      <div className="headline">
        <p className="huge">{words.heard(heard, tested)}</p>
        <p className="hint">{words.how}</p>
      </div>
      <section aria-labelledby="wrong-title" className="panel">
        <h2 id="wrong-title">{words.wrongTitle}</h2>
        <p>{wrongInWords(model.everyday, text)}</p>
      </section>
      {model.warnings.map((warning) => (
        <FaultBox key={`${warning.code} ${warning.thing}`} fault={warning} />
      ))}
      <section aria-labelledby="weakest-title">
        <h2 id="weakest-title">{words.weakest}</h2>
        <ul className="plain-list results">
          {model.commands.map((command) => {
            const recorded = person.commands.find(({ label }) => label === command.label);
            const share = command.tested === 0 ? 0 : command.heard / command.tested;
            return (
              <li key={command.label} className="result">
                <span className="result-label">{command.label}</span>
                <span className="result-bar" aria-hidden="true">
                  <span style={{ inlineSize: `${share * 100}%` }} />
                </span>
                <span className="result-count">{words.ofTested(command.heard, command.tested)}</span>
                {(command.advice !== "none" || command.confusedWith !== null) && (
                  <div className="result-advice">
                    <p>
                      {command.confusedWith !== null && words.confused(command.confusedWith)}{" "}
                      {words.advice[command.advice]}
                    </p>
                    {recorded !== undefined && (
                      <Button onPress={() => onImprove(recorded.commandId)}>
                        {words.improve(command.label)}
                      </Button>
                    )}
                  </div>
                )}
              </li>
            );
          })}
        </ul>
      </section>
      <AdviceSection person={person} onRecord={onImprove} />
      <section aria-labelledby="picture-title">
        <h2 id="picture-title">{words.picture}</h2>
        <p className="hint">{words.pictureHint}</p>
        <Confusion model={model} />
      </section>
      <Disclosure>
        <AriaButton slot="trigger" className="button button-quiet">
          {words.details}
        </AriaButton>
        <DisclosurePanel>
          <dl className="facts">
            <dt>{words.model}</dt>
            <dd>
              <code>{model.modelId}</code>
            </dd>
            <dt>{words.size}</dt>
            <dd>{words.bytes(number(model.imageBytes))}</dd>
            <dt>{words.memory}</dt>
            <dd>{words.bytes(number(model.arenaBytes))}</dd>
            <dt>{words.took}</dt>
            <dd>{text.record.seconds(Math.round(model.trainSeconds))}</dd>
          </dl>
        </DisclosurePanel>
      </Disclosure>
    </Screen>
  );
}
