/** The same gesture made otherwise: the other hand, a tremor, a sensor put on askew, while walking. */
import { createRandom } from "../../common/random.ts";
import type { MotionSamples } from "../../common/street.ts";
import { clip16 } from "../features/lay.ts";

/** Smaller or larger about its mean, which is gravity. */
export function scaled(milliG: Int16Array, by: number): Int16Array {
  const mean = meanOf(milliG);
  return milliG.map((v, i) => clip16(mean[i % 3]! + (v - mean[i % 3]!) * by));
}

/** As the other hand would make it: what went along the sensor's x now goes against it. */
export function mirrored(milliG: Int16Array): Int16Array {
  return milliG.map((v, i) => (i % 3 === 0 ? clip16(-v) : v));
}

/** Turned by `degrees` about the sensor's x, as a strap that slipped round the arm. */
export function turned(milliG: Int16Array, degrees: number): Int16Array {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const out = milliG.slice();
  for (let i = 0; i < out.length; i += 3) {
    const [y, z] = [milliG[i + 1]!, milliG[i + 2]!];
    out[i + 1] = clip16(cos * y - sin * z);
    out[i + 2] = clip16(sin * y + cos * z);
  }
  return out;
}

const TREMOR = { lowestHz: 4, highestHz: 8, milliG: 150 };

/** A tremor of 4 to 8 Hz, 150 milli-g, in a direction and at a rate of this take's own. */
export function trembling({ milliG, rateHz }: MotionSamples, seed: number): Int16Array {
  const random = createRandom(seed).fork("tremor");
  const hz = random.between(TREMOR.lowestHz, TREMOR.highestHz);
  const way = [random.normal(), random.normal(), random.normal()];
  const length = Math.hypot(...way) || 1;
  const start = random.between(0, 2 * Math.PI);
  return milliG.map((v, i) => {
    const swing = Math.sin(start + (2 * Math.PI * hz * Math.floor(i / 3)) / rateHz);
    return clip16(v + (TREMOR.milliG * swing * way[i % 3]!) / length);
  });
}

/** What another movement adds, gravity apart. Repeats it where it is shorter. Both of one rate. */
export function withMovement(milliG: Int16Array, other: Int16Array): Int16Array {
  if (other.length < 3) return milliG.slice();
  const mean = meanOf(other);
  return milliG.map((v, i) => clip16(v + other[i % other.length]! - mean[i % 3]!));
}

function meanOf(milliG: Int16Array): [number, number, number] {
  const mean: [number, number, number] = [0, 0, 0];
  for (let i = 0; i < milliG.length; i++) mean[i % 3]! += (milliG[i]! * 3) / milliG.length;
  return mean;
}
