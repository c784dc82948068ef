/*
 * Fixed-point arithmetic of the quantised operators, with the rounding of
 * gemmlowp and TensorFlow Lite (double rounding), to the bit:
 * B. Jacob et al., "Quantization and Training of Neural Networks for Efficient
 * Integer-Arithmetic-Only Inference", arXiv:1712.05877, and gemmlowp's
 * doc/quantization.md. Any operands are allowed; sums wrap around.
 */
#ifndef BK_FIXED_H
#define BK_FIXED_H

#include <stdint.h>

static inline int32_t bk_add_wrapping(int32_t a, int32_t b)
{
    return (int32_t)((uint32_t)a + (uint32_t)b);
}

static inline int32_t bk_shift_left_wrapping(int32_t value, uint8_t bits)
{
    return (int32_t)((uint32_t)value << bits);
}

/* a * b / 2^31, nearest, halves upwards; saturates -1 * -1. gemmlowp divides with
 * truncation after a nudge by sign; floor((product + 2^30) / 2^31) is the same number. */
static inline int32_t bk_multiply_high(int32_t a, int32_t b)
{
    if (a == INT32_MIN && b == INT32_MIN) {
        return INT32_MAX;
    }
    return (int32_t)(((int64_t)a * b + ((int64_t)1 << 30)) >> 31); /* arithmetic shift, see sound.h */
}

/* value / 2^bits, nearest, halves away from zero; bits 0 to 31. */
static inline int32_t bk_shift_right_rounding(int32_t value, uint8_t bits)
{
    const uint32_t mask = ((uint32_t)1 << bits) - 1u;
    const uint32_t rest = (uint32_t)value & mask;
    const uint32_t half = (mask >> 1) + (value < 0 ? 1u : 0u);
    const int32_t floor = value >= 0 ? (int32_t)((uint32_t)value >> bits)
                                     : (int32_t)~(~(uint32_t)value >> bits);
    return floor + (rest > half ? 1 : 0);
}

/* value * multiplier * 2^(shift - 31); shift -31 to 30. */
static inline int32_t bk_scale(int32_t value, int32_t multiplier, int8_t shift)
{
    const uint8_t left = shift > 0 ? (uint8_t)shift : 0u;
    const uint8_t right = shift > 0 ? 0u : (uint8_t)-shift;
    return bk_shift_right_rounding(
        bk_multiply_high(bk_shift_left_wrapping(value, left), multiplier), right);
}

static inline int32_t bk_clamp(int32_t value, int32_t low, int32_t high)
{
    return value < low ? low : value > high ? high : value;
}

#endif /* BK_FIXED_H */
