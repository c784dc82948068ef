/*
 * Motion front end: accelerometer samples at any told rate to frames at 25 Hz.
 *
 *   milli-g -> 50 Hz by linear interpolation -> wear rotation -> gravity by a
 *   one-pole low-pass -> pairs averaged -> 3 linear + 3 gravity channels, int8
 *
 * The phase of the interpolation is a whole number, so it never drifts: after n
 * samples at the told rate exactly floor((n - 1) * 50 / rate) + 1 samples at
 * 50 Hz have been made. One frame unit is 16 milli-g in the linear channels
 * (clipped at 2 g) and in the gravity channels.
 *
 * Samples may hold any value; they are clipped to 16.384 g. The rotation may
 * hold any value: none makes the arithmetic overflow.
 */
#ifndef BK_MOTION_H
#define BK_MOTION_H

#include <stdint.h>

#define BK_MOTION_CHANNELS 6u
#define BK_MOTION_FRAME_MS 40u
#define BK_MOTION_RATE_MIN_CHZ 1000u  /* slowest and fastest told rate, hundredths of a hertz */
#define BK_MOTION_RATE_MAX_CHZ 40000u

/* The caller owns it; fields are the front end's own. */
typedef struct {
    int16_t rotation_q14[9];
    int16_t last[3];         /* sample before the newest, clipped, milli-g */
    int16_t next[3];         /* newest sample */
    uint16_t rate_chz;
    uint16_t phase;          /* from `last` to the next 50 Hz sample; a sensor interval is 5000 */
    int32_t gravity_q8[3];   /* milli-g */
    int32_t body[3];         /* first 50 Hz sample of a pair, on body axes, milli-g */
    int32_t pair[3];         /* sum of the pair before */
    int16_t linear[3];       /* linear part of the first of a pair, milli-g */
    uint8_t started;         /* 0 no sample yet, 1 no 50 Hz sample, 2 no frame, 3 running */
    uint8_t half;            /* 1: one of a pair has come */
} bk_motion;

/*
 * Makes the front end ready. rate_chz: sensor samples a second in hundredths,
 * BK_MOTION_RATE_MIN_CHZ to BK_MOTION_RATE_MAX_CHZ; a rate outside is taken as
 * the nearer limit. rotation_q14: sensor axes to body axes, row by row,
 * 16384 = 1; read through bk_read.h, so it may lie in an image.
 */
void bk_motion_init(bk_motion *motion, uint16_t rate_chz, const int16_t *rotation_q14);

/* Another rotation from now on, of ordinary memory; begins anew as after init, at the same rate. */
void bk_motion_turn(bk_motion *motion, const int16_t rotation_q14[9]);

/* One sensor sample, gravity included, milli-g. The first one sets gravity.
 * Take all frames by bk_motion_next() before the next push. */
void bk_motion_push(bk_motion *motion, const int16_t milli_g[3]);

/*
 * 1 and the next frame, with its level for the gate: log2 of the squared change
 * from pair to pair, Q8, in units of (milli-g / 2)^2, 0 to about 7600. The change and
 * not the linear part: that one stays high long after a turn, while gravity is
 * still followed. 0 when the samples pushed so far hold no further frame.
 */
int bk_motion_next(bk_motion *motion, int8_t frame[BK_MOTION_CHANNELS], int16_t *level_q8);

#endif /* BK_MOTION_H */
