/** What a live soak listens by: this computer's microphone, or the sensor of the person's wearable. */
import type { Signal } from "../../../common/street.ts";
import type { LiveView } from "../../contract/values.ts";
import type { Hearing } from "./hearing.ts";
import type { Sensing } from "./sensing.ts";

export interface Ears {
  /** Told whether anything comes in, now and whenever that changes. */
  works(listener: (works: boolean) => void): () => void;
  listen(sink: (values: Int16Array) => Promise<void>): () => void;
  /** Somebody else needed them, and does no more. */
  regain(): void;
  /** Nobody listens any more. */
  letGo(): void;
  /** Does somebody who is live so need them, or say commands into them? */
  taken(state: LiveView["state"]): boolean;
}

const USED: readonly LiveView["state"][] = ["trying", "armed", "paused", "locked"];

export function earsOf(signal: Signal, personId: string, hearing: Hearing, sensing: Sensing): Ears {
  if (signal === "sound") {
    return {
      works: (listener) => hearing.microphone.subscribe(({ state }) => listener(state === "working")),
      listen: (sink) => hearing.listen(async ({ pcm, dead }) => (dead ? undefined : sink(pcm))),
      regain() {},
      letGo() {},
      taken: (state) => USED.includes(state),
    };
  }
  return {
    works: (listener) => sensing.of(personId).subscribe(({ state }) => listener(state === "working")),
    listen: (sink) => sensing.listen(sink),
    // Where it cannot be reached, the sensor's view says so, and it is tried again.
    regain: () => void sensing.hold(personId).catch(() => {}),
    letGo: () => sensing.letGo(),
    // Even one that is lost is being looked for on the same cable.
    taken: (state) => state !== "off",
  };
}
