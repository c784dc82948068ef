import { useState } from "react";
import { actionsOfModes, type PersonView } from "../../main/contract/values.ts";
import { MOST_MODES } from "../../main/contract/command-action.ts";
import { useAsking } from "../client/client-context.tsx";
import { useAnnouncer } from "../parts/announce-context.tsx";
import { Button, CardButton } from "../parts/controls.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { useText } from "../text/text-context.tsx";

export const SETS = ["browsing", "reading", "media", "presenting", "writing", "switch"] as const;

/** Which list of actions is shown, one more of them, and one less. */
export function ActionLists({
  person: { personId, profile },
  mode,
  onMode,
}: {
  person: PersonView;
  mode: number;
  onMode: (mode: number) => void;
}) {
  const { common, actions: words } = useText();
  const announcer = useAnnouncer();
  const { ask, fault } = useAsking();
  const [adding, setAdding] = useState(false);
  const names = [words.lists.first, ...(profile.modes ?? []).map(({ name }) => name)];
  const leads = Object.values(profile.actions).some((action) => action.do === "mode");
  const add = async (set: (typeof SETS)[number]) => {
    setAdding(false);
    const name = words.setNames[set];
    if ((await ask("profile.addMode", { personId, name, set })) === undefined) return;
    announcer.say(words.lists.added(name));
    onMode(names.length);
  };
  const remove = async () => {
    const name = names[mode]!;
    if ((await ask("profile.removeMode", { personId, mode })) === undefined) return;
    announcer.say(words.lists.removed(name));
    onMode(0);
  };
  return (
    <section aria-labelledby="lists-title" data-scan-group="lists">
      <h2 id="lists-title">{words.lists.title}</h2>
      <p className="hint">{words.lists.hint}</p>
      <div className="row chips">
        {names.map((name, at) => (
          // Two lists may have one name; they have no other identity than their place.
          <Button key={`${at} ${name}`} aria-pressed={at === mode} onPress={() => onMode(at)}>
            {name}
          </Button>
        ))}
        {actionsOfModes(profile).length < MOST_MODES && (
          <Button look="quiet" onPress={() => setAdding(true)}>
            {words.lists.add}
          </Button>
        )}
        {mode > 0 && (
          <Button look="quiet" onPress={() => void remove()}>
            {words.lists.remove(names[mode]!)}
          </Button>
        )}
      </div>
      {names.length > 1 && !leads && <p className="tag tag-wait">{words.lists.noWay}</p>}
      {fault && <FaultBox fault={fault} />}
      <Dialog
        title={words.lists.addTitle}
        open={adding}
        onClose={() => setAdding(false)}
        closeLabel={common.cancel}
      >
        <div className="cards cards-small" data-scan-group="sets">
          {SETS.map((set) => (
            <CardButton
              key={set}
              title={words.setNames[set]}
              hint={words.setHints[set]}
              onPress={() => void add(set)}
            />
          ))}
        </div>
      </Dialog>
    </section>
  );
}
