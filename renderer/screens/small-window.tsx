import { useEffect } from "react";
import { useAsking, useFeed } from "../client/client-context.tsx";
import { describeAction } from "../parts/action-catalogue.ts";
import { Button } from "../parts/controls.tsx";
import { FaultBox } from "../parts/fault.tsx";
import { Indicator } from "../parts/indicator.tsx";
import { shownState } from "../parts/shown-state.ts";
import { useText } from "../text/text-context.tsx";

/**
 * The small window that is always there: what Beckon does, what it heard and
 * did, and the way to stop it. It opens no microphone: that is the main window's.
 *
 * @param floating it never takes the keyboard's focus, so that taking back reaches the program it was done in.
 */
export function SmallWindow({ floating }: { floating: boolean }) {
  const text = useText();
  const words = text.learn.small;
  const live = useFeed("live", {});
  const journal = useFeed("journal", { personId: live?.personId ?? "nobody" });
  const { ask, fault } = useAsking();
  useEffect(() => {
    document.title = words.title;
  }, [words]);
  const done = live?.personId ? journal?.find(({ outcome }) => outcome === "done") : undefined;
  const mayUndo = live?.undo === "anywhere" || (floating && live?.undo === "focus");
  return (
    <main id="main" className="small-window">
      <h1 className="unseen">{words.title}</h1>
      <Indicator />
      <dl className="small-lasts">
        <dt>{words.heard}</dt>
        <dd>{live?.last?.command ?? text.live.nothingYet}</dd>
        <dt>{words.done}</dt>
        <dd>{done?.action ? describeAction(done.action, text) : text.live.nothingYet}</dd>
      </dl>
      <div className="row">
        {live && shownState(live) === "asleep" && (
          <Button look="primary" onPress={() => void ask("live.rouse", {})}>
            {text.live.wake}
          </Button>
        )}
        {live?.state === "paused" && (
          <Button look="primary" onPress={() => void ask("live.resume", {})}>
            {text.live.resume}
          </Button>
        )}
        {mayUndo && <Button onPress={() => void ask("live.undo", {})}>{words.undo}</Button>}
      </div>
      {fault && <FaultBox fault={fault} />}
    </main>
  );
}
