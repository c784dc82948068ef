/** What records a person's commands: this computer's microphone, or the sensor of their wearable. */
import type { MicrophoneView, PersonView, SensorView } from "../../main/contract/values.ts";
import { useMicrophone } from "../capture/capture-context.tsx";
import { useFeed } from "../client/client-context.tsx";
import { isMotion } from "../text/signal-text.ts";
import { LevelStrip } from "./level.tsx";
import { MicrophoneBar } from "./microphone-bar.tsx";
import { levelOf, MotionChart, SensorBar } from "./motion.tsx";
import { useSensor } from "./use-sensor.ts";

interface Senses {
  readonly signal: "sound" | "motion";
  /** Nothing comes in, and the bar says why: what is being recorded stands still until it does again. */
  readonly isDeaf: boolean;
  /** For the disc, dB below full scale. */
  readonly levelDb: number;
  readonly microphone: MicrophoneView | undefined;
  readonly sensor: SensorView | undefined;
}

const DEAF: readonly string[] = ["none", "refused", "silent", "lost"];

/** Keeps microphone or wearable open while the calling screen is shown. */
export function useSenses(person: PersonView): Senses {
  const motion = isMotion(person);
  const microphone = useFeed("microphone", {});
  const sensor = useSensor(motion ? person.personId : null);
  useMicrophone(!motion);
  return {
    signal: motion ? "motion" : "sound",
    isDeaf: DEAF.includes((motion ? sensor?.state : microphone?.state) ?? ""),
    levelDb: motion ? levelOf(sensor) : (microphone?.levelDb ?? -96),
    microphone,
    sensor,
  };
}

/** The last seconds. */
export function SensesPicture({ senses: { signal, levelDb, microphone, sensor } }: { senses: Senses }) {
  return signal === "motion" ? (
    <MotionChart axes={sensor?.axes ?? [[], [], []]} />
  ) : (
    <LevelStrip levelDb={levelDb} live={microphone?.state === "working"} />
  );
}

export function SensesBar({
  senses: { signal, microphone, sensor },
  onWearable,
}: {
  senses: Senses;
  onWearable: () => void;
}) {
  return signal === "motion" ? (
    <SensorBar sensor={sensor} onWearable={onWearable} />
  ) : (
    <MicrophoneBar microphone={microphone} />
  );
}
