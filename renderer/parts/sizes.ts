/** Amounts of storage and moments, as people read them. */
import type { Text } from "../text/en.ts";

const UNITS = ["kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

export function bytesInWords(bytes: number, { locale }: Text): string {
  let size = bytes / 1000;
  let unit = 0;
  for (; size >= 999.5 && unit < UNITS.length - 1; unit++) size /= 1000;
  const digits = size < 10 ? 1 : 0;
  const style = { style: "unit", unit: UNITS[unit]!, unitDisplay: "short" } as const;
  return new Intl.NumberFormat(locale, { ...style, maximumFractionDigits: digits }).format(size);
}

/** The day alone. */
export function dayInWords(at: number, { locale }: Text): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "long" }).format(at);
}

export function momentInWords(at: number, { locale }: Text): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(at);
}
