import assert from "node:assert/strict";
import { test } from "node:test";
import type { CertifiedTake } from "../../main/contract/certificate-values.ts";
import { byCommand, differencesIn } from "./certified.ts";

const take = (label: string, number: number, part: Partial<CertifiedTake> = {}): CertifiedTake => ({
  label,
  number,
  hash: "0123456789abcdef",
  app: label,
  float: label,
  differs: null,
  ...part,
});

const TAKES = [
  take("up", 1),
  take("up", 2, { differs: "scores" }),
  take("up", 3, { differs: "scores", float: null }),
  take("down", 1, { app: null }),
  take("down", 2, { app: null, float: null }),
];

test("each command is counted by itself; what nobody heard was heard alike", () => {
  assert.deepEqual(byCommand(TAKES), [
    { label: "up", takes: 3, exactly: 2, onWearable: 1 },
    { label: "down", takes: 2, exactly: 1, onWearable: 2 },
  ]);
});

test("without a twin nothing is said of the exact", () => {
  const { float: _, ...alone } = take("up", 1);
  assert.equal(byCommand([alone])[0]!.exactly, undefined);
  assert.deepEqual(differencesIn([alone]), []);
});

test("every difference is named, the wearable's first, and alike ones together", () => {
  assert.deepEqual(differencesIn(TAKES), [
    { label: "up", numbers: [2, 3], how: { stage: "scores" } },
    { label: "up", numbers: [3], how: { exact: null, here: "up" } },
    { label: "down", numbers: [1], how: { exact: "down", here: null } },
  ]);
});
