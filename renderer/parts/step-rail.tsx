import { Button as AriaButton, Disclosure, DisclosurePanel } from "react-aria-components";
import { type PersonView, STEPS, type Step } from "../../main/contract/values.ts";
import { useSignalText } from "../text/use-signal-text.ts";
import { isDone, isOpen } from "./way.ts";

/** Where the person is on the way, and every step that may be gone to. */
export function StepRail({
  person,
  step,
  onGo,
}: {
  person: PersonView;
  step: Step;
  onGo: (step: Step) => void;
}) {
  const text = useSignalText(person);
  const number = STEPS.indexOf(step) + 1;
  const where = text.steps.of(number, STEPS.length, text.steps[step]);
  return (
    <nav className="rail" aria-label={text.steps.nav} data-scan-group="rail">
      <p className="rail-person">{person.name}</p>
      <Disclosure className="rail-short">
        <AriaButton slot="trigger" className="rail-where">
          <span>{where}</span>
          <span className="rail-bar" aria-hidden="true">
            <span style={{ inlineSize: `${(number / STEPS.length) * 100}%` }} />
          </span>
          <span className="rail-all">{text.steps.all}</span>
        </AriaButton>
        <DisclosurePanel>
          <StepList person={person} step={step} onGo={onGo} />
        </DisclosurePanel>
      </Disclosure>
      <div className="rail-long">
        <StepList person={person} step={step} onGo={onGo} />
      </div>
    </nav>
  );
}

function StepList({ person, step, onGo }: { person: PersonView; step: Step; onGo: (step: Step) => void }) {
  const text = useSignalText(person);
  return (
    <ol className="rail-list">
      {STEPS.map((name, i) => {
        const now = name === step;
        const done = isDone(person, name);
        return (
          <li key={name} className={now ? "now" : done ? "done" : ""}>
            <AriaButton
              className="rail-step"
              isDisabled={!isOpen(person, name)}
              onPress={() => onGo(name)}
              {...(now ? { "aria-current": "step" } : {})}
            >
              <span className="rail-number" aria-hidden="true">
                {done && !now ? "✓" : i + 1}
              </span>
              <span>
                {text.steps[name]}
                {done && !now && <span className="unseen"> ({text.steps.done})</span>}
              </span>
            </AriaButton>
          </li>
        );
      })}
    </ol>
  );
}
