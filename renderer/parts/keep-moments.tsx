import { Switch } from "react-aria-components";
import type { PersonView } from "../../main/contract/values.ts";
import { useAsking, useFeed } from "../client/client-context.tsx";
import { useText } from "../text/text-context.tsx";
import { FaultBox } from "./fault.tsx";

/** Whether the seconds around what is heard may be kept: off until the person says so. */
export function KeepMoments({ person }: { person: PersonView }) {
  const words = useText().learn;
  const { personId } = person;
  const learning = useFeed("learning", { personId });
  const { ask, fault } = useAsking();
  // Only where this computer hears; a wearable of its own sends no sound.
  if (!person.wearable.startsWith("virtual")) return null;
  return (
    <div className="stack">
      <Switch
        className="switch"
        isSelected={learning?.keepsMoments ?? false}
        onChange={(keep) => void ask("learning.keepMoments", { personId, keep })}
      >
        <span className="switch-track" aria-hidden="true" />
        {words.keep}
      </Switch>
      <p className="hint">{words.keepText}</p>
      {fault && <FaultBox fault={fault} />}
    </div>
  );
}
