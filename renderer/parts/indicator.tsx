import { useEffect, useRef } from "react";
import type { LiveView } from "../../main/contract/values.ts";
import { useAsking, useConnection, useFeed } from "../client/client-context.tsx";
import { useText } from "../text/text-context.tsx";
import { useAnnouncer } from "./announce-context.tsx";
import { Button } from "./controls.tsx";

/** The signs differ in shape, not in colour alone. */
const SIGNS: Readonly<Record<LiveView["state"] | "unknown" | "soaking", string>> = {
  unknown: "?",
  off: "○",
  trying: "◐",
  soaking: "◔",
  armed: "●",
  paused: "Ⅱ",
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
  const state = connection === "away" ? "unknown" : isSoaking ? "soaking" : (live?.state ?? "off");
  const before = useRef<LiveView["state"] | undefined>(undefined);
  useEffect(() => {
    const last = before.current;
    before.current = live?.state;
    if (last === undefined || live === undefined || last === live.state) return;
    const message = text.indicator.changed(text.indicator[live.state]);
    // Stopping must be heard at once; the rest may wait its turn.
    if (live.state === "stopped" || live.state === "lost" || (last === "armed" && live.state === "off")) {
      announcer.sayNow(message);
    } else {
      announcer.say(message, "state");
    }
  }, [live, text, announcer]);
  const mayStop = ["armed", "trying", "paused", "locked"].includes(state);
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
      {mayStop && live?.last && (
        <span className="indicator-last">{text.indicator.lastHeard(live.last.command)}</span>
      )}
      {state === "armed" && (
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
