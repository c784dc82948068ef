/**
 * What a wearable's own movement sensor feels, sample by sample, for recording. Only while
 * disarmed; arming, a push or a replay ends it. Whoever wants it again after a loss asks again.
 */
import type { MotionSamples } from "../../common/street.ts";
import { FLAG_STREAMING, STREAM_END, STREAM_MOTION, type ToHost } from "./link/messages.ts";
import type { Session } from "./link/session.ts";

export interface Streamed extends MotionSamples {
  /** Samples lost on the way just before these. */
  readonly lost: number;
}

/**
 * Begins the stream; `sink` gets its samples in order.
 *
 * @returns ends it; never fails, for a wearable that is gone sends nothing.
 * @throws BeckonError `device-no-stream` if the wearable has no movement sensor or an older
 *   firmware, or if it does not answer.
 */
export async function streamMotion(
  session: Session,
  sink: (samples: Streamed) => void,
): Promise<() => Promise<void>> {
  // One that an earlier session left running goes on with its numbers.
  let next: number | undefined;
  session.streamed(({ rateCentiHz, first, values }) => {
    const lost = next !== undefined && first > next ? first - next : 0; // a smaller number: a new stream counts anew
    next = first + values.length / 3;
    sink({ signal: "motion", milliG: values, rateHz: rateCentiHz / 100, lost });
  });
  const ask = (signal: number, wanted: number): Promise<true> =>
    session.request({ name: "stream", link: session.info.link, signal }, (answer: ToHost) =>
      answer.name === "status" && (answer.flags & FLAG_STREAMING) === wanted ? true : undefined,
    );
  try {
    await ask(STREAM_MOTION, FLAG_STREAMING);
  } catch (error) {
    session.streamed(undefined);
    throw error;
  }
  return async () => {
    session.streamed(undefined);
    await ask(STREAM_END, 0).catch(() => {});
  };
}
