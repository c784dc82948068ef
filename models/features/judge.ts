/** Turns the events of a stream of takes into missed, confused and extra ones. Pure. */
import type { Place } from "./lay.ts";

/** An event this long after a take's end still belongs to it, milliseconds. */
export const LATE_MS = 700;

export interface StreamEvent {
  readonly command: string;
  /** When it was decided, milliseconds from the stream's start. */
  readonly decidedMs: number;
  /** Where the segment ended. */
  readonly endMs: number;
}

export interface Tally {
  readonly tested: number;
  readonly missed: number;
  readonly confused: number;
  /** Events after the first inside a take's time, and events outside any take's. */
  readonly extraEvents: number;
  /**
   * End of the command to its event, of every take that was heard. A command
   * ends with its recording, or with its segment where the recording goes on in
   * quiet; so no delay is shorter than the gate's pause.
   */
  readonly delaysMs: readonly number[];
  /** Per take: the command that was heard, or null. */
  readonly heard: readonly (string | null)[];
}

/**
 * The first event between a take's start and 0.7 s after its end decides.
 *
 * @param takes in time order, at least LATE_MS apart.
 * @param events in time order.
 */
export function judge(
  takes: readonly { readonly label: string; readonly place: Place }[],
  events: readonly StreamEvent[],
): Tally {
  let next = 0;
  let extraEvents = 0;
  let missed = 0;
  let confused = 0;
  const delaysMs: number[] = [];
  const heard: (string | null)[] = [];
  for (const { label, place } of takes) {
    while (next < events.length && events[next]!.decidedMs < place.startMs) {
      extraEvents++;
      next++;
    }
    const from = next;
    while (next < events.length && events[next]!.decidedMs <= place.endMs + LATE_MS) next++;
    const first = next > from ? events[from]! : undefined;
    extraEvents += Math.max(0, next - from - 1);
    if (first === undefined) missed++;
    else if (first.command !== label) confused++;
    else delaysMs.push(first.decidedMs - Math.min(first.endMs, place.endMs));
    heard.push(first?.command ?? null);
  }
  extraEvents += events.length - next;
  return { tested: takes.length, missed, confused, extraEvents, delaysMs, heard };
}

/** The value that a share of all values does not exceed (nearest rank); null of nothing. */
export function percentile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}
