/**
 * Seeded chance: the same seed gives the same sequence on every machine, so
 * that the same takes give the same image.
 *
 * PCG-XSH-RR 32 would need 64-bit state; sfc32 (C. Doty-Humphrey, PractRand)
 * needs only 32-bit integer arithmetic, which JavaScript has exactly.
 */
export interface Random {
  /** A float in [0, 1) with 32 random bits. */
  next(): number;
  /** An integer in [0, below). */
  integer(below: number): number;
  /** A float in [low, high). */
  between(low: number, high: number): number;
  /** A draw from the standard normal distribution (Box and Muller 1958). */
  normal(): number;
  /** A new generator whose sequence depends on this one's seed and `name` only, never on what was drawn. */
  fork(name: string): Random;
}

/** @param seed any 32-bit integer; larger numbers are cut to 32 bits. */
export function createRandom(seed: number): Random {
  let a = seed | 0;
  let b = Math.imul(seed, 0x9e3779b9) | 0;
  let c = 0x243f6a88;
  let counter = 1;

  const bits = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) bits(); // the seed needs a dozen rounds to reach every state bit

  const next = (): number => bits() / 4294967296;
  return {
    next,
    integer: (below) => Math.floor(next() * below),
    between: (low, high) => low + next() * (high - low),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    fork: (name) => createRandom(hash(seed, name)),
  };
}

/** FNV-1a over the UTF-16 code units, started from the seed. */
function hash(seed: number, name: string): number {
  let value = (seed ^ 0x811c9dc5) | 0;
  for (let i = 0; i < name.length; i++) {
    value = Math.imul(value ^ name.charCodeAt(i), 0x01000193);
  }
  return value;
}
