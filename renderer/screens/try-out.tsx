import { useEffect, useState } from "react";
import { useAsking, useFeed } from "../client/client-context.tsx";
import { Button } from "../parts/controls.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { Disc } from "../parts/level.tsx";
import { Screen } from "../parts/screen.tsx";
import { SensesBar, SensesPicture, useSenses } from "../parts/senses.tsx";
import { useSaid, useSaidFault } from "../parts/use-said.ts";
import { useSignalText } from "../text/use-signal-text.ts";
import { type StepProps, whoOf } from "./step-props.ts";

/** Events are shown, nothing is done. */
export function TryOut({ person, onGo }: StepProps) {
  const text = useSignalText(person);
  const words = text.tryOut;
  const senses = useSenses(person);
  const live = useFeed("live", {});
  const { ask, fault } = useAsking();
  const [counts, setCounts] = useState<Readonly<Record<string, number>>>({});
  const trying = live?.state === "trying" && live.personId === person.personId;
  const last = trying ? live.last : null;
  const trouble = fault ?? live?.fault ?? null;
  useSaidFault(trouble);
  useSaid(trying ? (last?.entryId ?? -1) : undefined, last === null ? "" : words.heard(last.command));
  useEffect(() => {
    if (last !== null)
      setCounts((before) => ({ ...before, [last.command]: (before[last.command] ?? 0) + 1 }));
    // The entry itself comes anew with every snapshot; its number says whether it is another one.
  }, [last?.entryId]);
  const stop = () => void ask("live.off", {});
  const leave = (go: () => void) => {
    if (trying) stop();
    go();
  };
  const start = () => void ask("live.try", { personId: person.personId });
  return (
    <Screen
      title={words.title}
      lead={words.lead(whoOf(person))}
      foot={
        <>
          <Button onPress={() => leave(() => onGo("result"))}>{text.common.back}</Button>
          <Button look={trying ? "plain" : "primary"} onPress={() => leave(() => onGo("actions"))}>
            {text.common.next}
          </Button>
        </>
      }
    >
      <div className="stage">
        <Disc mood={trying ? "hearing" : "idle"} levelDb={senses.levelDb} />
        <div className="stage-words">
          <p className="stage-word" key={last?.entryId}>
            {trying ? (last?.command ?? words.waiting) : text.indicator.off}
          </p>
        </div>
        {senses.signal === "motion" && <SensesPicture senses={senses} />}
        <div className="row" {...(trying ? { "data-live-controls": "" } : {})}>
          {trying ? (
            <Button onPress={stop}>{words.stop}</Button>
          ) : (
            <Button look="primary" onPress={start}>
              {words.start}
            </Button>
          )}
        </div>
      </div>
      <section aria-labelledby="so-far">
        <h2 id="so-far">{words.soFar}</h2>
        <ul className="plain-list tally">
          {person.commands.map(({ commandId, label }) => (
            <li key={commandId} className={counts[label] ? "is-heard" : ""}>
              <span>{label}</span>
              <span>{counts[label] ? words.times(counts[label]) : words.notYet}</span>
            </li>
          ))}
        </ul>
      </section>
      <div className="row">
        <span className="hint">{words.notWell}</span>
        <Button look="quiet" onPress={() => leave(() => onGo("record"))}>
          {words.more}
        </Button>
      </div>
      {trouble && <FaultBox fault={trouble} remedies={[{ label: text.common.again, onPress: start }]} />}
      <SensesBar senses={senses} onWearable={() => leave(() => onGo("wearable"))} />
    </Screen>
  );
}
