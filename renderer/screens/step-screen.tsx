import type { PersonView, Step } from "../../main/contract/values.ts";
import { Ability } from "./ability.tsx";
import { Actions } from "./actions.tsx";
import { Everyday } from "./everyday.tsx";
import { GoLive } from "./go-live.tsx";
import { Record } from "./record.tsx";
import { Result } from "./result.tsx";
import { Send } from "./send.tsx";
import { Soak } from "./soak.tsx";
import { Train } from "./train.tsx";
import { TryOut } from "./try-out.tsx";
import { Wearable } from "./wearable.tsx";

/** The screen of one step of the way. */
export function StepScreen({
  person,
  step,
  commandId,
  onGo,
  onRecord,
  onLearn,
}: {
  person: PersonView;
  step: Step;
  /** What is to be recorded, where another screen sent the person here for it. */
  commandId: string | undefined;
  onGo: (step: Step) => void;
  onRecord: (commandId: string) => void;
  onLearn: () => void;
}) {
  const props = { person, onLearn, onGo };
  switch (step) {
    case "ability":
      return <Ability {...props} />;
    case "wearable":
      return <Wearable {...props} />;
    case "record":
      return <Record {...props} key={commandId} commandId={commandId} />;
    case "everyday":
      return <Everyday {...props} />;
    case "train":
      return <Train {...props} />;
    case "result":
      return <Result {...props} onImprove={onRecord} />;
    case "try":
      return <TryOut {...props} />;
    case "actions":
      return <Actions {...props} />;
    case "send":
      return <Send {...props} />;
    case "soak":
      return <Soak {...props} />;
    case "live":
      return <GoLive {...props} />;
  }
}
