/** How well a wearable was heard, over all the sessions of one opening. */
import type { SessionCounts } from "./link/session.ts";

export interface LinkHealth {
  /** Per cent; undefined where the wearable does not say. */
  readonly battery: number | undefined;
  /** It is there at this moment. */
  readonly now: boolean;
  /** Heartbeats that came, and those that should have come in between. */
  readonly received: number;
  readonly missed: number;
  /** Frames that came damaged, here or there. */
  readonly damaged: number;
  /** Events that came too late to be acted on. */
  readonly late: number;
  /** How often it was lost. */
  readonly losses: number;
}

export const noLink: LinkHealth = {
  battery: undefined,
  now: false,
  received: 0,
  missed: 0,
  damaged: 0,
  late: 0,
  losses: 0,
};

/** What is known after one more session. */
export function addSession(
  health: LinkHealth,
  counts: SessionCounts,
  battery: number | undefined,
): LinkHealth {
  return {
    ...health,
    battery,
    received: health.received + counts.heartbeats,
    missed: health.missed + counts.missedHeartbeats,
    damaged: health.damaged + counts.damaged,
    late: health.late + counts.stale,
  };
}
