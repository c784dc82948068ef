/*
 * SOFTMAX, int8 to int8 or int16, in fixed point like gemmlowp: a number
 * "with n integer bits" is an int32 whose real value is raw / 2^(31 - n).
 */
#include "bk_read.h"
#include "fixed.h"
#include "ops.h"

#define EXP_INTEGER_BITS 5
#define SUM_INTEGER_BITS 12
#define ONE INT32_MAX /* the nearest to 1 that no integer bits can hold */

/* value * 2^bits, saturating. */
static int32_t shift_left_saturating(int32_t value, uint8_t bits)
{
    const int32_t limit = (int32_t)((uint32_t)INT32_MAX >> bits);
    return value > limit ? INT32_MAX : value < -limit - 1 ? INT32_MIN
                                                          : bk_shift_left_wrapping(value, bits);
}

/* exp(a) for a in [-1/4, 0), no integer bits: Taylor's series around -1/8 to the fourth power. */
static int32_t exp_quarter(int32_t a)
{
    const int32_t exp_of_minus_eighth = 1895147668;
    const int32_t third = 715827883;
    const int32_t x = bk_add_wrapping(a, (int32_t)1 << 28);
    const int32_t x2 = bk_multiply_high(x, x);
    const int32_t x3 = bk_multiply_high(x2, x);
    const int32_t x4 = bk_multiply_high(x2, x2);
    const int32_t quarter_x4 = bk_shift_right_rounding(x4, 2);
    const int32_t tail = bk_shift_right_rounding(
        bk_add_wrapping(bk_multiply_high(bk_add_wrapping(quarter_x4, x3), third), x2), 1);
    return bk_add_wrapping(exp_of_minus_eighth,
                           bk_multiply_high(exp_of_minus_eighth, bk_add_wrapping(x, tail)));
}

/* exp(a) for a <= 0 with 5 integer bits; the result has none. */
static int32_t exp_negative(int32_t a)
{
    /* exp(-2^i) for i = -2 to 4, no integer bits */
    static const int32_t factors[7] BK_TABLE = {1672461947, 1302514674, 790015084, 290630308,
                                                39332535,   720401,     242};
    const uint8_t fraction_bits = 31 - EXP_INTEGER_BITS;
    const int32_t quarter = (int32_t)1 << (fraction_bits - 2);
    const int32_t in_quarter = (a & (quarter - 1)) - quarter; /* [-1/4, 0) */
    int32_t result = exp_quarter(shift_left_saturating(in_quarter, EXP_INTEGER_BITS));
    const uint32_t rest = (uint32_t)in_quarter - (uint32_t)a; /* whole quarters left over */
    for (uint8_t i = 0; i < 7; i++) {
        if ((rest >> (fraction_bits - 2 + i)) & 1u) {
            result = bk_multiply_high(result, bk_i32(&factors[i]));
        }
    }
    return a == 0 ? ONE : result;
}

/* 1 / (1 + a) for a in [0, 1), no integer bits: Newton's method with 2 integer bits. */
static int32_t reciprocal_of_one_plus(int32_t a)
{
    const int32_t one_2 = (int32_t)1 << 29;
    /* (a + 1) / 2, rounded half away from zero; a is never negative here */
    const int32_t half_denominator = (int32_t)(((uint32_t)a + (uint32_t)ONE + 1u) / 2u);
    int32_t x = bk_add_wrapping(1515870810, /* 48/17 */
                                bk_multiply_high(half_denominator, -1010580540 /* -32/17 */));
    for (uint8_t i = 0; i < 3; i++) {
        const int32_t error = bk_add_wrapping(one_2, -bk_multiply_high(half_denominator, x));
        x = bk_add_wrapping(x, shift_left_saturating(bk_multiply_high(x, error), 2));
    }
    return shift_left_saturating(x, 1); /* half of x with 1 integer bit, to none */
}

static uint8_t leading_zeros(uint32_t value)
{
    uint8_t zeros = 0;
    while (zeros < 32u && (value & (0x80000000u >> zeros)) == 0) {
        zeros++;
    }
    return zeros;
}

void bk_softmax_ref(const bk_op *op)
{
    const uint16_t size = bk_tensor_size(&op->in);
    const int8_t *in = bk_tensor_step(&op->in, 0);
    const int32_t multiplier = bk_i32(op->numbers);
    const uint8_t left = (uint8_t)bk_i32(op->numbers + 4);
    const int32_t diff_min = bk_i32(op->numbers + 8);
    const uint8_t wide = op->out.type != 0;
    int8_t *out = bk_tensor_step(&op->out, 0);

    int8_t largest = INT8_MIN;
    for (uint16_t i = 0; i < size; i++) {
        largest = in[i] > largest ? in[i] : largest;
    }
    int32_t sum = 0; /* at most 128 times 2^19 */
    for (uint16_t i = 0; i < size; i++) {
        const int32_t diff = (int32_t)in[i] - largest;
        if (diff >= diff_min) {
            const int32_t a = bk_multiply_high(bk_shift_left_wrapping(diff, left), multiplier);
            sum += bk_shift_right_rounding(exp_negative(a), SUM_INTEGER_BITS);
        }
    }
    const uint8_t headroom = leading_zeros((uint32_t)sum);
    const uint8_t bits_over_one = (uint8_t)(SUM_INTEGER_BITS - headroom);
    const int32_t scale =
        reciprocal_of_one_plus((int32_t)(((uint32_t)sum << headroom) - 0x80000000u));
    const uint8_t out_shift = (uint8_t)(bits_over_one + 31u - (wide ? 16u : 8u));
    const int32_t low = wide ? INT16_MIN : INT8_MIN;
    for (uint16_t i = 0; i < size; i++) {
        const int32_t diff = (int32_t)in[i] - largest;
        int32_t value = low;
        if (diff >= diff_min) {
            const int32_t a = bk_multiply_high(bk_shift_left_wrapping(diff, left), multiplier);
            const int32_t part = bk_multiply_high(scale, exp_negative(a));
            value = bk_clamp(bk_shift_right_rounding(part, out_shift) + low, low, -(low + 1));
        }
        if (wide) {
            ((int16_t *)(void *)out)[i] = (int16_t)value;
        } else {
            out[i] = (int8_t)value;
        }
    }
}
