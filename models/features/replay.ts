/** A recording through an image, exactly as the device would hear it. */
import type { Samples } from "../../common/street.ts";
import type { Engine } from "../../firmware-gen/engine/engine.ts";
import type { SessionEvent, TracedSegment } from "../../firmware-gen/engine/session.ts";

export interface Replay {
  /** Taps and refusals in time order. */
  readonly events: readonly SessionEvent[];
  /** Every segment that was judged, with the score of each class. */
  readonly segments: readonly TracedSegment[];
}

export function replay(engine: Engine, image: Uint8Array, samples: Samples): Replay {
  const rate = samples.signal === "motion" ? { rateHz: samples.rateHz } : {};
  const session = engine.open(image, { ...rate, reportRefused: true, trace: true });
  if (samples.signal === "sound") session.pushSound(samples.pcm);
  else session.pushMotion(samples.milliG);
  return { events: session.takeEvents(), segments: session.takeTrace().segments };
}
