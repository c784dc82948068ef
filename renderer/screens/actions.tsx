import { useState } from "react";
import { Form } from "react-aria-components";
import { actionIn, isInEveryMode, type WrittenAction } from "../../main/contract/command-action.ts";
import { actionsOfModes, type StandingName } from "../../main/contract/values.ts";
import { useAsking } from "../client/client-context.tsx";
import { describeAction, isHarmless, OFFERS, offerFor } from "../parts/action-catalogue.ts";
import { useAnnouncer } from "../parts/announce-context.tsx";
import { Button, CardButton } from "../parts/controls.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { Screen } from "../parts/screen.tsx";
import { TextEntry } from "../parts/text-entry.tsx";
import { useSaidFault } from "../parts/use-said.ts";
import { useText } from "../text/text-context.tsx";
import { ActionLists, SETS } from "./action-lists.tsx";
import type { StepProps } from "./step-props.ts";

/** `hold` is for commands that last. */
const GROUPS = ["hold", "move", "media", "keys", "mouse"] as const;

export function Actions({ person, onGo }: StepProps) {
  const text = useText();
  const words = text.actions;
  const announcer = useAnnouncer();
  const { ask, fault } = useAsking();
  const [choosing, setChoosing] = useState<string | null>(null);
  useSaidFault(fault);
  const { personId, profile } = person;
  const modes = actionsOfModes(profile);
  const [shown, setShown] = useState(0);
  // It may have been removed, here or in another window.
  const mode = Math.min(shown, modes.length - 1);
  const use = async (set: (typeof SETS)[number]) => {
    if ((await ask("profile.useSet", { personId, set, mode })) !== undefined) {
      announcer.say(words.setUsed(words.setNames[set]));
    }
  };
  const choose = (label: string, action: WrittenAction | null) => {
    setChoosing(null);
    void ask("profile.setAction", { personId, label, action, mode });
  };
  const any = Object.keys(profile.actions).length > 0;
  return (
    <Screen
      title={words.title}
      lead={words.lead}
      foot={
        <>
          <Button onPress={() => onGo("try")}>{text.common.back}</Button>
          <Button look={any ? "primary" : "plain"} isDisabled={!any} onPress={() => onGo("send")}>
            {text.common.next}
          </Button>
        </>
      }
    >
      <section aria-labelledby="sets-title" data-scan-group="sets">
        <h2 id="sets-title">{words.sets}</h2>
        <div className="cards cards-small">
          {SETS.map((set) => (
            <CardButton
              key={set}
              title={words.setNames[set]}
              hint={words.setHints[set]}
              onPress={() => void use(set)}
            />
          ))}
        </div>
      </section>
      <ActionLists person={person} mode={mode} onMode={setShown} />
      <section aria-labelledby="own-title" data-scan-group="own">
        <h2 id="own-title">{words.own}</h2>
        <ul className="plain-list actions">
          {person.commands.map(({ commandId, label }) => {
            const action = actionIn(modes, mode, label);
            const does = action === undefined ? words.nothing : describeAction(action, text);
            const isFixed = mode > 0 && action !== undefined && isInEveryMode(action);
            return (
              <li key={commandId}>
                <Button
                  aria-label={`${words.actionOf(label)}: ${does}`}
                  isDisabled={isFixed}
                  onPress={() => setChoosing(label)}
                >
                  <span className="action-label">{label}</span>
                  <span className="action-arrow" aria-hidden="true">
                    →
                  </span>
                  <span className="action-does">{does}</span>
                </Button>
                {isFixed && <span className="tag">{words.lists.everywhere}</span>}
                {action !== undefined && <ActionTag action={action} standing={person.standings[label]} />}
              </li>
            );
          })}
        </ul>
      </section>
      {fault && <FaultBox fault={fault} />}
      <ActionChooser
        label={choosing}
        held={person.commands.some(({ label, held }) => held && label === choosing)}
        present={choosing === null ? undefined : actionIn(modes, mode, choosing)}
        onChoose={choose}
        onClose={() => setChoosing(null)}
      />
    </Screen>
  );
}

/** From when on an action is done. */
function ActionTag({ action, standing }: { action: WrittenAction; standing: StandingName | undefined }) {
  const words = useText().actions;
  if (standing === "over") return <span className="tag tag-bad">{words.over}</span>;
  const isGood = standing === "proved" || isHarmless(action);
  const said = standing === "proved" ? words.proved : isGood ? words.fromStart : words.afterProof;
  return <span className={`tag ${isGood ? "tag-good" : "tag-wait"}`}>{said}</span>;
}

function ActionChooser({
  label,
  held,
  present,
  onChoose,
  onClose,
}: {
  label: string | null;
  held: boolean;
  present: WrittenAction | undefined;
  onChoose: (label: string, action: WrittenAction | null) => void;
  onClose: () => void;
}) {
  const text = useText();
  const words = text.actions;
  const [typed, setTyped] = useState("");
  if (label === null) return null;
  const chosen = present === undefined ? undefined : offerFor(present)?.name;
  return (
    <Dialog title={words.actionOf(label)} open onClose={onClose} closeLabel={text.common.cancel}>
      <div className="row">
        <Button aria-pressed={present === undefined} onPress={() => onChoose(label, null)}>
          {words.nothing}
        </Button>
      </div>
      {GROUPS.filter((group) => group !== "hold" || held).map((group) => (
        <section key={group} aria-labelledby={`group-${group}`} data-scan-group={group}>
          <h3 id={`group-${group}`}>{words.groups[group]}</h3>
          <div className="row chips">
            {OFFERS.filter((offer) => offer.group === group).map(({ name, action }) => (
              <Button key={name} aria-pressed={name === chosen} onPress={() => onChoose(label, action)}>
                {words.names[name]}
                {isHarmless(action) && (
                  <span className="tag tag-good" aria-hidden="true">
                    {words.harmless}
                  </span>
                )}
              </Button>
            ))}
          </div>
        </section>
      ))}
      <Form
        className="row row-field"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed !== "") onChoose(label, { do: "text", text: typed });
        }}
      >
        <TextEntry label={words.typeText} value={typed} onChange={setTyped} most={2000} />
        <Button type="submit">{words.saveText}</Button>
      </Form>
    </Dialog>
  );
}
