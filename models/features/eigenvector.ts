/**
 * The unit eigenvector of a symmetric matrix's largest eigenvalue, by Jacobi's rotations
 * (Golub and Van Loan, Matrix Computations, 8.5).
 *
 * @param matrix n rows of n values.
 */
export function largestEigenvector(matrix: readonly (readonly number[])[]): number[] {
  const n = matrix.length;
  const a = matrix.map((row) => [...row]);
  const vectors = a.map((_, i) => a.map((__, j) => (i === j ? 1 : 0)));
  const scale = Math.max(...a.flat().map(Math.abs));
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let largest = 0;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        largest = Math.max(largest, Math.abs(a[p]![q]!));
        rotate(a, vectors, p, q);
      }
    }
    if (largest <= scale * 1e-12) break;
  }
  const best = a.reduce((top, row, i) => (row[i]! > a[top]![top]! ? i : top), 0);
  return vectors.map((row) => row[best]!);
}

const MOST_SWEEPS = 30;

/** Makes a[p][q] zero; the columns of `vectors` follow. */
function rotate(a: number[][], vectors: number[][], p: number, q: number): void {
  const off = a[p]![q]!;
  if (off === 0) return;
  const theta = (a[q]![q]! - a[p]![p]!) / (2 * off);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  const turn = (row: number[]): void => {
    const [left, right] = [row[p]!, row[q]!];
    row[p] = c * left - s * right;
    row[q] = s * left + c * right;
  };
  a.forEach(turn);
  for (let i = 0; i < a.length; i++) {
    const [top, below] = [a[p]![i]!, a[q]![i]!];
    a[p]![i] = c * top - s * below;
    a[q]![i] = s * top + c * below;
  }
  vectors.forEach(turn);
}
