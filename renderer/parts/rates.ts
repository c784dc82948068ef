/** Figures of a model in plain words. */
import type { ModelView } from "../../main/contract/values.ts";
import type { Text } from "../text/en.ts";

const VAGUE_PER_HOUR = 20;

/** How often it may act by mistake: what was seen, and what to expect at most (the 95 % upper bound). */
export function wrongInWords({ hours, wrong, upperPerHour }: ModelView["everyday"], text: Text): string {
  const { result } = text;
  if (hours <= 0 || upperPerHour === null) return result.wrongNone;
  const seen = result.wrong(wrong, lengthInWords(hours, text));
  // So wide a bound says more about how short the recording was than about the model.
  if (upperPerHour > VAGUE_PER_HOUR) return `${seen} ${result.vague(Math.ceil(upperPerHour - 1e-9))}`;
  const most =
    upperPerHour > 0.5
      ? result.upperHour(Math.ceil(upperPerHour - 1e-9))
      : result.upperHours(Math.floor(1 / upperPerHour + 1e-9));
  const expect =
    wrong === 0 ? result.expectAtMost(most) : result.expect(aboutInWords(wrong / hours, text), most);
  return hours < 0.5 ? `${seen} ${expect} ${result.surer}` : `${seen} ${expect}`;
}

/** What is likely; in times an hour, or in hours where it is rarer. */
function aboutInWords(perHour: number, { result }: Text): string {
  return perHour < 0.75 ? result.oneIn(Math.round(1 / perHour)) : result.anHour(Math.round(perHour));
}

/** Events an hour, as short as it can be said. */
export function rateInWords(perHour: number, text: Text): string {
  const digits = perHour < 1 ? 2 : perHour < 10 ? 1 : 0;
  return new Intl.NumberFormat(text.locale, { maximumFractionDigits: digits }).format(perHour);
}

/** A length of time: seconds below a minute and a half, minutes below an hour and a half. */
export function lengthInWords(hours: number, { locale, result }: Text): string {
  const seconds = hours * 3600;
  if (seconds < 90) return result.secondsLong(Math.round(seconds));
  if (hours < 1.5) return result.minutes(Math.round(seconds / 60));
  return result.hours(new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(hours));
}
