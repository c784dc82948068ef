/**
 * Makes the constant tables of the runtime's front ends: `firmware-gen/runtime/*_table(s).h`.
 *
 * `node tools/build-runtime/tables.ts` writes them; {@link makeTables} gives their text, which a test
 * compares with the committed files. Sources of the formulas: HTK Book 3.4, section 5.4 (mel
 * scale); Hann window, periodic frequencies of a 512-point transform at 16 kHz.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const RATE_HZ = 16_000;
const TRANSFORM = 512;
const WINDOW = 480;
const BANDS = 40;
const LOWEST_HZ = 80;
const HIGHEST_HZ = 7_600;
const Q15 = 32_768;

const mel = (hz: number): number => 2595 * Math.log10(1 + hz / 700);
const hertz = (m: number): number => 700 * (10 ** (m / 2595) - 1);

const range = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

function cArray(type: string, name: string, sizes: string, values: readonly number[]): string {
  const lines: string[] = [];
  for (let i = 0; i < values.length; i += 12) lines.push(`    ${values.slice(i, i + 12).join(", ")},`);
  return `static const ${type} ${name}${sizes} BK_TABLE = {\n${lines.join("\n")}\n};\n`;
}

function header(guard: string, says: string, body: string): string {
  return `/* ${says}\n * Made by tools/build-runtime/tables.ts; do not edit. */\n#ifndef ${guard}\n#define ${guard}\n\n#include "bk_read.h"\n\n${body}\n#endif /* ${guard} */\n`;
}

/** First half of the symmetric Hann window, Q15: w[i] = w[479 - i]. */
const hannHalf = range(WINDOW / 2, (i) =>
  Math.round(Q15 * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (WINDOW - 1)))),
);

/** sin(2πk/512) for k = 0..128, Q15; the last one is 32768. */
const quarterSine = range(TRANSFORM / 4 + 1, (k) =>
  Math.round(Q15 * Math.sin((2 * Math.PI * k) / TRANSFORM)),
);

/**
 * Each bin lies under two neighbouring triangles at most: it rises in band `b` and falls in band `b - 1`.
 * Weights of a band sum to exactly 32768; what rounding leaves goes to its largest weight.
 */
function melTriangles(): { first: number; band: number[]; rise: number[]; fall: number[] } {
  const step = (mel(HIGHEST_HZ) - mel(LOWEST_HZ)) / (BANDS + 1);
  const corners = range(BANDS + 2, (i) => hertz(mel(LOWEST_HZ) + i * step));
  const binHz = RATE_HZ / TRANSFORM;
  const first = Math.ceil(LOWEST_HZ / binHz);
  const last = Math.floor(HIGHEST_HZ / binHz);
  const bins = range(last - first + 1, (i) => i + first);
  const weights = range(BANDS, (b) => {
    const [left, peak, right] = [corners[b]!, corners[b + 1]!, corners[b + 2]!];
    const raw = bins.map((k) =>
      Math.max(0, Math.min((k * binHz - left) / (peak - left), (right - k * binHz) / (right - peak))),
    );
    const sum = raw.reduce((a, x) => a + x, 0);
    const rounded = raw.map((x) => Math.round((x / sum) * Q15));
    rounded[rounded.indexOf(Math.max(...rounded))]! += Q15 - rounded.reduce((a, x) => a + x, 0);
    return rounded;
  });
  const band = bins.map((k) => {
    const above = corners.findIndex((hz) => k * binHz < hz);
    return above < 0 ? BANDS : above - 1;
  });
  const at = (b: number, i: number): number => (b >= 0 && b < BANDS ? weights[b]![i]! : 0);
  return { first, band, rise: band.map((b, i) => at(b, i)), fall: band.map((b, i) => at(b - 1, i)) };
}

function soundTables(): string {
  const { first, band, rise, fall } = melTriangles();
  const body = [
    "/* First half of the symmetric Hann window, Q15. */",
    cArray("uint16_t", "bk_hann_half", `[${hannHalf.length}]`, hannHalf),
    "/* sin(2 pi k / 512), Q15. */",
    cArray("uint16_t", "bk_quarter_sine", `[${quarterSine.length}]`, quarterSine),
    `#define BK_MEL_FIRST_BIN ${first}u\n#define BK_MEL_BINS ${band.length}u\n`,
    "/* Bin i + BK_MEL_FIRST_BIN rises in this band and falls in the one below. */",
    cArray("uint8_t", "bk_mel_band", `[${band.length}]`, band),
    "/* Weights, Q15; those of one band sum to 32768. */",
    cArray("uint16_t", "bk_mel_rise", `[${rise.length}]`, rise),
    cArray("uint16_t", "bk_mel_fall", `[${fall.length}]`, fall),
  ];
  return header(
    "BK_SOUND_TABLES_H",
    "Window, transform and mel bands of the sound front end.",
    body.join("\n"),
  );
}

function log2Table(): string {
  const values = range(33, (i) => Math.round(65_536 * Math.log2(1 + i / 32)));
  return header(
    "BK_LOG2_TABLE_H",
    "log2(1 + i / 32), Q16.",
    cArray("uint32_t", "bk_log2_fraction", "[33]", values),
  );
}

/** File name → text of every generated table. */
export function makeTables(): Record<string, string> {
  return {
    "sound_tables.h": soundTables(),
    "log2_table.h": log2Table(),
  };
}

/** Where the tables are committed. */
export const tablesFolder = fileURLToPath(new URL("../../firmware-gen/runtime/", import.meta.url));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, text] of Object.entries(makeTables())) {
    writeFileSync(`${tablesFolder}${name}`, text);
    process.stdout.write(`${name}\n`);
  }
}
