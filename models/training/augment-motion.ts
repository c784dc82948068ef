/** Variants of a motion take: the same movement with the sensor worn a little otherwise, larger, smaller, faster, slower. */
import type { Random } from "../../common/random.ts";
import { clip16 } from "../features/lay.ts";
import { paceMotion } from "../features/pace.ts";
import type { OtherUse } from "./augment-sound.ts";

/** @param milliG ax, ay, az in turn. */
export function varyMotion(milliG: Int16Array, random: Random): Int16Array {
  return turned(
    scaled(paceMotion(milliG, random.between(0.85, 1.18)), random.between(0.8, 1.25)),
    15,
    random,
  );
}

/**
 * Movement like this person's that is no command. For training: much slower or
 * faster, or about another axis; for trials: backwards, or halves of two joined.
 * @param others takes of other commands; may be empty.
 */
export function otherMotion(
  milliG: Int16Array,
  others: readonly Int16Array[],
  use: OtherUse,
  random: Random,
): Int16Array {
  if (use === "training") {
    if (random.integer(2) === 0) return turned(milliG, 180, random);
    return varyMotion(
      paceMotion(milliG, random.next() < 0.5 ? random.between(0.4, 0.6) : random.between(1.7, 2.4)),
      random,
    );
  }
  if (random.integer(2) === 0) return varyMotion(backwards(milliG), random);
  const other = others.length > 0 ? others[random.integer(others.length)]! : backwards(milliG);
  const half = Math.floor(milliG.length / 6) * 3;
  const rest = other.subarray(Math.floor(other.length / 6) * 3);
  const joined = new Int16Array(half + rest.length);
  joined.set(milliG.subarray(0, half));
  joined.set(rest, half);
  return varyMotion(joined, random);
}

/** Movement that comes and goes about a resting posture, as arms do all day. */
export function everydayMotion(
  rest: readonly [number, number, number],
  rateHz: number,
  random: Random,
): Int16Array {
  const count = Math.round(random.between(0.5, 2.5) * rateHz);
  const speed = random.between(0.4, 5); // movements a second
  const size = random.between(60, 900);
  const phases = [0, 1, 2].map(() => random.between(0, 2 * Math.PI));
  const sizes = [0, 1, 2].map(() => size * random.between(0.2, 1));
  const out = new Int16Array(count * 3);
  for (let i = 0; i < count; i++) {
    const envelope = Math.sin((Math.PI * i) / count);
    for (let axis = 0; axis < 3; axis++) {
      const wave = Math.sin((2 * Math.PI * speed * i) / rateHz + phases[axis]!) + 0.3 * random.normal();
      out[i * 3 + axis] = clip16(rest[axis]! + envelope * sizes[axis]! * wave);
    }
  }
  return out;
}

/** Larger or smaller about the take's mean, which is close to gravity. */
function scaled(milliG: Int16Array, factor: number): Int16Array {
  const mean = [0, 0, 0];
  for (let i = 0; i < milliG.length; i++) mean[i % 3]! += milliG[i]! / (milliG.length / 3);
  return milliG.map((v, i) => clip16(mean[i % 3]! + (v - mean[i % 3]!) * factor));
}

/** About a random axis by a normal angle of `degrees` standard deviation (at 180: any angle). Rodrigues' formula. */
function turned(milliG: Int16Array, degrees: number, random: Random): Int16Array {
  const raw = [random.normal(), random.normal(), random.normal()];
  const length = Math.hypot(...raw) || 1;
  const [x, y, z] = raw.map((v) => v / length) as [number, number, number];
  const angle = ((degrees < 180 ? random.normal() * degrees : random.between(60, 300)) * Math.PI) / 180;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const out = new Int16Array(milliG.length);
  for (let i = 0; i < milliG.length; i += 3) {
    const [a, b, d] = [milliG[i]!, milliG[i + 1]!, milliG[i + 2]!];
    const along = (x * a + y * b + z * d) * (1 - c);
    out[i] = clip16(a * c + (y * d - z * b) * s + x * along);
    out[i + 1] = clip16(b * c + (z * a - x * d) * s + y * along);
    out[i + 2] = clip16(d * c + (x * b - y * a) * s + z * along);
  }
  return out;
}

function backwards(milliG: Int16Array): Int16Array {
  const out = new Int16Array(milliG.length);
  for (let i = 0; i < milliG.length; i += 3) out.set(milliG.subarray(i, i + 3), milliG.length - 3 - i);
  return out;
}
