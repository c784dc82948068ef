import { type CSSProperties, useEffect, useState } from "react";

const HISTORY = 48;
/** Speech close to a microphone lies between these, dB below full scale. */
const FLOOR_DB = -60;

/** @returns 0..1, what the eye takes for loudness. */
export function shareOfLevel(levelDb: number): number {
  return Math.max(0, Math.min(1, (levelDb - FLOOR_DB) / -FLOOR_DB));
}

/**
 * The sound of the last seconds as bars. A picture only: a screen reader is
 * told verdicts, not levels.
 */
export function LevelStrip({ levelDb, live }: { levelDb: number; live: boolean }) {
  const [history, setHistory] = useState<readonly number[]>(() => Array<number>(HISTORY).fill(0));
  useEffect(() => {
    setHistory((before) => [...before.slice(1), live ? shareOfLevel(levelDb) : 0]);
  }, [levelDb, live]);
  return (
    <svg
      className="level-strip"
      viewBox={`0 0 ${HISTORY * 4} 40`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {history.map((share, i) => (
        <rect
          key={i}
          x={i * 4 + 0.75}
          width={2.5}
          y={20 - Math.max(0.75, share * 19)}
          height={Math.max(1.5, share * 38)}
          rx={1.25}
        />
      ))}
    </svg>
  );
}

/** @param peaks 64 values in 0..1. */
export function Waveform({ peaks }: { peaks: readonly number[] }) {
  const most = Math.max(0.02, ...peaks);
  const above = peaks.map((peak, i) => `${i},${(16 - (peak / most) * 15).toFixed(1)}`);
  const below = peaks.map((peak, i) => `${i},${(16 + (peak / most) * 15).toFixed(1)}`).reverse();
  return (
    <svg
      className="waveform"
      viewBox={`0 0 ${peaks.length - 1} 32`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <polygon points={[...above, ...below].join(" ")} />
    </svg>
  );
}

/** Beckon's mark: rings around a point, which widen with what is heard. Stands still where motion is unwanted. */
export function Disc({
  mood,
  levelDb = -96,
}: {
  mood: "idle" | "waiting" | "hearing" | "paused";
  levelDb?: number;
}) {
  return (
    <div
      className={`disc disc-${mood}`}
      style={{ "--level": shareOfLevel(levelDb) } as CSSProperties}
      aria-hidden="true"
    >
      <span />
      <span />
      <span />
    </div>
  );
}
