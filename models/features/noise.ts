/** White noise by the second: drawing each sample anew would cost more than the front end that hears it. */
import { createRandom, type Random } from "../../common/random.ts";
import { SOUND_RATE_HZ } from "../../common/street.ts";
import { createResampler, MIN_RATE_HZ } from "../recordings/resample.ts";

/** Seconds until the noise repeats; far longer than any command. */
const SECONDS = 8;
const tables = new Map<number, Float32Array>();

/**
 * Endless white noise at 16 kHz as a recorder of `originRateHz` would have kept
 * it: nothing above half that rate, unit power within its band.
 * @returns a function that gives the next sample; where it starts is drawn from `random`.
 */
export function whiteNoise(originRateHz: number, random: Random): () => number {
  const rateHz = Math.min(SOUND_RATE_HZ, Math.max(MIN_RATE_HZ, Math.round(originRateHz)));
  let table = tables.get(rateHz);
  if (table === undefined) {
    table = makeTable(rateHz);
    tables.set(rateHz, table);
  }
  const values = table;
  let at = random.integer(values.length);
  return () => {
    if (++at >= values.length) at = 0;
    return values[at]!;
  };
}

function makeTable(rateHz: number): Float32Array {
  const random = createRandom(1).fork(`white noise ${rateHz}`);
  const raw = new Float32Array(SECONDS * rateHz);
  for (let i = 0; i < raw.length; i++) raw[i] = random.normal();
  if (rateHz === SOUND_RATE_HZ) return raw;
  const resampler = createResampler(rateHz);
  const first = resampler.push(raw);
  const last = resampler.end();
  const table = new Float32Array(first.length + last.length);
  table.set(first);
  table.set(last, first.length);
  return table;
}
