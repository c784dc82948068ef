/**
 * A simulated wrist with an accelerometer on it.
 *
 * The forearm turns about the elbow; the sensor sits at the wrist, x along the
 * arm, z out of its back. What it shows is its own acceleration and gravity,
 * in its own axes: a = Rᵀ (p̈ + g ẑ), with p̈ from the path by differences.
 * Then what a cheap sensor adds: bias, noise, steps of 4 milli-g, an end at
 * 2.048 g (the micro:bit's LSM303 in its usual range).
 */
import type { Random } from "../../common/random.ts";

/** Attitude of the forearm (radians) and place of the elbow (m); world axes, z up. */
export interface Pose {
  /** Turn about the arm's own axis; 0 = back of the hand up. */
  readonly roll: number;
  /** Hand above the elbow. */
  readonly pitch: number;
  /** Turn about the vertical. */
  readonly yaw: number;
  readonly elbow: readonly [number, number, number];
}

export type Path = (seconds: number) => Pose;

export interface Sensor {
  /** Constant error of each axis, g. */
  readonly bias: readonly [number, number, number];
  /** How far the strap has turned about the arm, radians. */
  readonly strap: number;
  readonly noiseG: number;
}

export const MOTION_RATE_HZ = 50;
const FOREARM_M = 0.26;
const G = 9.80665;
/** Step for the second difference, s: short against any movement, long against rounding. */
const STEP_S = 0.004;

export function createSensor(random: Random): Sensor {
  const bias = (): number => 0.02 * random.normal();
  return { bias: [bias(), bias(), bias()], strap: 0.12 * random.normal(), noiseG: 0.005 };
}

/** @returns rows of ax, ay, az in g, {@link MOTION_RATE_HZ} a second; each is the mean over its 20 ms, as the sensor's own filter gives. */
export function record(path: Path, seconds: number, sensor: Sensor, random: Random): Vector[] {
  const finePerRow = Math.round(1 / MOTION_RATE_HZ / STEP_S);
  return Array.from({ length: Math.round(seconds * MOTION_RATE_HZ) }, (_, row) => {
    const sum: Vector = [0, 0, 0];
    for (let i = 0; i < finePerRow; i++) {
      const fine = felt(path, (row * finePerRow + i) * STEP_S, sensor);
      for (let axis = 0; axis < 3; axis++) sum[axis]! += fine[axis]! / finePerRow;
    }
    return sum.map((value, axis) =>
      digitise(value + sensor.bias[axis]! + sensor.noiseG * random.normal()),
    ) as Vector;
  });
}

/** Acceleration and gravity in the sensor's axes at one moment, g. */
function felt(path: Path, t: number, sensor: Sensor): Vector {
  const pose = path(t);
  const [before, now, after] = [wristPlace(path(t - STEP_S)), wristPlace(pose), wristPlace(path(t + STEP_S))];
  const force = now.map(
    (value, axis) => (before[axis]! - 2 * value + after[axis]!) / STEP_S ** 2 / G,
  ) as Vector;
  force[2] += 1;
  return toSensor(force, pose, sensor);
}

export type Vector = [number, number, number];

function wristPlace({ pitch, yaw, elbow }: Pose): Vector {
  const level = FOREARM_M * Math.cos(pitch);
  return [
    elbow[0] + level * Math.cos(yaw),
    elbow[1] + level * Math.sin(yaw),
    elbow[2] + FOREARM_M * Math.sin(pitch),
  ];
}

/** World → sensor: undo yaw, then pitch, then roll and strap. */
function toSensor([x, y, z]: Vector, { roll, pitch, yaw }: Pose, { strap }: Sensor): Vector {
  const forward = Math.cos(yaw) * x + Math.sin(yaw) * y;
  const left = Math.cos(yaw) * y - Math.sin(yaw) * x;
  const along = Math.cos(pitch) * forward + Math.sin(pitch) * z;
  const up = Math.cos(pitch) * z - Math.sin(pitch) * forward;
  const turn = roll + strap;
  return [along, Math.cos(turn) * left + Math.sin(turn) * up, Math.cos(turn) * up - Math.sin(turn) * left];
}

function digitise(value: number): number {
  return Math.max(-2.048, Math.min(2.044, Math.round(value / 0.004) * 0.004));
}

/** From 0 to 1 with the least jerk (Flash and Hogan 1985), as arms move. */
export function smooth(share: number): number {
  const s = Math.max(0, Math.min(1, share));
  return s ** 3 * (10 - 15 * s + 6 * s * s);
}

/** Tremor: a narrow band about 5.5 Hz, made of three close tones. Radians. */
export function createTremor(random: Random, amount: number): (seconds: number) => number {
  const tones = [0, 1, 2].map(() => ({
    hertz: random.between(4.8, 6.2),
    phase: random.between(0, 6.28),
    size: random.between(0.3, 1),
  }));
  return (t) =>
    tones.reduce(
      (sum, { hertz, phase, size }) => sum + amount * size * Math.sin(phase + 2 * Math.PI * hertz * t),
      0,
    ) / 2;
}
