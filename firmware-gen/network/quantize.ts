/**
 * Quantisation arithmetic: what the image builder must turn real scales into,
 * so that the runtime's integer kernels compute them. The rules are those of
 * TensorFlow Lite (tensorflow/lite/kernels/internal/quantization_util.cc):
 * real value = scale × (stored value − zero point).
 */

/** A real factor as `multiplier × 2^(shift − 31)`. */
export interface FixedMultiplier {
  /** 0, or in [2^30, 2^31). */
  readonly multiplier: number;
  /** In [−31, 30]; positive shifts left. */
  readonly shift: number;
}

/**
 * The nearest {@link FixedMultiplier} of a real factor.
 *
 * @param real in [0, 2^30); factors below 2^−32 become 0, as in TensorFlow Lite.
 */
export function quantizeMultiplier(real: number): FixedMultiplier {
  if (!(real >= 0) || real >= 2 ** 30) throw new RangeError(`No fixed multiplier for ${real}`);
  if (real === 0) return { multiplier: 0, shift: 0 };
  let shift = Math.floor(Math.log2(real)) + 1;
  // log2 may be off by one at powers of two; the fraction must lie in [0.5, 1).
  let fraction = real / 2 ** shift;
  if (fraction >= 1) {
    fraction /= 2;
    shift++;
  } else if (fraction < 0.5) {
    fraction *= 2;
    shift--;
  }
  let multiplier = Math.round(fraction * 2 ** 31);
  if (multiplier === 2 ** 31) {
    multiplier /= 2;
    shift++;
  }
  if (shift < -31) return { multiplier: 0, shift: 0 };
  return { multiplier, shift };
}

/** Left shift of both inputs of an int8 ADD before they are brought to one scale. */
export const ADD_LEFT_SHIFT = 20;

/** The three factors of an int8 ADD. */
export interface AddMultipliers {
  readonly a: FixedMultiplier;
  readonly b: FixedMultiplier;
  readonly out: FixedMultiplier;
}

/** @param scales real value of one step of each operand and of the sum; all above 0. */
export function addMultipliers(scaleA: number, scaleB: number, scaleOut: number): AddMultipliers {
  const twiceLargest = 2 * Math.max(scaleA, scaleB);
  return {
    a: quantizeMultiplier(scaleA / twiceLargest),
    b: quantizeMultiplier(scaleB / twiceLargest),
    out: quantizeMultiplier(twiceLargest / (2 ** ADD_LEFT_SHIFT * scaleOut)),
  };
}

/** Integer bits of the exponent's argument in the runtime's softmax. */
const SOFTMAX_INTEGER_BITS = 5;

export interface SoftmaxNumbers {
  readonly multiplier: number;
  readonly leftShift: number;
  /** Differences from the largest input below this have probability 0; never positive. */
  readonly diffMin: number;
}

/**
 * @param scale real value of one step of the softmax's input.
 * @param beta factor of the exponent, 1 unless a temperature is meant.
 */
export function softmaxNumbers(scale: number, beta = 1): SoftmaxNumbers {
  const real = Math.min(beta * scale * 2 ** (31 - SOFTMAX_INTEGER_BITS), 2 ** 31 - 1);
  if (!(real > 1)) throw new RangeError(`Softmax input scale ${scale} is too fine for the runtime`);
  let shift = Math.floor(Math.log2(real)) + 1;
  let multiplier = Math.round((real / 2 ** shift) * 2 ** 31);
  if (multiplier === 2 ** 31) {
    multiplier /= 2;
    shift++;
  }
  const radius = ((2 ** SOFTMAX_INTEGER_BITS - 1) * 2 ** (31 - SOFTMAX_INTEGER_BITS)) / 2 ** shift;
  return { multiplier, leftShift: shift, diffMin: -Math.floor(radius) };
}

/** Scale and zero point of an int8 tensor that holds [low, high]; the range is widened to hold 0. */
export function quantizationOf(low: number, high: number): { scale: number; zeroPoint: number } {
  const bottom = Math.min(low, 0);
  const top = Math.max(high, 0);
  const scale = top > bottom ? (top - bottom) / 255 : 1 / 128;
  const zeroPoint = Math.round(-128 - bottom / scale);
  return { scale, zeroPoint: Math.max(-128, Math.min(127, zeroPoint)) + 0 }; // + 0: never −0
}

/** Nearest int8 of a real value, saturating. Halves go away from zero, as in TensorFlow Lite. */
export function quantizeToInt8(real: number, scale: number, zeroPoint: number): number {
  const steps = real / scale;
  const nearest = Math.sign(steps) * Math.floor(Math.abs(steps) + 0.5);
  return Math.max(-128, Math.min(127, nearest + zeroPoint));
}
