/**
 * Movement as CSV → milli-g at an even rate.
 *
 * The units are told by the values: at rest an accelerometer shows gravity,
 * which is 1 in g, 9.81 in m/s² and about 1000 in milli-g. The middle value of
 * the length over a recording is close to that even while the arm moves.
 */
import { readFile, stat } from "node:fs/promises";
import type { MotionSamples } from "../../common/street.ts";
import { fileError, recordingError } from "./faults.ts";
import { evenMotion } from "./motion-even.ts";
import { readMotionTable, type AccelerationUnit } from "./motion-table.ts";

/** 256 MB of text are days of movement. */
const MAX_BYTES = 256 * 2 ** 20;
/** What the front end works at; slower recordings lack what it looks for. */
const GOOD_RATE_HZ = 25;
const GRAVITY = 9.80665;
const MILLI_G: Record<AccelerationUnit, number> = { g: 1000, "m/s²": 1000 / GRAVITY, "milli-g": 1 };

/**
 * @param thing the file, as the person knows it; default `path`.
 * @throws BeckonError with a `file-` or `motion-` code.
 */
export async function readMotion(
  path: string,
  thing = path,
): Promise<{ samples: MotionSamples; warnings: string[] }> {
  let bytes: Uint8Array;
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) {
      throw recordingError(
        "file-unreadable",
        thing,
        "It is larger than 256 MB.",
        "Cut it into shorter files.",
      );
    }
    bytes = await readFile(path);
  } catch (error) {
    throw error instanceof Error && "fault" in error ? error : fileError(error, thing);
  }
  return parseMotion(bytes, thing);
}

/** The same from bytes in memory. */
export function parseMotion(
  bytes: Uint8Array,
  thing: string,
): { samples: MotionSamples; warnings: string[] } {
  if (bytes.length === 0) throw recordingError("file-empty", thing, "The file is empty.", "Record it again.");
  const table = readMotionTable(bytes, thing);
  const perUnit = table.statedTimeUnit ?? guessTimeUnit(table.time);
  const even = evenMotion(
    table.time.map((value) => value * perUnit),
    table.acceleration,
    thing,
  );
  const warnings = [...table.warnings, ...even.warnings];
  const unit = findUnit(even.acceleration, table.statedUnit, warnings, thing);
  let cut = 0;
  const milliG = Int16Array.from(even.acceleration, (value) => {
    const milli = Math.round(value * MILLI_G[unit]);
    if (Math.abs(milli) > 32767) cut++;
    return Math.max(-32768, Math.min(32767, milli));
  });
  if (cut > 0) warnings.push("Some of its values are beyond 32 g and were cut.");
  if (even.rateHz < GOOD_RATE_HZ)
    warnings.push(`It has fewer than ${GOOD_RATE_HZ} samples a second: quick movements are blurred.`);
  return { samples: { signal: "motion", milliG, rateHz: even.rateHz }, warnings };
}

/** Steps of more than 1 can be no seconds (a movement needs 10 samples a second), of more than 1000 no milliseconds. */
function guessTimeUnit(time: Float64Array): number {
  const steps: number[] = [];
  for (let i = 1; i < time.length; i++) {
    const step = Math.abs(time[i]! - time[i - 1]!);
    if (step > 0) steps.push(step);
  }
  steps.sort((a, b) => a - b);
  const median = steps[steps.length >> 1] ?? 0;
  if (median > 1e6) return 1e-9;
  if (median > 1000) return 1e-6;
  return median > 1 ? 1e-3 : 1;
}

function findUnit(
  acceleration: Float64Array,
  stated: AccelerationUnit | undefined,
  warnings: string[],
  thing: string,
): AccelerationUnit {
  const rest = middleLength(acceleration);
  const seen: AccelerationUnit | undefined =
    rest < 4 ? "g" : rest < 60 ? "m/s²" : rest > 200 && rest < 8000 ? "milli-g" : undefined;
  // A file that says m/s² and has gravity taken out looks like g: it shows far less than 1 g, or a little more.
  if (stated !== undefined && (seen === undefined || (seen === "g" && Math.abs(rest - 1) > 0.25))) {
    if (rest * MILLI_G[stated] < 500) warnings.push(NO_GRAVITY);
    return stated;
  }
  if (seen === undefined) {
    throw recordingError(
      "motion-range",
      thing,
      `Its accelerations are about ${Number(rest.toPrecision(3))}; at rest they should be 1 g.`,
      "Write accelerations in g, gravity included.",
    );
  }
  if (stated !== undefined && seen !== stated) {
    warnings.push(
      `It says ${stated}, but at rest it shows ${Number(rest.toPrecision(3))}; it was read as ${seen}.`,
    );
  } else if (stated === undefined && seen !== "g") {
    warnings.push(`At rest it shows ${Number(rest.toPrecision(3))} instead of 1 g; it was read as ${seen}.`);
  }
  if (seen === "g" && rest < 0.5) warnings.push(NO_GRAVITY);
  return seen;
}

const NO_GRAVITY = "Gravity seems to be missing from it: at rest it shows far less than 1 g.";

/** The median over all samples of the length of the acceleration. */
function middleLength(acceleration: Float64Array): number {
  const lengths = Float64Array.from({ length: acceleration.length / 3 }, (_, i) =>
    Math.hypot(acceleration[3 * i]!, acceleration[3 * i + 1]!, acceleration[3 * i + 2]!),
  ).sort();
  return lengths[lengths.length >> 1]!;
}
