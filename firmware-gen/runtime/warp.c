#include "warp.h"

#include "bk_read.h"
#include "simd.h"
#include "square_root.h"

#define UNREACHED 0xFFFFFFFFu

/* Sum of absolute differences; at most 136 * 255. */
static uint32_t absolute_cost(const int8_t *a, const int8_t *b, uint8_t channels)
{
    uint16_t sum = 0;
    for (uint8_t c = 0; c < channels; c++) {
        const int16_t difference = (int16_t)(a[c] - bk_i8(b + c));
        sum = (uint16_t)(sum + (uint16_t)(difference < 0 ? -difference : difference));
    }
    return sum;
}

/* Length of the difference, Q4; at most 16 * 255 * sqrt(136), about 47600. */
static uint32_t euclid_cost(const int8_t *a, const int8_t *b, uint8_t channels)
{
#ifdef __AVR__
    uint32_t sum = 0;
    for (const int8_t *end = a + channels; a != end; a++, b++) { /* the innermost loop of all */
        const int32_t difference = (int32_t)*a - bk_i8(b);
        sum += (uint32_t)(difference * difference);
    }
    return bk_square_root(sum << 8);
#else
    return bk_square_root(bk_square_distance(a, b, channels) << 8);
#endif
}

#if BK_TEMPLATE_SOUND
/* euclid_cost() with the values of b after `direction` raised to the floor. */
static uint32_t covered_cost(const int8_t *a, const int8_t *b, uint8_t channels, uint8_t direction,
                             const int8_t *floor)
{
    const uint32_t sum = bk_square_distance(a, b, direction) +
                         bk_square_distance_above(a + direction, b + direction, floor,
                                                  (uint8_t)(channels - direction));
    return bk_square_root(sum << 8);
}
#endif

uint16_t bk_warp(const bk_template_settings *settings, const bk_vectors *segment, const int8_t *b,
                 uint16_t frames_b, const int8_t *floor, uint32_t most, uint32_t *row)
{
    (void)floor;
    const uint16_t frames_a = segment->count;
    const uint8_t channels = settings->channels;
    const uint8_t euclid = (settings->options & BK_TEMPLATE_EUCLID) != 0;
    const uint16_t longer = frames_a > frames_b ? frames_a : frames_b;
    if (longer > 2u * (frames_a < frames_b ? frames_a : frames_b)) {
        return BK_TEMPLATE_FAR;
    }
    /* At least 2: the band's middle moves by up to 2 frames from row to row. */
    const uint32_t weight = (uint32_t)frames_a + frames_b;
    const uint32_t most_sum = euclid != 0 && most < BK_TEMPLATE_FAR ? (most + 1u) * weight : UNREACHED;
    const uint16_t wide = (uint16_t)(((uint32_t)longer * settings->band_q8) >> 8);
    const uint16_t half = wide < 2u ? 2u : wide;

    for (uint16_t j = 0; j <= frames_b; j++) {
        row[j] = UNREACHED;
    }
    for (uint16_t i = 0; i < frames_a; i++) {
        const uint16_t middle = (uint16_t)((uint32_t)i * frames_b / frames_a);
        const uint16_t low = middle > half ? (uint16_t)(middle - half) : 0;
        const uint16_t high = middle + half < frames_b ? (uint16_t)(middle + half + 1u) : frames_b;
        const int8_t *a = bk_vector_at(segment, channels, i);
        uint32_t cheapest = UNREACHED;
        uint32_t diagonal = row[low]; /* row[j + 1] holds column j; row[0] is outside */
        row[low] = UNREACHED;
        for (uint16_t j = low; j < high; j++) {
            const int8_t *vector = b + (uint32_t)j * channels;
            const uint32_t here =
#if BK_TEMPLATE_SOUND /* elsewhere there is no floor */
                floor != NULL ? covered_cost(a, vector, channels, settings->direction, floor) :
#endif
                euclid != 0   ? euclid_cost(a, vector, channels)
                              : absolute_cost(a, vector, channels);
            const uint32_t above = row[j + 1u];
            uint32_t best = bk_least(above, row[j]);
            best = best == UNREACHED ? best : best + here;
            if (i == 0 && j == 0) {
                best = 2u * here;
            } else if (diagonal != UNREACHED) {
                best = bk_least(best, diagonal + 2u * here);
            }
            row[j + 1u] = best;
            cheapest = bk_least(cheapest, best);
            diagonal = above;
        }
        if (cheapest >= most_sum && most_sum != UNREACHED) {
            return BK_TEMPLATE_FAR;
        }
    }
    if (euclid != 0) {
        return (uint16_t)bk_least(row[frames_b] / weight, BK_TEMPLATE_FAR);
    }
    /* The sum times 256 would not fit 32 bits: divide first, then its rest. */
    const uint32_t per_channel = weight * channels;
    const uint32_t whole = row[frames_b] / per_channel;
    const uint32_t rest = row[frames_b] % per_channel;
    return (uint16_t)bk_least(whole * 256u + rest * 256u / per_channel, BK_TEMPLATE_FAR);
}
