import { useFeed } from "../client/client-context.tsx";
import { Button } from "../parts/controls.tsx";
import { lengthInWords } from "../parts/rates.ts";
import { Screen } from "../parts/screen.tsx";
import { isDone } from "../parts/way.ts";
import { isMotion } from "../text/signal-text.ts";
import { useSignalText } from "../text/use-signal-text.ts";
import { SoakCommand } from "./soak-command.tsx";
import { SoakEvents } from "./soak-events.tsx";
import { SoakListening } from "./soak-listening.tsx";
import { type StepProps, whoOf } from "./step-props.ts";

/** What is told apart; of movement only whether there is any. */
const KINDS = { sound: ["talk", "television", "other", "quiet"], motion: ["other", "quiet"] } as const;

/** Daily life listened to without acting, until each command is proved, or it is known what to change. */
export function Soak({ person, onGo }: StepProps) {
  const text = useSignalText(person);
  const words = text.soak;
  const soak = useFeed("soak", { personId: person.personId });
  const onWearable = isDone(person, "send");
  const waits = person.verifiedModelId !== null && !onWearable;
  const known = KINDS[isMotion(person) ? "motion" : "sound"];
  const all = soak === undefined ? 0 : known.reduce((sum, kind) => sum + (soak.seconds[kind] ?? 0), 0);
  return (
    <Screen
      title={words.title}
      lead={words.lead(whoOf(person))}
      foot={
        <>
          <Button onPress={() => onGo("send")}>{text.common.back}</Button>
          <Button
            look={onWearable ? "primary" : "plain"}
            isDisabled={!onWearable}
            onPress={() => onGo("live")}
          >
            {text.common.next}
          </Button>
        </>
      }
    >
      {soak === undefined ? (
        <p>{text.common.loading}</p>
      ) : (
        <>
          <SoakListening person={person} soak={soak} />
          {waits && (
            <section className="panel panel-warn" aria-label={words.again}>
              <p>{words.again}</p>
              <Button look="primary" onPress={() => onGo("send")}>
                {words.putOn}
              </Button>
            </section>
          )}
          {all > 0 && (
            <section aria-labelledby="soak-hours">
              <h2 id="soak-hours">{words.hoursTitle}</h2>
              <div className="hours-bar" aria-hidden="true">
                {known.map((kind) => (
                  <span
                    key={kind}
                    className={`hours-${kind}`}
                    style={{ flexGrow: soak.seconds[kind] ?? 0 }}
                  />
                ))}
              </div>
              <dl className="hours">
                {known.map((kind) => (
                  <div key={kind}>
                    <dt>
                      <span className={`hours-mark hours-${kind}`} aria-hidden="true" />
                      {words.kinds[kind]}
                    </dt>
                    <dd>{lengthInWords((soak.seconds[kind] ?? 0) / 3600, text)}</dd>
                  </div>
                ))}
              </dl>
              <p>{words.counted(lengthInWords(soak.hours, text))}</p>
              <p className="hint">{words.quietHint}</p>
            </section>
          )}
          {!soak.counts && <p className="hint">{words.otherMicrophone}</p>}
          <section aria-labelledby="soak-commands">
            <h2 id="soak-commands">{words.commandsTitle}</h2>
            <p className="hint">{words.atMost}</p>
            <p className="hint">{words.trade}</p>
            <ul className="plain-list soak-commands">
              {soak.commands.map((command) => (
                <li key={command.label}>
                  <SoakCommand
                    person={person}
                    command={command}
                    hours={soak.hours}
                    onWords={() => onGo("record")}
                  />
                </li>
              ))}
            </ul>
          </section>
          <SoakEvents person={person} soak={soak} />
        </>
      )}
    </Screen>
  );
}
