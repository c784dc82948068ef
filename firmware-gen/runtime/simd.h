/*
 * Four int8 values at once on processors with Arm's DSP instructions (Cortex-M4 and
 * up). Everywhere else these are plain loops; both give the same bits.
 */
#ifndef BK_SIMD_H
#define BK_SIMD_H

#include <stdint.h>

#ifdef __ARM_FEATURE_DSP
#include <arm_acle.h>

/* Bytes 0 and 2 of four, and bytes 1 and 3, widened. */
typedef struct {
    int16x2_t even, odd;
} bk_four;

static inline bk_four bk_four_at(const int8_t *values)
{
    uint32_t word;
    __builtin_memcpy(&word, values, sizeof word); /* one load: it need not be aligned */
    const bk_four four = {__sxtb16((int8x4_t)word), __sxtb16((int8x4_t)(word >> 8 | word << 24))};
    return four;
}
#endif

/* Sum of (a - offset) * b over count values. At most 65,535 of them: no product reaches 2^15. */
static inline int32_t bk_dot(const int8_t *a, int16_t offset, const int8_t *b, uint16_t count)
{
    int32_t sum = 0;
    uint16_t i = 0;
#ifdef __ARM_FEATURE_DSP
    const int16x2_t offsets = (int16x2_t)(((uint32_t)(uint16_t)offset << 16) | (uint16_t)offset);
    for (const uint16_t fours = (uint16_t)(count & ~3u); i < fours; i = (uint16_t)(i + 4u)) {
        const bk_four x = bk_four_at(a + i), y = bk_four_at(b + i);
        sum = __smlad(__ssub16(x.even, offsets), y.even, sum);
        sum = __smlad(__ssub16(x.odd, offsets), y.odd, sum);
    }
#endif
    for (; i < count; i++) {
        sum += ((int32_t)a[i] - offset) * b[i];
    }
    return sum;
}

/* Sum of (a - b) squared over count values, at most 65,535. */
static inline uint32_t bk_square_distance(const int8_t *a, const int8_t *b, uint8_t count)
{
    uint32_t sum = 0;
    uint8_t i = 0;
#ifdef __ARM_FEATURE_DSP
    for (const uint8_t fours = (uint8_t)(count & ~3u); i < fours; i = (uint8_t)(i + 4u)) {
        const bk_four x = bk_four_at(a + i), y = bk_four_at(b + i);
        const int16x2_t even = __ssub16(x.even, y.even), odd = __ssub16(x.odd, y.odd);
        sum = (uint32_t)__smlad(odd, odd, __smlad(even, even, (int32_t)sum));
    }
#endif
    for (; i < count; i++) {
        const int32_t difference = (int32_t)a[i] - b[i];
        sum += (uint32_t)(difference * difference);
    }
    return sum;
}

/* bk_square_distance() with b raised to floor wherever it lies below. */
static inline uint32_t bk_square_distance_above(const int8_t *a, const int8_t *b, const int8_t *floor,
                                                uint8_t count)
{
    uint32_t sum = 0;
    uint8_t i = 0;
#ifdef __ARM_FEATURE_DSP
    for (const uint8_t fours = (uint8_t)(count & ~3u); i < fours; i = (uint8_t)(i + 4u)) {
        int8_t raised[4];
        uint32_t low, high;
        __builtin_memcpy(&low, floor + i, sizeof low);
        __builtin_memcpy(&high, b + i, sizeof high);
        (void)__ssub8((int8x4_t)high, (int8x4_t)low); /* its flags say where b is not below */
        const uint32_t chosen = (uint32_t)__sel((uint8x4_t)high, (uint8x4_t)low);
        __builtin_memcpy(raised, &chosen, sizeof chosen);
        const bk_four x = bk_four_at(a + i), y = bk_four_at(raised);
        const int16x2_t even = __ssub16(x.even, y.even), odd = __ssub16(x.odd, y.odd);
        sum = (uint32_t)__smlad(odd, odd, __smlad(even, even, (int32_t)sum));
    }
#endif
    for (; i < count; i++) {
        const int32_t difference = (int32_t)a[i] - (b[i] < floor[i] ? floor[i] : b[i]);
        sum += (uint32_t)(difference * difference);
    }
    return sum;
}

#endif /* BK_SIMD_H */
