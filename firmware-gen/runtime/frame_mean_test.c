/* Tests of the mean of frames. */
#include "frame_mean.h"

#include <stdio.h>

static int failures = 0;

#define CHECK(condition)                                                              \
    do {                                                                              \
        if (!(condition)) {                                                           \
            failures++;                                                               \
            fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
        }                                                                             \
    } while (0)

static void two_frames_make_one_rounded_away_from_zero(void)
{
    int16_t sums[3];
    int8_t out[3] = {9, 9, 9};
    bk_frame_mean mean;
    bk_frame_mean_init(&mean, sums, 3, 2);
    for (int turn = 0; turn < 2; turn++) { /* nothing of the first pair is left in the second */
        const int8_t one[3] = {1, -1, 127}, other[3] = {2, -2, 127};
        CHECK(!bk_frame_mean_add(&mean, one, out));
        CHECK(bk_frame_mean_add(&mean, other, out));
        CHECK(out[0] == 2 && out[1] == -2 && out[2] == 127);
    }
}

static void the_longest_period_does_not_overflow(void)
{
    int16_t sums[1];
    int8_t out = 0;
    const int8_t lowest = -128;
    bk_frame_mean mean;
    bk_frame_mean_init(&mean, sums, 1, 255);
    int made = 0;
    for (int i = 0; i < 255; i++) {
        made += bk_frame_mean_add(&mean, &lowest, &out);
    }
    CHECK(made == 1 && out == -128);
}

static void one_frame_is_its_own_mean(void)
{
    int16_t sums[1];
    int8_t out = 0;
    const int8_t value = -5;
    bk_frame_mean mean;
    bk_frame_mean_init(&mean, sums, 1, 1);
    CHECK(bk_frame_mean_add(&mean, &value, &out) && out == -5);
}

int main(void)
{
    two_frames_make_one_rounded_away_from_zero();
    the_longest_period_does_not_overflow();
    one_frame_is_its_own_mean();
    printf(failures == 0 ? "frame_mean: all passed\n" : "frame_mean: FAILED\n");
    return failures == 0 ? 0 : 1;
}
