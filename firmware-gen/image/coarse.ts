/** Templates stored four bits a value (template.h): of what is compared little is lost, and a take costs half. */
import type { TemplateSettings } from "./settings.ts";

type Layout = Pick<TemplateSettings, "channels" | "direction">;

/** BK_TEMPLATE_STEP_DIRECTION and BK_TEMPLATE_STEP. */
const STEP = { direction: 10, rest: 17 } as const;
const LEAST = -8;
const MOST = 7;

const stepAt = (i: number, { channels, direction }: Layout): number =>
  i % channels < direction ? STEP.direction : STEP.rest;

const valueOf = (steps: number, step: number): number => Math.max(-127, steps * step);

/** @param values int8, frames × channels. @returns the same, each brought to the nearest value that four bits can hold. */
export function toCoarse(values: Int8Array, layout: Layout): Int8Array {
  return values.map((value, i) => {
    const step = stepAt(i, layout);
    return valueOf(Math.max(LEAST, Math.min(MOST, Math.round(value / step))), step);
  });
}

/** @param values of {@link toCoarse}. @returns two in a byte, the first in its lower half. */
export function packCoarse(values: Int8Array, layout: Layout): Uint8Array {
  const packed = new Uint8Array((values.length + 1) >> 1);
  values.forEach((value, i) => {
    packed[i >> 1]! |= (Math.round(value / stepAt(i, layout)) & 15) << (i % 2 === 0 ? 0 : 4);
  });
  return packed;
}

/** @param count how many values there are in `packed`. */
export function unpackCoarse(packed: Uint8Array, count: number, layout: Layout): Int8Array {
  return Int8Array.from({ length: count }, (_, i) => {
    const half = (packed[i >> 1]! >> (i % 2 === 0 ? 0 : 4)) & 15;
    return valueOf(half > MOST ? half - 16 : half, stepAt(i, layout));
  });
}
