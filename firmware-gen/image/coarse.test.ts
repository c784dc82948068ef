import assert from "node:assert/strict";
import { test } from "node:test";
import { packCoarse, toCoarse, unpackCoarse } from "./coarse.ts";

const layout = { channels: 5, direction: 2 };
const every = Int8Array.from({ length: 255 }, (_, i) => i - 127);
/** Each value of int8 in each channel. */
const all = Int8Array.from({ length: 255 * 5 }, (_, i) => every[Math.floor(i / 5)]!);

test("what four bits hold comes back as it was", () => {
  const coarse = toCoarse(all, layout);
  const packed = packCoarse(coarse, layout);
  assert.equal(packed.length, Math.ceil(all.length / 2));
  assert.deepEqual(unpackCoarse(packed, all.length, layout), coarse);
  assert.deepEqual(toCoarse(coarse, layout), coarse);
});

test("values lie as near as the steps allow, and the loudest frames are not cut off", () => {
  toCoarse(all, layout).forEach((value, i) => {
    const direction = i % 5 < 2;
    const within = direction ? Math.max(-80, Math.min(70, all[i]!)) : Math.min(119, all[i]!);
    assert.ok(Math.abs(value - within) <= (direction ? 5 : 8.5), `${all[i]} became ${value}`);
  });
});
