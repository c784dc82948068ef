/*
 * The mean of the frames between two steps of a network: what a template head
 * reads beside the network's vector, because the two fail on different sounds.
 */
#ifndef BK_FRAME_MEAN_H
#define BK_FRAME_MEAN_H

#include <stdint.h>

typedef struct {
    int16_t *sums; /* one per value of a frame */
    uint8_t values, period, filled;
} bk_frame_mean;

/* sums: values numbers that stay the mean's own. period: 1 to 255 frames a mean. */
void bk_frame_mean_init(bk_frame_mean *mean, int16_t *sums, uint8_t values, uint8_t period);

/* Takes a frame. With each period-th it writes the mean of the last period frames,
 * rounded half away from zero, and returns 1; else 0 and out is left alone. */
int bk_frame_mean_add(bk_frame_mean *mean, const int8_t *frame, int8_t *out);

#endif /* BK_FRAME_MEAN_H */
