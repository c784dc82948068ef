import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "../../common/random.ts";
import { driftOf, type Occasion } from "./drift.ts";

const DAY = 24 * 3600 * 1000;
const LABELS = ["up", "down", "next", "back", "play"];

/** Twenty days, six times a day each; "back" is heard less and less well, the others nearly always. */
function twentyDays(seed: number): Occasion[] {
  const random = createRandom(seed);
  const days: Occasion[] = [];
  for (let day = 0; day < 20; day++) {
    for (const label of LABELS) {
      for (let i = 0; i < 6; i++) {
        const share = label === "back" ? 1 - 0.02 * day : 1;
        days.push({ label, at: day * DAY + i * 1000, heard: random.between(0, 1) < share });
      }
    }
  }
  return days;
}

test("of five commands the one that slides is flagged, and no other", () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const flagged = driftOf(twentyDays(seed)).filter(({ sliding }) => sliding);
    assert.deepEqual(
      flagged.map(({ label }) => label),
      ["back"],
      `seed ${seed}`,
    );
  }
});

test("the first day is set beside the newest twenty occasions after it", () => {
  const [drift] = driftOf([
    ...Array.from({ length: 5 }, (_, i) => ({ label: "up", at: i, heard: true })),
    ...Array.from({ length: 30 }, (_, i) => ({ label: "up", at: 2 * DAY + i, heard: i >= 13 })),
  ]);
  assert.deepEqual(
    [drift?.first, drift?.recent],
    [
      { heard: 5, tested: 5 },
      { heard: 17, tested: 20 },
    ],
  );
  assert.equal(drift?.sliding, true);
});

test("one miss is chance, and a command that was never heard well does not slide", () => {
  const at = (first: number, recent: number): boolean | undefined =>
    driftOf([
      ...Array.from({ length: 10 }, (_, i) => ({ label: "up", at: i, heard: i < first })),
      ...Array.from({ length: 10 }, (_, i) => ({ label: "up", at: 2 * DAY + i, heard: i < recent })),
    ])[0]?.sliding;
  assert.equal(at(10, 9), false);
  assert.equal(at(10, 8), true);
  assert.equal(at(7, 7), false);
  assert.deepEqual(driftOf([]), []);
});
