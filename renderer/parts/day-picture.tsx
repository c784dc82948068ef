import { useText } from "../text/text-context.tsx";

const HOURS = 24;
/** Hours that have their name under them. */
const NAMED = [0, 6, 12, 18];

/** Wrong activations over the hours of the day. @param counts midnight first, at least one above 0. */
export function DayPicture({ counts }: { counts: readonly number[] }) {
  const text = useText();
  const words = text.soak.day;
  const most = Math.max(...counts);
  const clock = new Intl.DateTimeFormat(text.locale, { hour: "numeric", timeZone: "UTC" });
  const name = (hour: number): string => clock.format(Date.UTC(2000, 0, 1, hour));
  const said = counts.flatMap((count, hour) => (count === 0 ? [] : [words.hour(name(hour), count)]));
  return (
    <figure className="day">
      <figcaption>{words.title}</figcaption>
      <div className="day-bars" role="img" aria-label={words.picture(said.join(", "))}>
        {Array.from({ length: HOURS }, (_, hour) => (
          <span key={hour} style={{ blockSize: `${(100 * (counts[hour] ?? 0)) / most}%` }} />
        ))}
      </div>
      <div className="day-hours" aria-hidden="true">
        {NAMED.map((hour) => (
          <span key={hour}>{name(hour)}</span>
        ))}
      </div>
    </figure>
  );
}
