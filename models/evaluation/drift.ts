/**
 * Is a command heard less well than it was at the beginning? Voices and
 * movements change by hour, week and illness; the person should hear of it
 * before it hurts. Pure.
 */

/** One time that a command was given, or seemed to be. */
export interface Occasion {
  readonly label: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly heard: boolean;
}

export interface Share {
  readonly heard: number;
  readonly tested: number;
}

export interface Drift {
  readonly label: string;
  /** Its first day. */
  readonly first: Share;
  /** The newest occasions after that day, {@link RECENT_MOST} at most. */
  readonly recent: Share;
  /** It slides: more takes of it would help. */
  readonly sliding: boolean;
}

const FIRST_DAY_MS = 24 * 3600 * 1000;
const RECENT_MOST = 20;
/** One miss is chance, two among the last twenty are a sign. */
const MISSES_LEAST = 2;
const SURE_SHARE = 0.9;

/** @param occasions in any order. @returns one entry per label, in the order of their first occasion. */
export function driftOf(occasions: readonly Occasion[]): Drift[] {
  const ordered = [...occasions].sort((a, b) => a.at - b.at);
  return [...new Set(ordered.map(({ label }) => label))].map((label) => {
    const own = ordered.filter((one) => one.label === label);
    const border = own[0]!.at + FIRST_DAY_MS;
    const first = shareOf(own.filter(({ at }) => at < border));
    const recent = shareOf(own.filter(({ at }) => at >= border).slice(-RECENT_MOST));
    const misses = recent.tested - recent.heard;
    const share = ({ heard, tested }: Share): number => heard / Math.max(1, tested);
    const sliding = misses >= MISSES_LEAST && share(recent) <= SURE_SHARE && share(recent) < share(first);
    return { label, first, recent, sliding };
  });
}

function shareOf(occasions: readonly Occasion[]): Share {
  return { heard: occasions.filter(({ heard }) => heard).length, tested: occasions.length };
}
