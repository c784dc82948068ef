import { useState } from "react";
import type { LiveView } from "../../main/contract/values.ts";
import { useAsking, useConnection, useFeed } from "../client/client-context.tsx";
import { describeAction } from "../parts/action-catalogue.ts";
import { Button } from "../parts/controls.tsx";
import { Disc } from "../parts/level.tsx";
import { Journal } from "../parts/journal.tsx";
import { KeepMoments } from "../parts/keep-moments.tsx";
import { MicrophoneBar } from "../parts/microphone-bar.tsx";
import { fragmentOf } from "../parts/place.ts";
import { Missed } from "../parts/missed.tsx";
import { Screen } from "../parts/screen.tsx";
import { shownState } from "../parts/shown-state.ts";
import { useSaid, useSaidFault } from "../parts/use-said.ts";
import { WearableFault } from "../parts/wearable-fault.tsx";
import { useText } from "../text/text-context.tsx";
import type { LearnProps } from "./step-props.ts";

/** The screen of every day: what Beckon does, what it heard, what it did, and how to stop it. */
export function Live({
  person,
  live,
  onGo,
  onLearn,
  onConsent,
}: LearnProps & { live: LiveView; onConsent: () => void }) {
  const text = useText();
  const words = text.live;
  const microphone = useFeed("microphone", {});
  const journal = useFeed("journal", { personId: person.personId });
  const { ask, fault } = useAsking();
  const trouble = fault ?? live.fault;
  useSaidFault(trouble);
  const state = useConnection() === "away" ? "unknown" : shownState(live);
  useSaid(String(live.loudspeaker), live.loudspeaker ? words.loudspeaker : "");
  const lastDone = journal?.find(({ outcome }) => outcome === "done");
  const titles = {
    off: words.off,
    trying: words.off,
    armed: words.running,
    paused: words.paused,
    asleep: words.asleep,
    locked: words.locked,
    stopped: words.stopped,
    lost: words.lost,
    unknown: words.unknown,
  };
  const explained: Partial<Record<typeof state, string>> = {
    paused: words.pausedText,
    asleep: words.asleepText(live.dozing ?? ""),
    locked: words.lockedText,
    lost: words.lostText,
    stopped: words.stoppedText,
    unknown: words.unknownText,
  };
  const [missed, setMissed] = useState(false);
  const { personId } = person;
  const learning = useFeed("learning", { personId });
  const newest = journal?.[0];
  const notMe = (entryId: number) =>
    void ask("learning.mark", { personId, entryId, mark: "notMe", meant: null });
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
          {state === "asleep" && (
            <Button look="primary" onPress={() => void ask("live.rouse", {})}>
              {words.wake}
            </Button>
          )}
          {state === "paused" && (
            <Button look="primary" onPress={() => void ask("live.resume", {})}>
              {words.resume}
            </Button>
          )}
          {live.undo === "anywhere" && (state === "armed" || state === "paused") && (
            <Button onPress={() => void ask("live.undo", {})}>{text.learn.small.undo}</Button>
          )}
          {(state === "armed" || state === "asleep" || state === "paused" || state === "locked") && (
            <Button onPress={() => void ask("live.off", {})}>{words.turnOff}</Button>
          )}
          {(state === "off" || state === "stopped" || state === "lost") && (
            <Button look="primary" onPress={onConsent}>
              {words.turnOn}
            </Button>
          )}
        </div>
        {learning?.keepsMoments && (
          <div className="row teach">
            {newest?.hasSound && newest.mark === null && (
              <Button onPress={() => notMe(newest.entryId)}>{text.learn.notMe}</Button>
            )}
            <Button onPress={() => setMissed(true)}>{text.learn.missed}</Button>
          </div>
        )}
        {live.held.length > 0 && <p>{words.holding(live.held.join(", "))}</p>}
        {!live.proved && <p className="tag tag-wait">{words.unproved}</p>}
        {live.loudspeaker && <p className="hint">{words.loudspeaker}</p>}
      </div>
      <div className="row" role="group" aria-label={text.learn.title}>
        {learning?.offered && <p>{text.learn.waiting}</p>}
        {learning?.worthTraining && !learning.offered && <p>{text.learn.worth}</p>}
        <Button look={learning?.offered || learning?.worthTraining ? "primary" : "quiet"} onPress={onLearn}>
          {text.learn.open}
        </Button>
        {!IN_SHELL && (
          <Button look="quiet" onPress={openSmallWindow}>
            {text.learn.small.open}
          </Button>
        )}
      </div>
      {trouble && (
        <WearableFault
          fault={trouble}
          dev={person.wearable}
          remedies={[{ label: text.steps.wearable, onPress: () => onGo("wearable") }]}
        />
      )}
      {person.wearable.startsWith("virtual") && <MicrophoneBar microphone={microphone} />}
      <KeepMoments person={person} />
      <Journal person={person} entries={journal ?? []} />
      {missed && <Missed person={person} onClose={() => setMissed(false)} />}
    </Screen>
  );
}

/** The shell has the small window open by itself. */
const IN_SHELL = navigator.userAgent.includes("Electron");

function openSmallWindow(): void {
  window.open(fragmentOf({ at: "small", floating: false }), "beckon-small", "popup,width=420,height=260");
}
