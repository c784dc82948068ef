/**
 * How long something is ago, for what must not last longer than was promised: by whichever clock says more. That of this
 * process stands still while a Linux computer sleeps; the time of day may be set back.
 */
export interface Moment {
  /** Of `Date.now()`. */
  readonly dayMs: number;
  /** Of `performance.now()`. */
  readonly clockMs: number;
}

/** This moment, on both clocks. */
export function momentNow(): Moment {
  return { dayMs: Date.now(), clockMs: performance.now() };
}

/** Milliseconds from one moment to a later one, at least 0. */
export function elapsedMs(since: Moment, now: Moment = momentNow()): number {
  return Math.max(0, now.dayMs - since.dayMs, now.clockMs - since.clockMs);
}
