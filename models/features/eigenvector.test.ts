import assert from "node:assert/strict";
import { test } from "node:test";
import { largestEigenvector } from "./eigenvector.ts";

test("the eigenvector of the largest eigenvalue, of unit length", () => {
  const [x, y] = largestEigenvector([
    [2, 1],
    [1, 2],
  ]) as [number, number];
  assert.ok(Math.abs(Math.abs(x) - Math.SQRT1_2) < 1e-12 && Math.abs(x - y) < 1e-12);
  const matrix = [
    [4, 1, -2, 0],
    [1, -7, 3, 5],
    [-2, 3, 1, 2],
    [0, 5, 2, 6],
  ];
  const v = largestEigenvector(matrix);
  const image = matrix.map((row) => row.reduce((sum, value, i) => sum + value * v[i]!, 0));
  const value = image.reduce((sum, part, i) => sum + part * v[i]!, 0);
  assert.ok(image.every((part, i) => Math.abs(part - value * v[i]!) < 1e-9));
  assert.ok(value > 6 && Math.abs(Math.hypot(...v) - 1) < 1e-12);
});

test("a matrix without size or order has some eigenvector", () => {
  const zero = [
    [0, 0],
    [0, 0],
  ];
  assert.equal(Math.hypot(...largestEigenvector(zero)), 1);
});
