/**
 * The text of a motion CSV → columns of numbers, as they stand there.
 *
 * Ours is `t,ax,ay,az[,gx,gy,gz]`. Other programs' forms are taken where they
 * leave no doubt: a `sep=` line first, tabs or semicolons, decimal commas,
 * columns named x, acc_x or "Acceleration X (m/s²)", one time column per axis.
 *
 * Trust: the text may be hostile; memory stays within a small multiple of it.
 */
import { CsvQuoteError, csvRows, decodeText, guessSeparator, type CsvRow } from "./csv.ts";
import { recordingError } from "./faults.ts";

export type AccelerationUnit = "g" | "m/s²" | "milli-g";

export interface MotionTable {
  /** In the file's own unit and order; finite. */
  readonly time: Float64Array;
  /** x, y, z of each row; length 3 × rows; finite. */
  readonly acceleration: Float64Array;
  /** Unit of acceleration that the header names. */
  readonly statedUnit: AccelerationUnit | undefined;
  /** Seconds per unit of time that the header names. */
  readonly statedTimeUnit: number | undefined;
  readonly warnings: readonly string[];
}

/** @throws BeckonError `motion-columns`, `motion-row`, `motion-number`, `motion-quote`. */
export function readMotionTable(bytes: Uint8Array, thing: string): MotionTable {
  const { text, latin1 } = decodeText(bytes);
  if (text.includes("\0")) {
    throw recordingError(
      "motion-encoding",
      thing,
      "It is no text file.",
      `Save the movement as CSV with the columns ${WANTED}.`,
    );
  }
  const separator = guessSeparator(text);
  const rows = csvRows(text, separator);
  try {
    const columns = readHeader(nextHeader(rows), thing);
    const table = readRows(rows, columns, separator !== ",", thing);
    return latin1
      ? {
          ...table,
          warnings: [...table.warnings, "Its letters are not UTF-8; the numbers could be read all the same."],
        }
      : table;
  } catch (error) {
    if (!(error instanceof CsvQuoteError)) throw error;
    throw recordingError(
      "motion-row",
      `${thing}, line ${error.line}`,
      "A quotation mark is opened and never closed.",
      "Take it out.",
    );
  }
}

const WANTED = "t,ax,ay,az";

function nextHeader(rows: Generator<CsvRow>): readonly string[] {
  for (const { fields } of untilDone(rows)) {
    if (!/^sep=/i.test(fields[0]!)) return fields;
  }
  return [];
}

/** `for … of` would close the generator, which the caller goes on with. */
function* untilDone<T>(rows: Generator<T>): Generator<T> {
  for (let step = rows.next(); !step.done; step = rows.next()) yield step.value;
}

interface Columns {
  readonly time: number;
  readonly axes: readonly [number, number, number];
  readonly statedUnit: AccelerationUnit | undefined;
  readonly statedTimeUnit: number | undefined;
}

function readHeader(fields: readonly string[], thing: string): Columns {
  const names = fields.map((field) => plainName(field));
  const find = (wanted: readonly string[]): number => {
    for (const name of wanted) {
      const index = names.indexOf(name);
      if (index >= 0) return index;
    }
    return -1;
  };
  const axis = (letter: string): number =>
    find([
      `a${letter}`,
      letter,
      ...["acc", "accel", "accelerometer", "acceleration"].flatMap((word) => [
        `${word}${letter}`,
        `${letter}${word}`,
      ]),
    ]);
  const time = find([
    "t",
    "time",
    "timestamp",
    "seconds",
    "timems",
    "tms",
    "timestampms",
    "ms",
    "milliseconds",
  ]);
  const axes = [axis("x"), axis("y"), axis("z")] as const;
  if (time < 0 || axes.some((index) => index < 0)) {
    const found = fields.slice(0, 10).map((field) => JSON.stringify(field.slice(0, 24)));
    throw recordingError(
      "motion-columns",
      `${thing}, line 1`,
      `Its columns are ${found.length > 0 ? found.join(", ") : "none at all"}; wanted are ${WANTED}.`,
      "Name time (seconds) and the three accelerations (g) in the first line.",
    );
  }
  return {
    time,
    axes,
    statedUnit: accelerationUnit(fields[axes[0]]!),
    statedTimeUnit: timeUnit(names[time]!, fields[time]!),
  };
}

/** "Acceleration X (m/s²)" → "accelerationx": letters alone, without what stands in brackets. */
function plainName(field: string): string {
  return field
    .replace(/[([].*$/, "")
    .toLowerCase()
    .replace(/[^a-z]/g, "");
}

function accelerationUnit(field: string): AccelerationUnit | undefined {
  const unit = /[([]\s*(.*?)\s*[)\]]/.exec(field)?.[1]?.toLowerCase() ?? "";
  if (/^m(illi)?-?g$/.test(unit)) return "milli-g";
  if (unit === "g") return "g";
  return /^m\s*\/?\s*s/.test(unit) ? "m/s²" : undefined;
}

function timeUnit(name: string, field: string): number | undefined {
  if (name.endsWith("ms") || name === "milliseconds" || /[([]\s*(ms|milliseconds)\s*[)\]]/i.test(field))
    return 0.001;
  return name === "seconds" || /[([]\s*(s|sec|seconds)\s*[)\]]/i.test(field) ? 1 : undefined;
}

function readRows(
  rows: Generator<CsvRow>,
  columns: Columns,
  decimalComma: boolean,
  thing: string,
): MotionTable {
  const wanted = [columns.time, ...columns.axes];
  const needed = Math.max(...wanted) + 1;
  let values = new Float64Array(4 * 1024);
  let length = 0;
  let gaps = 0;
  let short: CsvRow | undefined;
  for (const row of rows) {
    if (short) {
      throw recordingError(
        "motion-row",
        `${thing}, line ${short.line}`,
        `It has ${short.fields.length} fields; the first line asks for at least ${needed}.`,
        "Write every row in full, or leave it out.",
      );
    }
    if (row.fields.length < needed) {
      short = row; // forgiven in the last line alone: the recorder died while it wrote it
      continue;
    }
    const cells = wanted.map((index) => row.fields[index]!.trim());
    if (cells.some((cell) => /^(|nan|null|none)$/i.test(cell))) {
      gaps++;
      continue;
    }
    if (length + 4 > values.length) {
      const longer = new Float64Array(values.length * 2);
      longer.set(values);
      values = longer;
    }
    for (const cell of cells) values[length++] = number(cell, decimalComma, row.line, thing);
  }
  const warnings: string[] = [];
  if (short) warnings.push("Its last line is cut off and was left out.");
  if (gaps > 0) warnings.push(`${gaps} of its rows have empty places and were left out.`);
  const count = length / 4;
  return {
    time: Float64Array.from({ length: count }, (_, i) => values[4 * i]!),
    acceleration: Float64Array.from(
      { length: 3 * count },
      (_, i) => values[4 * Math.floor(i / 3) + 1 + (i % 3)]!,
    ),
    statedUnit: columns.statedUnit,
    statedTimeUnit: columns.statedTimeUnit,
    warnings,
  };
}

function number(cell: string, decimalComma: boolean, line: number, thing: string): number {
  const plain = decimalComma ? cell.replace(",", ".") : cell;
  const value = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(plain) ? Number(plain) : NaN;
  if (Number.isFinite(value)) return value;
  throw recordingError(
    "motion-number",
    `${thing}, line ${line}`,
    `${JSON.stringify(cell.slice(0, 24))} is no number.`,
    "Write numbers like 0.98 and -1.5.",
  );
}
