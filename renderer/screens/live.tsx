import type { LiveView } from "../../main/contract/values.ts";
import { useAsking, useConnection, useFeed } from "../client/client-context.tsx";
import { describeAction } from "../parts/action-catalogue.ts";
import { Button } from "../parts/controls.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { Disc } from "../parts/level.tsx";
import { MicrophoneBar } from "../parts/microphone-bar.tsx";
import { Screen } from "../parts/screen.tsx";
import { useSaidFault } from "../parts/use-said.ts";
import { useText } from "../text/text-context.tsx";
import type { StepProps } from "./step-props.ts";

/** The screen of every day: what Beckon does, what it heard, what it did, and how to stop it. */
export function Live({
  person,
  live,
  onGo,
  onConsent,
}: StepProps & { live: LiveView; onConsent: () => void }) {
  const text = useText();
  const words = text.live;
  const microphone = useFeed("microphone", {});
  const journal = useFeed("journal", { personId: person.personId });
  const { ask, fault } = useAsking();
  const trouble = fault ?? live.fault;
  useSaidFault(trouble);
  const state = useConnection() === "away" ? "unknown" : live.state;
  const lastDone = journal?.find(({ outcome }) => outcome === "done");
  const titles = {
    off: words.off,
    trying: words.off,
    armed: words.running,
    paused: words.paused,
    stopped: words.stopped,
    lost: words.lost,
    unknown: words.unknown,
  };
  const explained: Partial<Record<typeof state, string>> = {
    paused: words.pausedText,
    lost: words.lostText,
    stopped: words.stoppedText,
    unknown: words.unknownText,
  };
  const clock = new Intl.DateTimeFormat(text.locale, { timeStyle: "medium" });
  return (
    <Screen title={titles[state]} lead={explained[state]}>
      <div className={`stage stage-live stage-${state}`}>
        <Disc mood={state === "armed" ? "hearing" : "paused"} levelDb={microphone?.levelDb ?? -96} />
        <dl className="lasts">
          <dt>{words.lastHeard}</dt>
          <dd key={live.last?.entryId}>{live.last?.command ?? words.nothingYet}</dd>
          <dt>{words.lastDone}</dt>
          <dd>{lastDone?.action ? describeAction(lastDone.action, text) : words.nothingYet}</dd>
        </dl>
        <div className="row">
          {state === "armed" && (
            <Button look="primary" onPress={() => void ask("live.pause", {})}>
              {words.pause}
            </Button>
          )}
          {state === "paused" && (
            <Button look="primary" onPress={() => void ask("live.resume", {})}>
              {words.resume}
            </Button>
          )}
          {(state === "armed" || state === "paused") && (
            <Button onPress={() => void ask("live.off", {})}>{words.turnOff}</Button>
          )}
          {(state === "off" || state === "stopped" || state === "lost") && (
            <Button look="primary" onPress={onConsent}>
              {words.turnOn}
            </Button>
          )}
        </div>
        {live.held.length > 0 && <p>{words.holding(live.held.join(", "))}</p>}
        {!live.proved && <p className="tag tag-wait">{words.unproved}</p>}
      </div>
      {trouble && (
        <FaultBox
          fault={trouble}
          remedies={[{ label: text.steps.wearable, onPress: () => onGo("wearable") }]}
        />
      )}
      {person.wearable.startsWith("virtual") && <MicrophoneBar microphone={microphone} />}
      <section aria-labelledby="journal-title">
        <h2 id="journal-title">{words.journal}</h2>
        {(journal?.length ?? 0) === 0 && <p className="hint">{words.journalEmpty}</p>}
        <ol className="plain-list journal">
          {journal?.slice(0, 20).map((entry) => (
            <li key={entry.entryId} className={`entry entry-${entry.outcome}`}>
              <time dateTime={new Date(entry.at).toISOString()}>{clock.format(entry.at)}</time>
              <span className="entry-command">{entry.command}</span>
              <span>
                {entry.action && entry.outcome !== "heard" && `${describeAction(entry.action, text)} · `}
                {words.outcomes[entry.outcome]}
              </span>
            </li>
          ))}
        </ol>
      </section>
    </Screen>
  );
}
