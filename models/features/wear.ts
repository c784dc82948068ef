/**
 * How a wearable is worn today: the turn from its axes now to its axes when the
 * person's takes were recorded, found from a few of their movements, made once each.
 *
 * A movement's frames are aligned with those of each enrolled take by time
 * warping, and the turn that brings the aligned linear and gravity vectors
 * together best is solved for (Wahba's problem, by Davenport's q-method: the
 * eigenvector of the largest eigenvalue of a symmetric 4 × 4 matrix); then
 * aligned anew, until nothing changes. It starts from each of the 24 right-angled
 * turns, for a strap is put on upside down more often than askew.
 */
import { MOTION_CHANNELS } from "../../firmware-gen/engine/engine.ts";
import { largestEigenvector } from "./eigenvector.ts";

/** Row by row, from the sensor's axes now to those of the takes. */
export type Rotation = readonly [number, number, number, number, number, number, number, number, number];

export const NO_TURN: Rotation = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** A movement made to find out, and the enrolled takes of the same command: frames, T × 6. */
export interface KnownMovement {
  readonly worn: Int8Array;
  /** At least one. */
  readonly enrolled: readonly Int8Array[];
}

export interface Wear {
  /** `unknown`: whatever the turn, these are not the movements that were recorded. */
  readonly verdict: "as-before" | "turned" | "unknown";
  /** {@link NO_TURN} unless it is turned. */
  readonly rotation: Rotation;
  /** Angle of the turn, 0 to 180°. */
  readonly degrees: number;
}

/**
 * Movements that are asked for. One alone leaves the turn about its own axis open: with forearms turned by
 * 30°, 9.6 % were missed or confused after one (worst person 18), 6.5 % after two (11), 6.0 % after three (10),
 * 5.5 % as worn before, 100 % without.
 */
export const WEAR_MOVEMENTS = 3;

/**
 * Of the usual distance between takes of one command. Of three movements of forearms and air-lines the right
 * ones lay at 0.7 to 1.1, others of the same person at 1.8 and more; nods, which are small, are hardly told apart.
 */
const UNKNOWN_FROM = 1.5;
/** Usual distance where every command has a single take, frame units. */
const USUAL = 6;

const ROUNDS = 6;
/** Starts that are followed to the end. */
const FOLLOWED = 4;
/** Frames by which the alignment may leave the diagonal, part of the longer side, and at least. */
const BAND = { part: 0.35, least: 3 };

/** @param movements at least one; {@link WEAR_MOVEMENTS} of different commands tell enough. */
export function checkWear(movements: readonly KnownMovement[]): Wear {
  const most = usualDistance(movements) * UNKNOWN_FROM;
  // A turn always brings them nearer; where they are known as they are, it would be one by chance.
  if (distanceOf(movements, NO_TURN) <= most) return { verdict: "as-before", rotation: NO_TURN, degrees: 0 };
  const { rotation, distance } = fitWear(movements);
  if (distance > most) return { verdict: "unknown", rotation: NO_TURN, degrees: 0 };
  return { verdict: "turned", rotation, degrees: degreesOf(rotation) };
}

/** Nine values, 16384 = 1, as the link and the runtime take them. */
export function toQ14(rotation: Rotation): Int16Array {
  return Int16Array.from(rotation, (value) => Math.round(value * 16384));
}

/** Vectors of three values in turn, each turned; not rounded. */
export function turnVectors(values: ArrayLike<number>, r: Rotation): Float32Array {
  const out = new Float32Array(values.length);
  for (let i = 0; i < values.length; i += 3) {
    const [x, y, z] = [values[i]!, values[i + 1]!, values[i + 2]!];
    out[i] = r[0] * x + r[1] * y + r[2] * z;
    out[i + 1] = r[3] * x + r[4] * y + r[5] * z;
    out[i + 2] = r[6] * x + r[7] * y + r[8] * z;
  }
  return out;
}

interface Fit {
  readonly rotation: Rotation;
  /** Of the movements after the turn to the nearest take of each, frame units of 16 milli-g. */
  readonly distance: number;
}

function fitWear(movements: readonly KnownMovement[]): Fit {
  return rightAngles()
    .map((start) => ({ start, first: refine(start, movements, 1).distance }))
    .sort((a, b) => a.first - b.first)
    .slice(0, FOLLOWED)
    .map(({ start }) => refine(start, movements, ROUNDS))
    .reduce((best, one) => (one.distance < best.distance ? one : best));
}

function refine(start: Rotation, movements: readonly KnownMovement[], rounds: number): Fit {
  let rotation = start;
  for (let round = 0; round < rounds; round++) {
    const correlation = new Float64Array(9);
    for (const { worn, enrolled } of movements) {
      const { take, pairs } = nearestOf(worn, enrolled, rotation);
      addCorrelation(correlation, worn, take, pairs);
    }
    const before = rotation;
    rotation = solve(correlation);
    if (rotation.every((value, i) => Math.abs(value - before[i]!) < 1e-4)) break;
  }
  return { rotation, distance: distanceOf(movements, rotation) };
}

function distanceOf(movements: readonly KnownMovement[], rotation: Rotation): number {
  return meanOf(movements.map(({ worn, enrolled }) => nearestOf(worn, enrolled, rotation).distance));
}

