import type { CSSProperties } from "react";
import { useText } from "../text/text-context.tsx";
import { rateInWords } from "./rates.ts";

/** Wrong activations an hour: what was seen, how many there may be at most, and the limit. The words beside it say the same. */
export function BoundPicture({
  seen,
  most,
  limit,
}: {
  /** An hour each. `most`: 95 % upper bound. */
  seen: number;
  most: number;
  limit: number;
}) {
  const text = useText();
  const words = text.soak;
  // The limit stands at a third, so that what is far above it still shows as far.
  const widest = 3 * limit;
  const at = (rate: number): string => `${(100 * Math.min(rate, widest)) / widest}%`;
  const style = { "--seen": at(seen), "--most": at(most), "--limit": at(limit) } as CSSProperties;
  const say = (rate: number): string => rateInWords(rate, text);
  return (
    <div
      className={`bound ${most < limit ? "is-under" : seen > limit ? "is-over" : ""}`}
      role="img"
      aria-label={words.picture(say(seen), say(most), say(limit))}
      style={style}
    >
      <span className="bound-most" />
      {most > widest && <span className="bound-more">›</span>}
      <span className="bound-limit" />
      <span className="bound-seen" />
      <span className="bound-mark bound-mark-limit">
        {words.marks.limit} {say(limit)}
      </span>
    </div>
  );
}
