/** A recording through an image, exactly as the device would hear it. */
import type { Samples } from "../../common/street.ts";
import type { Engine } from "../../firmware-gen/engine/engine.ts";
import type { SessionEvent, TracedSegment } from "../../firmware-gen/engine/session.ts";

export interface Replay {
  /** In time order, refusals among them. */
  readonly events: readonly SessionEvent[];
  /** Every segment that was judged, with the score of each class. */
  readonly segments: readonly TracedSegment[];
}

/** Whether a command was heard: a held one where it starts. */
export function isActivation({ phase }: SessionEvent): boolean {
  return phase === "tap" || phase === "start";
}

export function replay(engine: Engine, image: Uint8Array, samples: Samples): Replay {
  const rate = samples.signal === "motion" ? { rateHz: samples.rateHz } : {};
  const session = engine.open(image, { ...rate, reportRefused: true, trace: true });
  if (samples.signal === "sound") session.pushSound(samples.pcm);
  else session.pushMotion(samples.milliG);
  return { events: session.takeEvents(), segments: session.takeTrace().segments };
}