/** How far a take of these commands lies from the nearest other take of its command. */
function usualDistance(movements: readonly KnownMovement[]): number {
  const usual = movements
    .filter(({ enrolled }) => enrolled.length > 1)
    .map(({ enrolled }) => {
      const nearest = enrolled.map((take, i) => nearestOf(take, enrolled.toSpliced(i, 1), NO_TURN).distance);
      return nearest.sort((a, b) => a - b)[nearest.length >> 1]!;
    });
  return usual.length === 0 ? USUAL : meanOf(usual);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function degreesOf(r: Rotation): number {
  return (Math.acos(Math.max(-1, Math.min(1, (r[0] + r[4] + r[8] - 1) / 2))) * 180) / Math.PI;
}

interface Aligned {
  readonly take: Int8Array;
  readonly distance: number;
  /** Frame of the movement now, frame of the take, in turn. */
  readonly pairs: readonly number[];
}

function nearestOf(now: Int8Array, enrolled: readonly Int8Array[], rotation: Rotation): Aligned {
  const turned = turnVectors(now, rotation);
  return enrolled
    .map((take) => ({ take, ...align(turned, take) }))
    .reduce((best, one) => (one.distance < best.distance ? one : best));
}

/** Time warping with steps of one frame in either or both; the distance is the mean over the path. */
function align(a: Float32Array, b: Int8Array): Pick<Aligned, "distance" | "pairs"> {
  const rows = a.length / MOTION_CHANNELS;
  const columns = b.length / MOTION_CHANNELS;
  const reach = Math.max(BAND.least, Math.ceil(BAND.part * Math.max(rows, columns)));
  const cost = new Float64Array(rows * columns).fill(Infinity);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      if (Math.abs((i * columns) / rows - j) > reach) continue;
      const before =
        i === 0 && j === 0
          ? 0
          : Math.min(
              i > 0 && j > 0 ? cost[(i - 1) * columns + j - 1]! : Infinity,
              i > 0 ? cost[(i - 1) * columns + j]! : Infinity,
              j > 0 ? cost[i * columns + j - 1]! : Infinity,
            );
      cost[i * columns + j] = before + between(a, i, b, j);
    }
  }
  const pairs: number[] = [];
  let [i, j] = [rows - 1, columns - 1];
  for (;;) {
    pairs.push(i, j);
    if (i === 0 && j === 0) break;
    const both = i > 0 && j > 0 ? cost[(i - 1) * columns + j - 1]! : Infinity;
    const up = i > 0 ? cost[(i - 1) * columns + j]! : Infinity;
    const left = j > 0 ? cost[i * columns + j - 1]! : Infinity;
    if (both <= up && both <= left) [i, j] = [i - 1, j - 1];
    else if (up <= left) i--;
    else j--;
  }
  return { distance: cost[rows * columns - 1]! / (pairs.length / 2), pairs };
}

function between(a: Float32Array, i: number, b: Int8Array, j: number): number {
  let squares = 0;
  for (let c = 0; c < MOTION_CHANNELS; c++) {
    squares += (a[i * MOTION_CHANNELS + c]! - b[j * MOTION_CHANNELS + c]!) ** 2;
  }
  return Math.sqrt(squares);
}

/** Adds the outer products take × now of all aligned vectors, row by row. */
function addCorrelation(into: Float64Array, now: Int8Array, take: Int8Array, pairs: readonly number[]): void {
  for (let p = 0; p < pairs.length; p += 2) {
    for (let part = 0; part < MOTION_CHANNELS; part += 3) {
      const from = pairs[p]! * MOTION_CHANNELS + part;
      const to = pairs[p + 1]! * MOTION_CHANNELS + part;
      for (let row = 0; row < 3; row++) {
        for (let column = 0; column < 3; column++) {
          into[row * 3 + column]! += take[to + row]! * now[from + column]!;
        }
      }
    }
  }
}

/** The rotation R for which trace(Rᵀ · correlation) is largest. */
function solve(b: Float64Array): Rotation {
  const at = (row: number, column: number): number => b[row * 3 + column]!;
  const trace = at(0, 0) + at(1, 1) + at(2, 2);
  const off = [at(2, 1) - at(1, 2), at(0, 2) - at(2, 0), at(1, 0) - at(0, 1)];
  const k = Array.from({ length: 4 }, (_, row) =>
    Array.from({ length: 4 }, (_, column) => {
      if (row === 3 && column === 3) return trace;
      if (row === 3) return off[column]!;
      if (column === 3) return off[row]!;
      return at(row, column) + at(column, row) - (row === column ? trace : 0);
    }),
  );
  const [x, y, z, w] = largestEigenvector(k) as [number, number, number, number];
  return [
    1 - 2 * (y * y + z * z),
    2 * (x * y - z * w),
    2 * (x * z + y * w),
    2 * (x * y + z * w),
    1 - 2 * (x * x + z * z),
    2 * (y * z - x * w),
    2 * (x * z - y * w),
    2 * (y * z + x * w),
    1 - 2 * (x * x + y * y),
  ];
}

/** All 24: permutations of the axes with signs whose determinant is 1. */
export function rightAngles(): Rotation[] {
  const turns: Rotation[] = [];
  for (const [x, y, z] of [
    [0, 1, 2],
    [1, 2, 0],
    [2, 0, 1],
    [0, 2, 1],
    [2, 1, 0],
    [1, 0, 2],
  ] as const) {
    for (let signs = 0; signs < 8; signs++) {
      const m = Array.from({ length: 9 }, () => 0);
      for (const [row, column] of [x, y, z].entries()) m[row * 3 + column] = (signs >> row) & 1 ? -1 : 1;
      const r = m as unknown as Rotation;
      if (determinant(r) > 0) turns.push(r);
    }
  }
  return turns;
}

function determinant(r: Rotation): number {
  return (
    r[0] * (r[4] * r[8] - r[5] * r[7]) -
    r[1] * (r[3] * r[8] - r[5] * r[6]) +
    r[2] * (r[3] * r[7] - r[4] * r[6])
  );
}
