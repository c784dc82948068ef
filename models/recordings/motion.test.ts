import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { BeckonError } from "../../common/errors.ts";
import { parseMotion } from "./motion-file.ts";

type Row = readonly [t: number, x: number, y: number, z: number];

/** Rest, then a movement along x, 50 rows a second. */
const ROWS: readonly Row[] = Array.from(
  { length: 100 },
  (_, i) => [i / 50, i < 50 ? 0 : 0.5 * Math.sin(i / 5), 0, 1] as const,
);
const MILLI_G = ROWS.flatMap(([, x]) => [Math.round(1000 * x), 0, 1000]);

const csv = (rows: readonly (readonly (number | string)[])[], head = "t,ax,ay,az"): string =>
  [head, ...rows.map((row) => row.join(","))].join("\n");

function read(text: string | Uint8Array): { milliG: number[]; rateHz: number; warnings: string[] } {
  const { samples, warnings } = parseMotion(typeof text === "string" ? Buffer.from(text) : text, "take.csv");
  return { milliG: [...samples.milliG], rateHz: samples.rateHz, warnings };
}

function fault(text: string | Uint8Array): { code: string; thing: string; problem: string } {
  try {
    read(text);
  } catch (error) {
    if (error instanceof BeckonError) return error.fault;
    throw error;
  }
  return { code: "none", thing: "", problem: "" };
}

function assertSame(actual: ReturnType<typeof read>, warnings: readonly string[] = [], tolerance = 0): void {
  assert.equal(actual.rateHz, 50);
  assert.equal(actual.milliG.length, MILLI_G.length);
  const worst = MILLI_G.reduce((most, value, i) => Math.max(most, Math.abs(value - actual.milliG[i]!)), 0);
  assert.ok(worst <= tolerance, `off by ${worst} milli-g`);
  assert.deepEqual(actual.warnings, warnings);
}

describe("motion CSV: one recording in many forms", () => {
  const comma = (value: number): string => String(value).replace(".", ",");
  const gravity = 9.80665;
  const forms: Record<string, string | Uint8Array> = {
    "our own": csv(ROWS),
    "with a gyroscope": csv(
      ROWS.map((row) => [...row, 1, 2, 3]),
      "t,ax,ay,az,gx,gy,gz",
    ),
    "with BOM and CRLF": "\ufeff" + csv(ROWS).replaceAll("\n", "\r\n") + "\r\n",
    "semicolons and decimal commas": ["t;ax;ay;az", ...ROWS.map((row) => row.map(comma).join(";"))].join(
      "\n",
    ),
    "columns in another order, capital letters, spaces": csv(
      ROWS.map(([t, x, y, z]) => [z, y, x, "note", t]),
      " AZ, Ay ,AX,note,T",
    ),
    "names of other programs": csv(ROWS, "time (s),acc_x (g),acc_y (g),acc_z (g)"),
    milliseconds: csv(
      ROWS.map(([t, ...axes]) => [t * 1000, ...axes]),
      "timestamp,x,y,z",
    ),
    "milliseconds of the day": csv(ROWS.map(([t, ...axes]) => [1764115200000 + t * 1000, ...axes])),
    microseconds: csv(ROWS.map(([t, ...axes]) => [t * 1e6, ...axes])),
    "UTF-16": Buffer.from("\ufeff" + csv(ROWS), "utf16le"),
    "quoted numbers": csv(ROWS.map((row) => row.map((value) => `"${value}"`))),
  };
  for (const [name, text] of Object.entries(forms)) {
    it(`${name}`, () => assertSame(read(text), [], 1));
  }

  it("a neighbour's export: separator line, tabs, one time column per axis, milli-g", () => {
    const rows = ROWS.map(([t, x, y, z]) => [t, 1000 * x, t, 1000 * y, t, 1000 * z].join("\t"));
    const text = ["sep=\t", "time (s)\tx\ttime (s)\ty\ttime (s)\tz", ...rows].join("\n");
    assertSame(read(text), ["At rest it shows 1000 instead of 1 g; it was read as milli-g."], 1);
  });

  it("m/s² in Latin-1", () => {
    const rows = ROWS.map(([t, ...axes]) => [t, ...axes.map((value) => value * gravity)]);
    const text = Buffer.from(
      csv(rows, "Zeit,x,y,z").replace("Zeit,x,y,z", "t,x (m/s²),y (m/s²),z (m/s²)"),
      "latin1",
    );
    assertSame(read(text), ["Its letters are not UTF-8; the numbers could be read all the same."], 1);
  });

  it("m/s² that nobody named, or that were called g, are noticed", () => {
    const rows = ROWS.map(([t, ...axes]) => [t, ...axes.map((value) => value * gravity)]);
    assertSame(read(csv(rows)), ["At rest it shows 9.81 instead of 1 g; it was read as m/s²."], 1);
    const named = read(csv(rows, "t,ax (g),ay (g),az (g)"));
    assertSame(named, ["It says g, but at rest it shows 9.81; it was read as m/s²."], 1);
  });

  it("g that were called m/s² are noticed", () => {
    const named = read(csv(ROWS, "t,x (m/s²),y (m/s²),z (m/s²)"));
    assertSame(named, ["It says m/s², but at rest it shows 1; it was read as g."], 1);
  });

  it("milli-g with the micro:bit's 1023 at rest, upside down", () => {
    const { milliG, warnings } = read(csv(ROWS.map(([t]) => [t, 12, -8, -1023])));
    assert.deepEqual(milliG.slice(0, 3), [12, -8, -1023]);
    assert.match(warnings[0]!, /milli-g/);
  });

  it("tells when gravity is missing", () => {
    const rows = ROWS.map(([t, x]) => [t, x * 0.1, 0.01, 0]);
    assert.match(read(csv(rows)).warnings[0]!, /Gravity seems to be missing/);
    assert.match(
      read(csv(rows, "t,x (m/s^2),y (m/s^2),z (m/s^2)")).warnings[0]!,
      /Gravity seems to be missing/,
    );
  });
});

