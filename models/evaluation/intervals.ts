/**
 * Exact 95 % intervals: how far a counted figure may be from the truth. Both
 * are found by halving on the tail sums, which needs no special functions.
 */

export type Interval = readonly [low: number, high: number];

const TAIL = 0.025;

/**
 * Clopper and Pearson 1934, for a share.
 *
 * @param hits 0 ≤ hits ≤ trials
 * @returns null where nothing was tried.
 */
export function shareInterval(hits: number, trials: number): Interval | null {
  if (trials === 0) return null;
  const atMost = (k: number, p: number): number => binomialAtMost(k, trials, p);
  const low = hits === 0 ? 0 : rootOf((p) => 1 - atMost(hits - 1, p) - TAIL, 0, 1);
  const high = hits === trials ? 1 : rootOf((p) => TAIL - atMost(hits, p), 0, 1);
  return [low, high];
}

/**
 * Garwood 1936, for events that come by chance at some rate.
 *
 * @param count events seen in `hours`
 * @returns events per hour; null where no time was watched.
 */
export function rateInterval(count: number, hours: number): Interval | null {
  if (!(hours > 0)) return null;
  const ceiling = 2 * count + 20; // both bounds lie well below it
  const low = count === 0 ? 0 : rootOf((mean) => 1 - poissonAtMost(count - 1, mean) - TAIL, 0, ceiling);
  const high = rootOf((mean) => TAIL - poissonAtMost(count, mean), 0, ceiling);
  return [low / hours, high / hours];
}

const ONE_TAIL = 0.05;

/**
 * The rate that so few events let exclude, with 95 % on the upper side alone: none in T hours says
 * less than 3.00 / T, one 4.74 / T, two 6.30 / T.
 *
 * @param count events seen in `hours`
 * @returns events per hour; null where no time was watched.
 */
export function rateUpperBound(count: number, hours: number): number | null {
  if (!(hours > 0)) return null;
  return rootOf((mean) => ONE_TAIL - poissonAtMost(count, mean), 0, 2 * count + 20) / hours;
}

/** Where a function that grows crosses zero, to about 15 digits. */
function rootOf(grows: (x: number) => number, low: number, high: number): number {
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (grows(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function binomialAtMost(k: number, n: number, p: number): number {
  if (p <= 0) return 1;
  if (p >= 1) return k >= n ? 1 : 0;
  let logTerm = n * Math.log1p(-p);
  let sum = Math.exp(logTerm);
  for (let i = 1; i <= k; i++) {
    logTerm += Math.log((n - i + 1) / i) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}

function poissonAtMost(k: number, mean: number): number {
  if (mean <= 0) return 1;
  let logTerm = -mean;
  let sum = Math.exp(logTerm);
  for (let i = 1; i <= k; i++) {
    logTerm += Math.log(mean / i);
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}
