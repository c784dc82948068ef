import assert from "node:assert/strict";
import { test } from "node:test";
import { CARE_PARTS, fragmentOf, type Place, placeOf } from "./place.ts";

test("every place is found again by its fragment", () => {
  const personId = "a/b 민아";
  const places: Place[] = [
    { at: "people" },
    { at: "new" },
    { at: "restore" },
    { at: "learn", personId },
    ...CARE_PARTS.map((part): Place => ({ at: "care", personId, part })),
    { at: "small", floating: true },
    { at: "small", floating: false },
    { at: "step", personId, step: "record" },
    { at: "step", personId, step: "record", commandId: "c/1" },
  ];
  for (const place of places) assert.deepEqual(placeOf(fragmentOf(place)), place);
});

test("a fragment that nothing made leads to the people", () => {
  for (const fragment of ["", "#", "#/mina", "#/mina/nowhere", "#/%E0/record"])
    assert.deepEqual(placeOf(fragment), { at: "people" });
});