describe("motion CSV: time that is not as it should be", () => {
  it("unsorted rows are sorted", () => {
    const rows = ROWS.map((_, i) => ROWS[(i * 37) % 100]!);
    assertSame(read(csv(rows)), ["Its rows were not in the order of time and have been sorted."], 1);
  });

  it("copies of rows are left out", () => {
    const rows = ROWS.flatMap((row, i) => (i % 20 === 7 ? [row, row] : [row]));
    assertSame(read(csv(rows)), ["5 of its rows have the time of the row before and were left out."], 1);
  });

  it("a coarse clock is spread out", () => {
    const rows = ROWS.map(([t, ...axes]) => [Math.floor(t * 5) / 5, ...axes]);
    const { milliG, rateHz, warnings } = read(csv(rows));
    assert.ok(Math.abs(rateHz - 55) < 1, `${rateHz}`); // 100 rows within the 1.8 s that the clock shows
    assert.equal(milliG.length, MILLI_G.length);
    assert.deepEqual(warnings, ["Its clock is coarse; the rows were spread evenly over its length."]);
  });

  it("a gap is bridged by a straight line and told", () => {
    const rows = ROWS.filter((_, i) => i < 10 || i > 20);
    const { milliG, warnings } = read(csv(rows));
    assert.equal(milliG.length, MILLI_G.length);
    assert.deepEqual(milliG.slice(0, 60), MILLI_G.slice(0, 60));
    assert.deepEqual(warnings, ["Samples are missing in places; straight lines were put there."]);
  });

  it("an hour's pause counts as a second", () => {
    const rows = ROWS.map(([t, ...axes], i) => [i < 50 ? t : t + 3600, ...axes]);
    const { milliG, warnings } = read(csv(rows));
    assert.equal(milliG.length / 3, 100 + 49);
    assert.equal(warnings.length, 2);
  });

  it("one time beyond all measure does not take the others with it", () => {
    for (const far of ["1e300", "-1e300", "1e308"]) {
      const { milliG, rateHz } = read(`${csv(ROWS)}\n${far},0,0,1`);
      assert.equal(rateHz, 50);
      assert.equal(milliG.length / 3, 100 + 50, far);
    }
  });

  it("the rate is the rows' own, however the times are rounded", () => {
    for (const rateHz of [19.3, 26, 57, 104, 200]) {
      const rows = Array.from({ length: 300 }, (_, i) => [(i / rateHz).toFixed(3), 0, 0, 1]);
      const actual = read(csv(rows)).rateHz;
      assert.ok(Math.abs(actual - rateHz) < 0.005 * rateHz, `${rateHz} read as ${actual}`);
    }
  });

  it("more than 400 a second are averaged", () => {
    const rows = Array.from({ length: 4000 }, (_, i) => [i / 2000, [0.2, -0.2, 0.1, -0.1, 0][i % 5]!, 0, 1]);
    const { milliG, rateHz } = read(csv(rows));
    assert.equal(rateHz, 400);
    assert.deepEqual(milliG.slice(0, 6), [0, 0, 1000, 0, 0, 1000]);
  });

  it("slow recordings are taken with a warning", () => {
    const rows = Array.from({ length: 40 }, (_, i) => [i / 20, 0, 0, 1]);
    assert.deepEqual(read(csv(rows)).warnings, [
      "It has fewer than 25 samples a second: quick movements are blurred.",
    ]);
  });
});

