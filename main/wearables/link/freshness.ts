/**
 * How old an event is when it is read here, so that none acts late: after a frozen host, a
 * stalled cable or a paused emulator, what piled up arrives in one burst (cases B22, B23).
 *
 * The device stamps with its own clock, which shares no zero with ours. The smallest
 * difference between arrival and stamp seen lately is the way without waiting; whatever
 * exceeds it was waiting. Pure; all arithmetic modulo 2^32, for device clocks wrap.
 */

/**
 * An event older than this is dropped. The device stops sending after 150 ms; the rest is
 * room for heartbeats that come 77 ms late when the processor is busy, and for a slow cable.
 */
export const EVENT_STALE_MS = 300;

/** Spans over which the smallest difference is kept; two, so that clocks drifting apart are followed. */
const SPAN_MS = 30_000;

export interface Freshness {
  readonly spanStartMs: number;
  /** Smallest (arrival − stamp) modulo 2^32 in this span, and in the one before. */
  readonly current: number | undefined;
  readonly previous: number | undefined;
}

export const noFreshness: Freshness = {
  spanStartMs: Number.NEGATIVE_INFINITY,
  current: undefined,
  previous: undefined,
};

/** @param deviceMs stamp of a message that was sent right after stamping (HEARTBEAT, STATUS); @param nowMs its arrival. */
export function noteStamp(state: Freshness, deviceMs: number, nowMs: number): Freshness {
  const difference = modulo(nowMs - deviceMs);
  if (!(nowMs - state.spanStartMs < SPAN_MS)) {
    return { spanStartMs: nowMs, current: difference, previous: state.current };
  }
  return { ...state, current: smaller(state.current, difference) };
}

/** Age of something stamped `deviceMs`, ms, at least 0; 0 while no stamp is known. */
export function ageMs(state: Freshness, deviceMs: number, nowMs: number): number {
  const smallest = smaller(state.previous, state.current);
  if (smallest === undefined) return 0;
  return Math.max(0, signed(modulo(nowMs - deviceMs) - smallest));
}

function smaller(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return signed(b - a) < 0 ? b : a;
}

function modulo(value: number): number {
  return ((Math.round(value) % 2 ** 32) + 2 ** 32) % 2 ** 32;
}

/** A difference of two numbers modulo 2^32, as the nearest signed one. */
function signed(difference: number): number {
  const wrapped = modulo(difference);
  return wrapped >= 2 ** 31 ? wrapped - 2 ** 32 : wrapped;
}
