import type { PersonView, Step } from "../../main/contract/values.ts";
import type { Who } from "../text/en.ts";

/** What every step of the way is given. */
export interface StepProps {
  readonly person: PersonView;
  readonly onGo: (step: Step) => void;
}

export interface LearnProps extends StepProps {
  /** To what was learned, and what is in use. */
  readonly onLearn: () => void;
}

export function whoOf(person: PersonView): Who {
  return { name: person.name, carer: person.carer };
}
