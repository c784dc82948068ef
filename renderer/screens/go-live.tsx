import { useEffect, useState } from "react";
import { Checkbox } from "react-aria-components";
import type { CallOutput } from "../../main/contract/contract.ts";
import { useMicrophone } from "../capture/capture-context.tsx";
import { useAsking, useClient, useFeed } from "../client/client-context.tsx";
import { actionIn } from "../../main/contract/command-action.ts";
import { actionsOfModes, labelsActing } from "../../main/contract/values.ts";
import { describeAction, isHarmless } from "../parts/action-catalogue.ts";
import { Button } from "../parts/controls.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { Screen } from "../parts/screen.tsx";
import { KeepMoments } from "../parts/keep-moments.tsx";
import { useSaidFault } from "../parts/use-said.ts";
import { isOpen, isProved } from "../parts/way.ts";
import { isMotion } from "../text/signal-text.ts";
import { useText } from "../text/text-context.tsx";
import { Live } from "./live.tsx";
import type { LearnProps } from "./step-props.ts";
import { WearCheck } from "./wear-check.tsx";

/** Consent first, and only once it is off: while it is on this is the screen of every day. */
export function GoLive({ person, onGo, onLearn }: LearnProps) {
  const live = useFeed("live", {});
  const [was, setWas] = useState(false);
  const mine = live !== undefined && live.personId === person.personId;
  const on = mine && live.state !== "off" && live.state !== "trying";
  useEffect(() => {
    if (on) setWas(true);
  }, [on]);
  // Once off it belongs to nobody; whoever was live here stays on the screen of every day.
  const isOver = live !== undefined && (mine || live.personId === null);
  return on || (was && isOver) ? (
    <Live
      key="live"
      person={person}
      live={live}
      onGo={onGo}
      onLearn={onLearn}
      onConsent={() => setWas(false)}
    />
  ) : (
    <Consent key="consent" person={person} onGo={onGo} onLearn={onLearn} />
  );
}

function Consent({ person, onGo, onLearn }: LearnProps) {
  const text = useText();
  const words = text.live;
  const { ask, fault, busy } = useAsking();
  const [agreed, setAgreed] = useState(false);
  const info = useInfo();
  useSaidFault(fault);
  // Open before Beckon goes live, so that the first command is not lost.
  useMicrophone((agreed || isProved(person)) && person.wearable.startsWith("virtual"));
  const modes = actionsOfModes(person.profile);
  const names = [text.actions.lists.first, ...(person.profile.modes ?? []).map(({ name }) => name)];
  const { standings } = person;
  const proved = isProved(person);
  const anyProved = labelsActing(person.profile).some((label) => standings[label] === "proved");
  const will = (label: string, mode: number): "proved" | "over" | "harmless" | "held" => {
    const standing = standings[label];
    if (standing === "proved" || standing === "over") return standing;
    const action = actionIn(modes, mode, label);
    return action !== undefined && isHarmless(action) ? "harmless" : "held";
  };
  const tags = {
    proved: { look: "tag-good", said: words.provedAction },
    over: { look: "tag-bad", said: words.over },
    harmless: { look: "tag-good", said: words.harmless },
    held: { look: "tag-wait", said: words.held },
  };
  const any = modes.some((actions, mode) =>
    person.commands.some(({ label }) => actions[label] && /proved|harmless/.test(will(label, mode))),
  );
  const arm = () => void ask("live.arm", { personId: person.personId, consent: agreed });
  return (
    <Screen
      title={words.title}
      lead={words.lead}
      foot={
        <>
          <Button onPress={() => onGo("send")}>{text.common.back}</Button>
          <Button look="primary" isDisabled={!(agreed || proved) || busy} onPress={arm}>
            {words.arm}
          </Button>
        </>
      }
    >
      <section className={`panel ${proved ? "is-done" : "panel-warn"}`} aria-labelledby="unproved-title">
        <h2 id="unproved-title">{proved ? words.proved : words.unproved}</h2>
        <p>{proved ? words.provedText : anyProved ? words.partlyText : words.unprovedText}</p>
        {!proved && isOpen(person, "soak") && <Button onPress={() => onGo("soak")}>{words.prove}</Button>}
      </section>
      <section aria-labelledby="will-title">
        <h2 id="will-title">{words.will}</h2>
        {modes.map((_, mode) => (
          <div key={`${mode} ${names[mode]}`}>
            {modes.length > 1 && <h3>{names[mode]}</h3>}
            <ul className="plain-list actions">
              {person.commands.map(({ commandId, label }) => {
                const action = actionIn(modes, mode, label);
                const tag = tags[will(label, mode)];
                return (
                  <li key={commandId}>
                    <span className="action-line">
                      <span className="action-label">{label}</span>
                      <span className="action-arrow" aria-hidden="true">
                        →
                      </span>
                      <span className="action-does">
                        {action === undefined ? words.notSet : describeAction(action, text)}
                      </span>
                    </span>
                    {action !== undefined && <span className={`tag ${tag.look}`}>{tag.said}</span>}
                    {action !== undefined && will(label, mode) === "over" && (
                      <span className="action-why">
                        {words.overText}
                        <Button look="quiet" onPress={() => onGo("soak")}>
                          {words.makeSurer}
                        </Button>
                      </span>
                    )}
                  </li>
                );
              })}
            </ul>
          </div>
        ))}
        {!any && <p>{words.noneHarmless}</p>}
        <div className="row">
          <Button look="quiet" onPress={() => onGo("actions")}>
            {words.changeActions}
          </Button>
        </div>
      </section>
      {isMotion(person) ? (
        <WearCheck person={person} onWearable={() => onGo("wearable")} />
      ) : (
        <KeepMoments person={person} />
      )}
      <div className="row">
        <Button look="quiet" onPress={onLearn}>
          {text.learn.open}
        </Button>
      </div>
      {info?.actor === "journal" && <p className="hint">{words.actorJournal}</p>}
      {info?.wayland && <p className="hint">{words.wayland}</p>}
      {!proved && (
        <Checkbox className="checkbox" isSelected={agreed} onChange={setAgreed}>
          <span className="checkbox-box" aria-hidden="true" />
          {words.consent}
        </Checkbox>
      )}
      {fault && (
        <FaultBox
          fault={fault}
          remedies={
            fault.code === "over-limit"
              ? [{ label: words.prove, onPress: () => onGo("soak") }]
              : [{ label: text.steps.send, onPress: () => onGo("send") }]
          }
        />
      )}
    </Screen>
  );
}

function useInfo(): CallOutput<"app.info"> | undefined {
  const client = useClient();
  const [info, setInfo] = useState<CallOutput<"app.info">>();
  useEffect(() => {
    client.call("app.info", {}).then(setInfo, () => undefined);
  }, [client]);
  return info;
}
