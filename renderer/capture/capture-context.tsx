/**
 * Who needs the microphone: a screen that records, a live run whose wearable
 * is this computer, or listening to daily life. It is open as long as somebody does, and then closed.
 */
import { createContext, type ReactNode, use, useEffect, useMemo, useRef, useState } from "react";
import { useClient, useConnection, useFeed } from "../client/client-context.tsx";
import { useSettings } from "../parts/settings-context.tsx";
import { startCapture } from "./capture.ts";

interface CaptureHold {
  /** Counts those who need it. @returns the function that ends the need. */
  readonly need: () => () => void;
  /** Closes and opens it anew. */
  readonly again: () => void;
}

const CaptureContext = createContext<CaptureHold>({ need: () => () => undefined, again: () => undefined });

export function CaptureProvider({ children }: { children: ReactNode }) {
  const client = useClient();
  const connection = useConnection();
  const { settings, change } = useSettings();
  const [needs, setNeeds] = useState(0);
  const [round, setRound] = useState(0);
  const live = useFeed("live", {});
  const microphone = useFeed("microphone", {});
  const liveState = live?.state ?? "off";
  const running = ["trying", "armed", "paused", "locked"].includes(liveState);
  const person = useFeed("person", { personId: live?.personId ?? "nobody" });
  const hears = running && person?.wearable.startsWith("virtual") === true;
  const soaking = useFeed("soaking", {});
  const soaks = soaking !== undefined && soaking.source === "live" && soaking.state !== "off";
  // Going live, a screen hands its microphone over to the run: not closed while the run's person is being looked up.
  const wasOn = useRef(false);
  const isHandedOver = running && person === undefined && wasOn.current;
  const on = connection === "open" && (needs > 0 || hears || isHandedOver || soaks);
  useEffect(() => {
    wasOn.current = on;
  }, [on]);
  const deviceId = settings.microphone?.deviceId ?? null;

  useEffect(() => {
    if (!on) return;
    const capture = startCapture(client, deviceId, (opened, name) => {
      // From now on this one, and no other without the person's word.
      if (deviceId === null) change({ microphone: { deviceId: opened, name } });
    });
    return capture.stop;
    // Not on `deviceId`: that it became known is no reason to open it twice. Who chooses another one calls `again`.
  }, [client, on, round]);

  // Plugged in again, the chosen one is opened again: whoever has no hands cannot press "try again".
  const isGone = microphone?.state === "lost" || microphone?.state === "none";
  useEffect(() => {
    const { mediaDevices } = navigator;
    if (!on || !isGone || mediaDevices === undefined) return;
    const retry = () => setRound((count) => count + 1);
    mediaDevices.addEventListener("devicechange", retry);
    return () => mediaDevices.removeEventListener("devicechange", retry);
  }, [on, isGone]);

  const hold = useMemo(
    (): CaptureHold => ({
      need: () => {
        setNeeds((count) => count + 1);
        return () => setNeeds((count) => count - 1);
      },
      again: () => setRound((count) => count + 1),
    }),
    [],
  );
  return <CaptureContext value={hold}>{children}</CaptureContext>;
}

/** Keeps the microphone open while the calling screen is shown, and says that it needs it. */
export function useMicrophone(isNeeded = true): void {
  const { need } = use(CaptureContext);
  useEffect(() => (isNeeded ? need() : undefined), [need, isNeeded]);
}

export function useMicrophoneAgain(): () => void {
  return use(CaptureContext).again;
}
