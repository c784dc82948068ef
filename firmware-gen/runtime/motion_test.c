/* Tests of the motion front end against a plain double-precision reference, and of its limits. */
#include "motion.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static int failures = 0;

#define CHECK(condition)                                                              \
    do {                                                                              \
        if (!(condition)) {                                                           \
            failures++;                                                               \
            fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
        }                                                                             \
    } while (0)

#define SAMPLES 3000u
static const int16_t identity[9] = {16384, 0, 0, 0, 16384, 0, 0, 0, 16384};
static const uint16_t rates_chz[] = {1000, 1903, 3200, 5000, 5731, 10400, 18600, 40000};
#define RATES (sizeof rates_chz / sizeof *rates_chz)

/* Park and Miller's generator, so that a failure repeats. */
static uint32_t random_state = 1;
static int32_t random_upto(int32_t most)
{
    random_state = (uint32_t)((uint64_t)random_state * 48271u % 2147483647u);
    return (int32_t)(random_state % (uint32_t)(2 * most + 1)) - most;
}

static unsigned frames_of(uint16_t rate_chz, unsigned samples)
{
    bk_motion motion;
    bk_motion_init(&motion, rate_chz, identity);
    unsigned frames = 0;
    for (unsigned i = 0; i < samples; i++) {
        const int16_t sample[3] = {0, 0, 1000};
        int8_t frame[BK_MOTION_CHANNELS];
        int16_t level_q8;
        bk_motion_push(&motion, sample);
        while (bk_motion_next(&motion, frame, &level_q8)) {
            frames++;
        }
    }
    return frames;
}

static void every_rate_gives_25_frames_a_second_without_drift(void)
{
    for (unsigned r = 0; r < RATES; r++) {
        for (uint32_t n = 1; n < 60000u; n = n * 3u + 1u) {
            const uint32_t at_50hz = (n - 1u) * 5000u / rates_chz[r] + 1u;
            CHECK(frames_of(rates_chz[r], n) == at_50hz / 2u);
        }
    }
    CHECK(frames_of(1, 500) == frames_of(BK_MOTION_RATE_MIN_CHZ, 500));
    CHECK(frames_of(65535, 500) == frames_of(BK_MOTION_RATE_MAX_CHZ, 500));
}

/* Frames of a movement; turned: by another rotation from the middle on. */
static unsigned frames_turned(int8_t frames[][BK_MOTION_CHANNELS], const int16_t *start, int turn)
{
    static const int16_t upside_down[9] = {16384, 0, 0, 0, -16384, 0, 0, 0, -16384};
    bk_motion motion;
    bk_motion_init(&motion, 5000, start);
    unsigned count = 0;
    for (int i = 0; i < 200; i++) {
        const int16_t sample[3] = {(int16_t)(300 * (i % 7)), (int16_t)(10 * i), 900};
        int16_t level_q8;
        if (i == 100 && turn) {
            bk_motion_turn(&motion, upside_down);
            count = 0;
        }
        bk_motion_push(&motion, sample);
        while (bk_motion_next(&motion, frames[count], &level_q8)) {
            count++;
        }
    }
    return count;
}

static void a_turn_begins_anew_at_the_same_rate(void)
{
    static int8_t straight[100][BK_MOTION_CHANNELS], turned[100][BK_MOTION_CHANNELS];
    CHECK(frames_turned(straight, identity, 0) == 100);
    CHECK(frames_turned(turned, identity, 1) == 50);
    for (unsigned i = 35; i < 50; i++) { /* gravity has settled again */
        for (unsigned axis = 0; axis < BK_MOTION_CHANNELS; axis++) {
            const int sign = axis % 3u == 0 ? 1 : -1;
            const int off = turned[i][axis] - sign * straight[i + 50][axis];
            CHECK(off >= -1 && off <= 1);
        }
    }
}

static void rest_is_gravity_alone_from_the_first_frame(void)
{
    bk_motion motion;
    bk_motion_init(&motion, 5000, identity);
    const int16_t sample[3] = {-600, 0, 800};
    int8_t frame[BK_MOTION_CHANNELS];
    int16_t level_q8;
    for (unsigned i = 0; i < 200; i++) {
        bk_motion_push(&motion, sample);
        if (bk_motion_next(&motion, frame, &level_q8)) {
            static const int8_t expected[BK_MOTION_CHANNELS] = {0, 0, 0, -38, 0, 50};
            CHECK(memcmp(frame, expected, sizeof expected) == 0);
            CHECK(level_q8 == 0);
        }
    }
}

