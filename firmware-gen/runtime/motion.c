#include "motion.h"

#include <string.h>

#include "bk_read.h"
#include "log2.h"

#define INTERVAL 5000u    /* phase units between two sensor samples: 50 Hz in hundredths */
#define LIMIT_MG 16384    /* above the range of a 16 g sensor */
#define GRAVITY_SHIFT 4   /* time constant 16 samples of 50 Hz = 0.32 s */
#define LINEAR_UNIT_MG 16
#define GRAVITY_UNIT_MG 16

static int16_t clip(int32_t value, int16_t limit)
{
    return (int16_t)(value > limit ? limit : value < -limit ? -limit : value);
}

/* value / unit, rounded half away from zero, as int8. */
static int8_t in_units(int32_t value, int16_t unit)
{
    const int32_t rounded = (value + (value < 0 ? -unit / 2 : unit / 2)) / unit;
    return (int8_t)clip(rounded, 127);
}

void bk_motion_init(bk_motion *motion, uint16_t rate_chz, const int16_t *rotation_q14)
{
    memset(motion, 0, sizeof *motion);
    motion->rate_chz = rate_chz < BK_MOTION_RATE_MIN_CHZ   ? BK_MOTION_RATE_MIN_CHZ
                       : rate_chz > BK_MOTION_RATE_MAX_CHZ ? BK_MOTION_RATE_MAX_CHZ
                                                           : rate_chz;
    for (uint8_t i = 0; i < 9; i++) {
        motion->rotation_q14[i] = bk_i16(rotation_q14 + i);
    }
}

void bk_motion_turn(bk_motion *motion, const int16_t rotation_q14[9])
{
    const uint16_t rate_chz = motion->rate_chz;
    memset(motion, 0, sizeof *motion);
    motion->rate_chz = rate_chz;
    memcpy(motion->rotation_q14, rotation_q14, sizeof motion->rotation_q14);
}

void bk_motion_push(bk_motion *motion, const int16_t milli_g[3])
{
    memcpy(motion->last, motion->next, sizeof motion->last);
    for (uint8_t axis = 0; axis < 3; axis++) {
        motion->next[axis] = clip(milli_g[axis], LIMIT_MG);
    }
    if (motion->started == 0) {
        motion->phase = INTERVAL; /* the first 50 Hz sample is the first sensor sample */
        motion->started = 1;
    } else {
        motion->phase = (uint16_t)(motion->phase - INTERVAL);
    }
}

/* The 50 Hz sample at the present phase, on body axes, milli-g. At most
 * 16384 * 3 * 2, for rotation entries up to 2. */
static void interpolate(const bk_motion *motion, int32_t body[3])
{
    int32_t sensor[3];
    for (uint8_t axis = 0; axis < 3; axis++) {
        const int32_t step = (int32_t)motion->next[axis] - motion->last[axis];
        sensor[axis] = motion->last[axis] + step * (int32_t)motion->phase / (int32_t)INTERVAL;
    }
    for (uint8_t row = 0; row < 3; row++) {
        const int16_t *r = motion->rotation_q14 + 3 * row;
        const int32_t sum = sensor[0] * r[0] + sensor[1] * r[1] + sensor[2] * r[2];
        body[row] = (sum + 8192) >> 14;
    }
}

/* Follows gravity with one 50 Hz sample and gives the rest, milli-g. */
static void split(bk_motion *motion, const int32_t body[3], int16_t linear[3])
{
    for (uint8_t axis = 0; axis < 3; axis++) {
        int32_t *gravity_q8 = &motion->gravity_q8[axis];
        if (motion->started == 1) {
            *gravity_q8 = body[axis] * 256;
        }
        *gravity_q8 += (body[axis] * 256 - *gravity_q8) / (1 << GRAVITY_SHIFT);
        linear[axis] = clip(body[axis] - *gravity_q8 / 256, LIMIT_MG);
    }
    if (motion->started == 1) {
        motion->started = 2;
    }
}

/* Squared change from the pair before to this one, whose sum is `pair`. */
static uint32_t change(bk_motion *motion, const int32_t pair[3])
{
    uint32_t squares = 0; /* at most 3 * 2^28 */
    for (uint8_t axis = 0; axis < 3; axis++) {
        const int32_t step = motion->started == 3 ? pair[axis] - motion->pair[axis] : 0;
        const int32_t clipped = clip(step, LIMIT_MG);
        squares += (uint32_t)(clipped * clipped);
    }
    memcpy(motion->pair, pair, sizeof motion->pair);
    motion->started = 3;
    return squares;
}

int bk_motion_next(bk_motion *motion, int8_t frame[BK_MOTION_CHANNELS], int16_t *level_q8)
{
    while (motion->started != 0 && motion->phase <= INTERVAL) {
        int32_t body[3];
        int16_t linear[3];
        interpolate(motion, body);
        split(motion, body, linear);
        motion->phase = (uint16_t)(motion->phase + motion->rate_chz);

        motion->half = (uint8_t)!motion->half;
        if (motion->half != 0) {
            memcpy(motion->body, body, sizeof motion->body);
            memcpy(motion->linear, linear, sizeof motion->linear);
            continue;
        }
        for (uint8_t axis = 0; axis < 3; axis++) {
            frame[axis] = in_units((int32_t)motion->linear[axis] + linear[axis], 2 * LINEAR_UNIT_MG);
            frame[axis + 3] = in_units(motion->gravity_q8[axis] / 256, GRAVITY_UNIT_MG);
            body[axis] += motion->body[axis];
        }
        *level_q8 = bk_log2_q8(change(motion, body));
        return 1;
    }
    return 0;
}
