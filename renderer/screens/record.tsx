import { useEffect, useState } from "react";
import { type CommandView, STEPS } from "../../main/contract/values.ts";
import { goodTakes } from "../parts/way.ts";
import { Recording } from "./recording.tsx";
import type { StepProps } from "./step-props.ts";
import { Words } from "./words.tsx";

/** First which words, then their takes. */
export function Record({ person, onGo, commandId }: StepProps & { commandId?: string | undefined }) {
  const [choosing, setChoosing] = useState(commandId === undefined && !person.commands.some(hasTakes));
  const [chosen, setChosen] = useState<string | undefined>(commandId);
  const missing = person.commands.find((command) => goodTakes(command) < person.takesWanted);
  const command = person.commands.find((one) => one.commandId === chosen) ?? missing ?? person.commands[0];
  // What stands on the screen stays there when its last take came, until the person or the recorder goes on.
  useEffect(() => {
    if (chosen === undefined && !choosing && command !== undefined) setChosen(command.commandId);
  }, [chosen, choosing, command]);
  if (choosing || command === undefined) {
    return <Words person={person} onGo={onGo} onRecord={() => setChoosing(false)} />;
  }
  return (
    <Recording
      person={person}
      command={command}
      onCommand={setChosen}
      onWords={() => setChoosing(true)}
      onWearable={() => onGo("wearable")}
      onNext={() => onGo(STEPS[STEPS.indexOf("record") + 1]!)}
    />
  );
}

function hasTakes(command: CommandView): boolean {
  return command.takes.length > 0;
}