describe("motion CSV: what is left out or refused", () => {
  it("rows with empty places, and half a last line", () => {
    const rows = ROWS.map((row, i) =>
      i === 30 ? [row[0], "", 0, 1] : i === 31 ? [row[0], "NaN", 0, 1] : row,
    );
    const { milliG, warnings } = read(csv(rows) + "\n2.0,0.1");
    assert.equal(milliG.length, MILLI_G.length);
    assert.deepEqual(warnings, [
      "Its last line is cut off and was left out.",
      "2 of its rows have empty places and were left out.",
    ]);
  });

  it("names the line, the columns seen and the columns wanted", () => {
    const noAxes = fault(csv(ROWS, "t,a,b,c"));
    assert.deepEqual([noAxes.code, noAxes.thing], ["motion-columns", "take.csv, line 1"]);
    assert.match(noAxes.problem, /"t", "a", "b", "c"; wanted are t,ax,ay,az/);
    const badNumber = fault(csv([...ROWS.slice(0, 5), ["0.1", "1,5x", 0, 1]]).replace("1,5x", "1.5x"));
    assert.deepEqual([badNumber.code, badNumber.thing], ["motion-number", "take.csv, line 7"]);
    assert.match(badNumber.problem, /"1.5x" is no number/);
    const shortRow = fault(csv([...ROWS.slice(0, 5), [0.1, 1], [0.12, 0, 0, 1]]));
    assert.deepEqual([shortRow.code, shortRow.thing], ["motion-row", "take.csv, line 7"]);
  });

  it("says how long a take is that is too short", () => {
    assert.match(fault(csv(ROWS.slice(0, 3))).problem, /only 3 samples/);
  });

  const numbersOnly = ROWS.map((row) => row.join(",")).join("\n");
  const faults = {
    "file-empty": [""],
    "motion-columns": ["\n\n", numbersOnly, "path,kind\nx,y\n", "t\n1\n", "hello"],
    "motion-encoding": ["RIFF\0\0\0\0WAVEfmt "],
    "motion-short": ["t,ax,ay,az", csv(ROWS.slice(0, 3))],
    "motion-number": [
      csv([[0, "0x10", 0, 1]]),
      csv([["soon", 0, 0, 1]]),
      csv([[0, "1e999", 0, 1]]),
      csv([[0, "1.2.3", 0, 1]]),
    ],
    "motion-row": ['t,ax,ay,az\n1,"2,3,4\n'],
    "motion-time": [
      csv(ROWS.map(([, ...axes]) => [7, ...axes])),
      csv(Array.from({ length: 400 }, (_, i) => [i % 2 === 0 ? i * 10 : i * 10 - 9.9975, 0, 0, 1])),
    ],
    "motion-rate": [
      csv(ROWS.map(([, ...axes], i) => [i, ...axes])),
      csv(ROWS.map(([, ...axes], i) => [i / 5, ...axes])),
    ],
    "motion-range": [csv(ROWS.map(([t]) => [t, 0, 0, 100])), csv(ROWS.map(([t]) => [t, 0, 0, 1e9]))],
  };
  for (const [code, texts] of Object.entries(faults)) {
    it(`refuses with ${code}`, () => {
      for (const text of texts) assert.equal(fault(text).code, code, text.slice(0, 60));
    });
  }
});
