/** The same recording faster or slower, linear between samples. */
import { clip16 } from "./lay.ts";

/** `speed` times as fast, pitch and formants with it. */
export function paceSound(pcm: Int16Array, speed: number): Int16Array {
  return paced(pcm, 1, speed);
}

/** `speed` times as fast, each axis for itself. @param milliG ax, ay, az in turn. */
export function paceMotion(milliG: Int16Array, speed: number): Int16Array {
  return paced(milliG, 3, speed);
}

function paced(values: Int16Array, channels: number, speed: number): Int16Array {
  const last = values.length / channels - 1;
  if (last < 1) return values.slice();
  const out = new Int16Array((Math.floor(last / speed) + 1) * channels);
  for (let i = 0; i < out.length / channels; i++) {
    const place = Math.min(last, i * speed);
    const low = Math.floor(place);
    const high = Math.min(last, low + 1);
    const share = place - low;
    for (let c = 0; c < channels; c++) {
      out[i * channels + c] = clip16(
        values[low * channels + c]! * (1 - share) + values[high * channels + c]! * share,
      );
    }
  }
  return out;
}
