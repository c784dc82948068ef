/** Household noise, synthesised: a fan, running water, dishes, knocks, typing, a beeping kitchen timer. */
import type { Random } from "../../common/random.ts";
import { SOUND_RATE_HZ } from "../../common/street.ts";
import { floorNoise, gain, lowPass, scaleToRms } from "./room.ts";

/** A minute or so in the kitchen: all of it, one after the other and over each other. Levels as of a real room. */
export function kitchen(random: Random, seconds: number): Float64Array {
  const length = Math.round(seconds * SOUND_RATE_HZ);
  const output = fan(random.fork("fan"), length);
  const water = runningWater(random.fork("water"), Math.round(length / 4));
  addAt(output, water, Math.round(random.between(0.05, 0.5) * length));
  const events = [dish, knock, typing, timer, drawer] as const;
  for (let at = 0.5; at < seconds - 2; at += random.between(0.6, 2.4)) {
    const make = events[random.integer(events.length)]!;
    addAt(output, make(random), Math.round(at * SOUND_RATE_HZ));
  }
  return output;
}

export function addAt(target: Float64Array, part: Float64Array, offset: number): void {
  const end = Math.min(part.length, target.length - offset);
  for (let i = 0; i < end; i++) target[offset + i]! += part[i]!;
}

function fan(random: Random, length: number): Float64Array {
  const air = floorNoise(random, length, gain(-48));
  const hum = random.between(95, 130);
  return air.map((value, i) => value + gain(-55) * Math.sin((2 * Math.PI * hum * i) / SOUND_RATE_HZ));
}

function runningWater(random: Random, length: number): Float64Array {
  const hiss = Float64Array.from({ length }, () => random.normal());
  const dull = lowPass(hiss, 1200);
  const edge = 0.3 * SOUND_RATE_HZ;
  const shaped = hiss.map(
    (value, i) => (value - 0.8 * dull[i]!) * Math.min(1, i / edge, (length - i) / edge),
  );
  return scaleToRms(shaped, gain(-34));
}

/** Struck things ring: a few tones that are no harmonics of each other, each dying away. */
function ring(random: Random, tones: readonly number[], decaySeconds: number, level: number): Float64Array {
  const length = Math.round(4 * decaySeconds * SOUND_RATE_HZ);
  const output = new Float64Array(length);
  for (const tone of tones) {
    const strength = random.between(0.3, 1) / tones.length;
    const phase = random.between(0, 2 * Math.PI);
    for (let i = 0; i < length; i++) {
      const t = i / SOUND_RATE_HZ;
      output[i]! += level * strength * Math.exp(-t / decaySeconds) * Math.sin(phase + 2 * Math.PI * tone * t);
    }
  }
  return output;
}

function dish(random: Random): Float64Array {
  const base = random.between(1200, 2600);
  return ring(
    random,
    [base, 1.52 * base, 2.27 * base, 2.9 * base],
    random.between(0.04, 0.15),
    gain(random.between(-22, -8)),
  );
}

function knock(random: Random): Float64Array {
  const output = new Float64Array(SOUND_RATE_HZ);
  for (let i = 0, at = 0; i < 2 + random.integer(3); i++, at += random.between(0.14, 0.22)) {
    const base = random.between(120, 260);
    addAt(
      output,
      ring(random, [base, 1.8 * base, 3.1 * base], 0.025, gain(random.between(-16, -8))),
      Math.round(at * SOUND_RATE_HZ),
    );
  }
  return output;
}

function typing(random: Random): Float64Array {
  const output = new Float64Array(2 * SOUND_RATE_HZ);
  for (let at = 0; at < 1.8; at += random.between(0.08, 0.3)) {
    const click = Float64Array.from({ length: 160 }, (_, i) => random.normal() * Math.exp(-i / 30));
    addAt(output, scaleToRms(click, gain(random.between(-36, -26))), Math.round(at * SOUND_RATE_HZ));
  }
  return output;
}

function timer(random: Random): Float64Array {
  const output = new Float64Array(Math.round(1.2 * SOUND_RATE_HZ));
  const tone = random.between(1900, 3200);
  for (let beep = 0; beep < 3; beep++) {
    for (let i = 0; i < 0.12 * SOUND_RATE_HZ; i++) {
      const edge = Math.min(1, i / 80, (0.12 * SOUND_RATE_HZ - i) / 80);
      output[Math.round(beep * 0.3 * SOUND_RATE_HZ) + i]! +=
        gain(-26) * edge * Math.sin((2 * Math.PI * tone * i) / SOUND_RATE_HZ);
    }
  }
  return output;
}

/** A drawer: rumble and rattle that swell and stop with a thud. */
function drawer(random: Random): Float64Array {
  const length = Math.round(random.between(0.4, 0.8) * SOUND_RATE_HZ);
  const rumble = floorNoise(random, length, gain(random.between(-30, -20)));
  const output = new Float64Array(length + SOUND_RATE_HZ / 2);
  rumble.forEach((value, i) => (output[i] = value * Math.min(1, (2 * i) / length)));
  addAt(output, ring(random, [140, 310], 0.04, gain(-10)), length);
  return output;
}