static double between(double low, double high, double way)
{
    return low + (high - low) * way;
}

/* Random walks at every rate, within one unit of a reference in double precision. */
static void frames_agree_with_double_precision(void)
{
    static int16_t walk[SAMPLES][3];
    static const double angle = 0.7;
    const double turn[3][3] = {
        {cos(angle), -sin(angle), 0.0}, {sin(angle), cos(angle), 0.0}, {0.0, 0.0, 1.0}};
    int16_t turn_q14[9];
    for (unsigned i = 0; i < 9; i++) {
        turn_q14[i] = (int16_t)lround(16384.0 * turn[i / 3][i % 3]);
    }
    for (unsigned r = 0; r < RATES; r++) {
        for (unsigned axis = 0; axis < 3; axis++) {
            double value = 500.0, speed = 0.0;
            for (unsigned i = 0; i < SAMPLES; i++) {
                speed = 0.9 * speed + random_upto(30) - 0.01 * (value - 300.0);
                value += speed;
                walk[i][axis] = (int16_t)value;
            }
        }
        bk_motion motion;
        bk_motion_init(&motion, rates_chz[r], turn_q14);
        double gravity[3] = {0}, linear_sum[3] = {0}, pair[3] = {0}, before[3] = {0};
        unsigned taken = 0; /* reference samples at 50 Hz */
        for (unsigned i = 0; i < SAMPLES; i++) {
            bk_motion_push(&motion, walk[i]);
            int8_t frame[BK_MOTION_CHANNELS];
            int16_t level_q8;
            while (bk_motion_next(&motion, frame, &level_q8)) {
                memset(linear_sum, 0, sizeof linear_sum);
                memset(pair, 0, sizeof pair);
                for (unsigned half = 0; half < 2; half++, taken++) {
                    const double at = taken * (rates_chz[r] / 5000.0);
                    const unsigned low = (unsigned)floor(at + 1e-9);
                    const unsigned high = low + 1u < SAMPLES ? low + 1u : low;
                    for (unsigned axis = 0; axis < 3; axis++) {
                        double body = 0.0;
                        for (unsigned c = 0; c < 3; c++) {
                            body += turn[axis][c] * between(walk[low][c], walk[high][c], at - low);
                        }
                        gravity[axis] = taken == 0 ? body : gravity[axis] + (body - gravity[axis]) / 16.0;
                        linear_sum[axis] += body - gravity[axis];
                        pair[axis] += body;
                    }
                }
                double squares = 0.0;
                for (unsigned axis = 0; axis < 3; axis++) {
                    CHECK(fabs(fmax(-127.0, fmin(127.0, linear_sum[axis] / 32.0)) - frame[axis]) <= 1.0);
                    CHECK(fabs(fmax(-127.0, fmin(127.0, gravity[axis] / 16.0)) - frame[axis + 3]) <= 1.0);
                    squares += taken == 2 ? 0.0 : pow(pair[axis] - before[axis], 2.0);
                }
                memcpy(before, pair, sizeof before);
                CHECK(squares < 10000.0 || fabs(256.0 * log2(squares) - level_q8) < 64.0);
            }
        }
        CHECK(taken > 0);
    }
}

static void no_sample_or_rotation_overflows(void)
{
    static const int16_t extremes[] = {INT16_MIN, INT16_MAX, 0};
    for (unsigned round = 0; round < 300; round++) {
        int16_t rotation[9];
        for (unsigned i = 0; i < 9; i++) {
            rotation[i] = extremes[random_upto(1) + 1];
        }
        bk_motion motion;
        bk_motion_init(&motion, rates_chz[round % RATES], rotation);
        for (unsigned i = 0; i < 100; i++) {
            int16_t sample[3];
            for (unsigned axis = 0; axis < 3; axis++) {
                sample[axis] = extremes[random_upto(1) + 1];
            }
            int8_t frame[BK_MOTION_CHANNELS];
            int16_t level_q8 = 0;
            bk_motion_push(&motion, sample);
            while (bk_motion_next(&motion, frame, &level_q8)) {
                CHECK(level_q8 >= 0 && level_q8 <= 7680);
            }
        }
    }
}

int main(void)
{
    every_rate_gives_25_frames_a_second_without_drift();
    a_turn_begins_anew_at_the_same_rate();
    rest_is_gravity_alone_from_the_first_frame();
    frames_agree_with_double_precision();
    no_sample_or_rotation_overflows();
    printf(failures == 0 ? "motion: all passed\n" : "motion: FAILED\n");
    return failures == 0 ? 0 : 1;
}
