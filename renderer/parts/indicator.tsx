import { useEffect, useRef } from "react";
import { useAsking, useConnection, useFeed } from "../client/client-context.tsx";
import { useText } from "../text/text-context.tsx";
import { useAnnouncer } from "./announce-context.tsx";
import { Button } from "./controls.tsx";
import { useSaid } from "./use-said.ts";
import { type ShownState, shownState } from "./shown-state.ts";

/** The signs differ in shape, not in colour alone. */
const SIGNS: Readonly<Record<ShownState | "unknown" | "soaking", string>> = {
  unknown: "?",
  off: "○",
  trying: "◐",
  soaking: "◔",
  armed: "●",
  paused: "Ⅱ",
  asleep: "☾",
  locked: "◌",
  stopped: "■",
  lost: "✕",
};

/** On every screen: what Beckon does at this moment, and the way to stop it. */
export function Indicator() {
  const text = useText();
  const announcer = useAnnouncer();
  const live = useFeed("live", {});
  const { ask } = useAsking();
  const connection = useConnection();
  // What was true before the connection went must not be shown as if it still were.
  const soaking = useFeed("soaking", {});
  const isSoaking = soaking?.source === "live" && soaking.state !== "off" && (live?.state ?? "off") === "off";
  const now = live && shownState(live);
  const state = connection === "away" ? "unknown" : isSoaking ? "soaking" : (now ?? "off");
  const before = useRef<typeof now>(undefined);
  useEffect(() => {
    const last = before.current;
    before.current = now;
    if (last === undefined || now === undefined || last === now) return;
    const message = text.indicator.changed(text.indicator[now]);
    // Stopping must be heard at once; the rest may wait its turn.
    if (now === "stopped" || now === "lost" || (last === "armed" && now === "off")) {
      announcer.sayNow(message);
    } else {
      announcer.say(message, "state");
    }
  }, [now, text, announcer]);
  // Which list commands act in changes what they do, so it is said as often as it changes.
  const list = live?.state === "armed" ? live.mode : undefined;
  useSaid(
    list === undefined ? undefined : (list ?? ""),
    list ? text.indicator.list(list) : text.indicator.firstList,
  );
  const mayStop = ["armed", "asleep", "trying", "paused", "locked"].includes(state);
  return (
    <div
      className={`indicator indicator-${state}`}
      role="group"
      aria-label={text.indicator.label}
      {...(mayStop ? { "data-live-controls": "" } : {})}
    >
      <span className="indicator-sign" aria-hidden="true">
        {SIGNS[state]}
      </span>
      <span className="indicator-state">{text.indicator[state]}</span>
      {list && <span className="indicator-list">{text.indicator.list(list)}</span>}
      {mayStop && live?.last && (
        <span className="indicator-last">{text.indicator.lastHeard(live.last.command)}</span>
      )}
      {(state === "armed" || state === "asleep") && (
        <Button look="quiet" onPress={() => void ask("live.pause", {})}>
          {text.live.pause}
        </Button>
      )}
      {mayStop && (
        <Button look="quiet" onPress={() => void ask("live.off", {})}>
          {text.live.turnOff}
        </Button>
      )}
      {state === "soaking" && (
        <Button look="quiet" onPress={() => void ask("soak.stop", {})}>
          {text.indicator.stopSoaking}
        </Button>
      )}
    </div>
  );
}
