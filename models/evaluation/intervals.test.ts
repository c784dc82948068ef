import assert from "node:assert/strict";
import { test } from "node:test";
import { type Interval, rateInterval, rateUpperBound, shareInterval } from "./intervals.ts";

// Expected values: scipy.stats beta.ppf and chi2.ppf (version 1.17.1).
const SHARES: [hits: number, trials: number, low: number, high: number][] = [
  [0, 10, 0, 0.3084971078187607],
  [1, 10, 0.0025285785444617848, 0.4450161170281954],
  [5, 20, 0.08657146910143461, 0.49104587170795744],
  [13, 150, 0.04695522023944718, 0.14364272328338715],
  [150, 150, 0.9757074028338915, 1],
];
const RATES: [count: number, low: number, high: number][] = [
  [0, 0, 3.6888794541139354],
  [1, 0.025317807984289876, 5.571643390938898],
  [10, 4.7953886961324335, 18.39035604201778],
  [234, 204.97640952007606, 265.98133367467165],
  [5000, 4862.359188694899, 5140.5489485350045],
];

test("the interval of a share is Clopper and Pearson's", () => {
  for (const [hits, trials, low, high] of SHARES) close(shareInterval(hits, trials), [low, high]);
});

test("the interval of a rate is Garwood's, per hour watched", () => {
  for (const [count, low, high] of RATES) {
    close(rateInterval(count, 1), [low, high]);
    close(rateInterval(count, 2.5), [low / 2.5, high / 2.5]);
  }
});

test("nothing tried has no interval", () => {
  assert.equal(shareInterval(0, 0), null);
  assert.equal(rateInterval(0, 0), null);
  assert.equal(rateUpperBound(0, 0), null);
});

// scipy.stats: chi2.ppf(0.95, 2 * (count + 1)) / 2.
const UPPER: [count: number, most: number][] = [
  [0, 2.9957322735539895],
  [1, 4.743864518390577],
  [2, 6.295793621871988],
  [30, 40.69050759444955],
];

test("what so few events let exclude on the upper side is the chi-square quantile, per hour watched", () => {
  for (const [count, most] of UPPER) {
    const got = rateUpperBound(count, 6) ?? Number.NaN;
    assert.ok(Math.abs(got - most / 6) <= 1e-9 * most, `${count}: ${got * 6} ${most}`);
  }
});

function close(got: Interval | null, want: Interval): void {
  assert.ok(got);
  got.forEach((value, i) =>
    assert.ok(Math.abs(value - want[i]!) <= 1e-9 * Math.max(1, want[i]!), `${got} ${want}`),
  );
}
