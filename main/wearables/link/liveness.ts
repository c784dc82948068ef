/**
 * Is the wearable still there? Pure: the caller tells the time and what was heard.
 *
 * Two limits, because two promises pull apart (DESIGN §11.1):
 *
 * - {@link QUIET_AFTER_MS} 220 ms without a word: every held command is let go. A loss
 *   happens after the last word, so 250 ms to the released key leave 30 ms for the timer and
 *   the way to the actor. From below: heartbeats of 100 ms came at most 122 ms apart with two
 *   busy processes on two cores and 177 ms with four, so a healthy hold has 43 ms to spare.
 *   One heartbeat that gets lost or damaged (200 ms apart) is still no quiet.
 * - {@link LOST_AFTER_MS} 1,000 ms: the session is over, nothing is armed any more, a new
 *   one is sought. Earlier would disarm the person for a hiccup; the device disarms itself
 *   after the same time without the host's heartbeat, so both sides forget together.
 *
 * While a device erases flash it cannot speak: during a push {@link LOST_WHILE_BUSY_MS} holds
 * (nothing is armed or held then).
 */

export const HEARTBEAT_MS = 100;
export const QUIET_AFTER_MS = 220;
export const LOST_AFTER_MS = 1000;
export const LOST_WHILE_BUSY_MS = 5000;

/** `quiet`: hold nothing. `lost`: end the session. */
export type Liveness = "alive" | "quiet" | "lost";

/**
 * How the wearable stands, and how long that holds without a further word.
 *
 * @param lastHeardMs when its last intact message came, ms on a monotonic clock.
 * @param nowMs the same clock. Earlier than `lastHeardMs`, or not a number, counts as lost:
 *   a broken clock must not keep a key down.
 * @param busy whether a push or replay is going on.
 */
export function judgeLiveness(
  lastHeardMs: number,
  nowMs: number,
  busy: boolean,
): { readonly liveness: Liveness; readonly nextCheckMs: number } {
  const silentMs = nowMs - lastHeardMs;
  const lostAfterMs = busy ? LOST_WHILE_BUSY_MS : LOST_AFTER_MS;
  if (!(silentMs >= 0 && silentMs < lostAfterMs))
    return { liveness: "lost", nextCheckMs: Number.POSITIVE_INFINITY };
  if (silentMs >= QUIET_AFTER_MS) return { liveness: "quiet", nextCheckMs: lastHeardMs + lostAfterMs };
  return { liveness: "alive", nextCheckMs: lastHeardMs + QUIET_AFTER_MS };
}

/**
 * Waiting time before the next attempt to reach a wearable, ms: at once after the first loss,
 * then 0.25 s doubling to 1 s: this may be all the person has to use the computer with, and
 * an attempt costs no more than opening a port (one that opens and stays silent takes 4 s to try).
 *
 * @param failures attempts that failed, and sessions that ended within {@link SETTLED_AFTER_MS},
 *   since the last settled session; 0 or more.
 */
export function reconnectDelayMs(failures: number): number {
  return failures <= 0 ? 0 : Math.min(1000, 250 * 2 ** (failures - 1));
}

/**
 * A session that lasted this long is healthy: back-off starts anew. A board that is reset ten
 * times in a minute is met at once each time; one that restarts in a loop is not.
 */
export const SETTLED_AFTER_MS = 5000;
