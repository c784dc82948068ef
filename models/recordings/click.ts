/**
 * The click of a record button beside the word: a short burst, nearly as loud
 * as the word, with quiet between. In a template it is half of what is compared.
 */

const FRAME = 160; // 10 ms at 16 kHz
/** Bursts with less between them are one sound: the gap inside "stop" or "eight" is shorter. */
const JOIN_FRAMES = 6;
const LONGEST_CLICK_FRAMES = 6;
const QUIET_FRAMES = 14;
/** How far above the floor, or below the loudest, sound begins to count, dB. */
const ABOVE_FLOOR_DB = 15;
const BELOW_LOUD_DB = 25;
/** A click this far below the loudest does not matter, dB. */
const FAINT_DB = 20;

interface Burst {
  readonly first: number;
  last: number;
  peak: number;
}

/**
 * @param pcm one take at 16 kHz.
 * @returns the click's place in seconds, or undefined if there is none.
 */
export function findClick(pcm: Int16Array): number | undefined {
  const levels = Array.from({ length: Math.floor(pcm.length / FRAME) }, (_, i) =>
    level(pcm.subarray(i * FRAME, (i + 1) * FRAME)),
  );
  const sorted = [...levels].sort((a, b) => a - b);
  const floor = sorted[Math.floor(0.05 * sorted.length)] ?? 0;
  const loud = sorted[Math.floor(0.95 * sorted.length)] ?? 0;
  const bursts = findBursts(levels, Math.max(floor + ABOVE_FLOOR_DB, loud - BELOW_LOUD_DB));
  const length = ({ first, last }: Burst): number => last - first;
  const word = bursts.reduce<Burst | undefined>(
    (longest, burst) => (longest && length(longest) >= length(burst) ? longest : burst),
    undefined,
  );
  const click = bursts.find(
    (burst) =>
      burst !== word &&
      length(burst) < LONGEST_CLICK_FRAMES &&
      burst.peak > loud - FAINT_DB &&
      Math.max(word!.first - burst.last, burst.first - word!.last) >= QUIET_FRAMES,
  );
  return click === undefined ? undefined : (click.first * FRAME) / 16000;
}

function findBursts(levels: readonly number[], threshold: number): Burst[] {
  const bursts: Burst[] = [];
  levels.forEach((value, i) => {
    if (value < threshold) return;
    const open = bursts.at(-1);
    if (open !== undefined && i - open.last <= JOIN_FRAMES) {
      open.last = i;
      open.peak = Math.max(open.peak, value);
    } else {
      bursts.push({ first: i, last: i, peak: value });
    }
  });
  return bursts;
}

/** dB below full scale, the constant part left out; at least -90. */
function level(frame: Int16Array): number {
  const mean = frame.reduce((sum, value) => sum + value, 0) / frame.length;
  const power = frame.reduce((sum, value) => sum + (value - mean) ** 2, 0) / frame.length;
  return Math.max(-90, 10 * Math.log10(power / 32768 ** 2));
}
