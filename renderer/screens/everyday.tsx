import { useEffect, useRef, useState } from "react";
import { useAsking, useFeed } from "../client/client-context.tsx";
import { Button } from "../parts/controls.tsx";
import { Confirm } from "../parts/dialog.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { Disc } from "../parts/level.tsx";
import { Screen } from "../parts/screen.tsx";
import { SensesBar, SensesPicture, useSenses } from "../parts/senses.tsx";
import { EVERYDAY_SECONDS } from "../parts/settings.ts";
import { useSettings } from "../parts/settings-context.tsx";
import { useSaid, useSaidFault } from "../parts/use-said.ts";
import { isDone } from "../parts/way.ts";
import { useSignalText } from "../text/use-signal-text.ts";
import { type StepProps, whoOf } from "./step-props.ts";

type Kind = "room" | "talk" | "movement";

/** The room and the person's own talk, or how they move: what is not a command. */
export function Everyday({ person, onGo }: StepProps) {
  const text = useSignalText(person);
  const words = text.everyday;
  const { settings, change } = useSettings();
  const senses = useSenses(person);
  const kinds: readonly Kind[] = senses.signal === "motion" ? ["movement"] : ["room", "talk"];
  const recorder = useFeed("recorder", {});
  const { ask, fault: asked } = useAsking();
  const fault = asked ?? recorder?.fault ?? null;
  const [kind, setKind] = useState<Kind>(kinds[0]!);
  const [skipping, setSkipping] = useState(false);
  useSaidFault(fault);
  useEffect(() => () => void ask("recorder.stop", {}), [ask]);

  const { personId } = person;
  const running = recorder?.personId === personId && recorder.phase === "everyday";
  const done = isDone(person, "everyday");
  const { roomSeconds, talkSeconds, movementSeconds } = person.everyday;
  const { movement, movementHint } = text.motion.everyday;
  const kept = { room: roomSeconds, talk: talkSeconds, movement: movementSeconds };
  const names = { room: words.room, talk: words.talk, movement };
  const hints = {
    room: words.roomHint,
    talk: words.talkHint(whoOf(person)),
    movement: movementHint(whoOf(person)),
  };
  useSaid(
    recorder === undefined ? undefined : `${running}`,
    (running ? words.started : words.ended)(names[kind]),
  );

  const begun = useRef(false);
  const start = (which: Kind) => {
    setKind(which);
    begun.current = true;
    void ask("recorder.everyday", { personId, kind: which, seconds: settings.everydaySeconds });
  };
  return (
    <Screen
      title={words.title}
      lead={words.lead(whoOf(person))}
      foot={
        <>
          <Button onPress={() => onGo("record")}>{text.common.back}</Button>
          {!done && <Button onPress={() => setSkipping(true)}>{text.common.skip}</Button>}
          <Button look={done ? "primary" : "plain"} isDisabled={!done} onPress={() => onGo("train")}>
            {text.common.next}
          </Button>
        </>
      }
    >
      {running && (
        <div className="stage">
          <Disc mood={senses.isDeaf ? "idle" : "waiting"} levelDb={senses.levelDb} />
          <div className="stage-words">
            <p className="stage-word">{begun.current ? names[kind] : words.title}</p>
            <p className="stage-phase" role="timer" aria-live="off">
              {senses.isDeaf ? text.record.phases.deaf : words.left(Math.ceil(recorder.secondsLeft))}
            </p>
            {begun.current && <p>{hints[kind]}</p>}
          </div>
          <SensesPicture senses={senses} />
          <div className="row">
            <Button look="primary" onPress={() => void ask("recorder.stop", {})}>
              {words.stop}
            </Button>
          </div>
        </div>
      )}
      {!running && (
        <>
          <div className="pair">
            {kinds.map((which) => (
              <section key={which} className={`panel ${kept[which] > 0 ? "is-done" : ""}`}>
                <h2>
                  {kept[which] > 0 && <span aria-hidden="true">✓ </span>}
                  {names[which]}
                </h2>
                <p>{hints[which]}</p>
                {kept[which] > 0 && <p className="kept">{words.kept(kept[which])}</p>}
                <Button look={kept[which] > 0 ? "plain" : "primary"} onPress={() => start(which)}>
                  {(kept[which] > 0 ? words.again : words.record)(names[which])}
                </Button>
              </section>
            ))}
          </div>
          <div role="group" aria-labelledby="length-title" className="row chips">
            <span id="length-title">{words.howLong}</span>
            {EVERYDAY_SECONDS.map((seconds) => (
              <Button
                key={seconds}
                aria-pressed={settings.everydaySeconds === seconds}
                onPress={() => change({ everydaySeconds: seconds })}
              >
                {words.lengths(seconds)}
              </Button>
            ))}
          </div>
        </>
      )}
      {fault && (
        <FaultBox fault={fault} remedies={[{ label: text.common.again, onPress: () => start(kind) }]} />
      )}
      <SensesBar senses={senses} onWearable={() => onGo("wearable")} />
      <Confirm
        title={words.skipTitle}
        question={words.skipText}
        yes={words.skipYes}
        open={skipping}
        onYes={() => onGo("train")}
        onClose={() => setSkipping(false)}
      />
    </Screen>
  );
}
