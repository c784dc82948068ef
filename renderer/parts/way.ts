/** How far a person has come, read from what is kept: nothing about it is stored twice. */
import {
  type CommandView,
  labelsActing,
  type PersonView,
  signalOf,
  STEPS,
  type Step,
} from "../../main/contract/values.ts";

/** With fewer takes of a command than this nothing can be learned from it. */
export const LEAST_TAKES = 3;

/** Takes that count: kept, whatever was remarked about them. */
export function goodTakes(command: CommandView): number {
  return command.takes.length;
}

export function mayTrain(person: PersonView): boolean {
  const least = Math.min(LEAST_TAKES, person.takesWanted);
  return person.commands.length > 0 && person.commands.every((command) => goodTakes(command) >= least);
}

/** Does every command that does something stay below its limit in daily life? */
export function isProved({ profile, standings }: PersonView): boolean {
  const labels = labelsActing(profile);
  return labels.length > 0 && labels.every((label) => standings[label] === "proved");
}

export function isDone(person: PersonView, step: Step): boolean {
  const { model } = person;
  switch (step) {
    case "ability":
      return person.ability !== null;
    case "wearable":
      return person.ability !== null && person.commands.length > 0;
    case "record":
      return (
        person.commands.length > 0 &&
        person.commands.every((command) => goodTakes(command) >= person.takesWanted)
      );
    case "everyday":
      return signalOf(person.ability) === "motion"
        ? person.everyday.movementSeconds > 0
        : person.everyday.roomSeconds > 0 && person.everyday.talkSeconds > 0;
    case "train":
      return model !== null && !person.modelIsStale;
    case "result":
    case "try":
      return model !== null && Object.keys(person.profile.actions).length > 0;
    case "actions":
      return Object.keys(person.profile.actions).length > 0;
    case "send":
    case "live":
      return model !== null && person.verifiedModelId === model.modelId;
    case "soak":
      return isProved(person);
  }
}

/** May the person go to this step now? What comes before it must be there, not perfect. */
export function isOpen(person: PersonView, step: Step): boolean {
  switch (step) {
    case "ability":
      return true;
    case "wearable":
    case "record":
      return person.ability !== null;
    case "everyday":
    case "train":
      return mayTrain(person);
    case "result":
    case "try":
    case "actions":
    case "send":
    case "soak":
      return person.model !== null;
    case "live":
      return isDone(person, "send");
  }
}

/** Where to go on when a person is opened: the first step that is open and not done, or going live. */
export function stepToGoOn(person: PersonView): Step {
  // A model without everyday sound was trained so on purpose; proving takes hours, and goes on beside the rest.
  const wanted = STEPS.filter((step) => step !== "soak" && (person.model === null || step !== "everyday"));
  return wanted.find((step) => isOpen(person, step) && !isDone(person, step)) ?? "live";
}
