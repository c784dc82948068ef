/** The two kinds of what is recorded, each as one row of int16 values. */
import { MOTION_RATE_HZ, SOUND_RATE_HZ, type Samples, type Signal } from "../../../common/street.ts";

/** @param values 16 kHz mono, or ax, ay, az in milli-g at {@link MOTION_RATE_HZ}. */
export function samplesOf(signal: Signal, values: Int16Array): Samples {
  return signal === "sound"
    ? { signal, pcm: values, originRateHz: SOUND_RATE_HZ }
    : { signal, milliG: values, rateHz: MOTION_RATE_HZ };
}

/** The place in a row of values where its first half ends, between two whole samples. */
export function middleOf(signal: Signal, values: Int16Array): number {
  const half = values.length >> 1;
  return signal === "sound" ? half : half - (half % 3);
}

export function joinValues(parts: readonly Int16Array[]): Int16Array<ArrayBuffer> {
  const joined = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
