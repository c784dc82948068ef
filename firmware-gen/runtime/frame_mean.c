#include "frame_mean.h"

#include <string.h>

void bk_frame_mean_init(bk_frame_mean *mean, int16_t *sums, uint8_t values, uint8_t period)
{
    mean->sums = sums;
    mean->values = values;
    mean->period = period;
    mean->filled = 0;
    memset(sums, 0, values * sizeof *sums);
}

int bk_frame_mean_add(bk_frame_mean *mean, const int8_t *frame, int8_t *out)
{
    for (uint8_t i = 0; i < mean->values; i++) {
        mean->sums[i] = (int16_t)(mean->sums[i] + frame[i]); /* at most 255 * 128 */
    }
    mean->filled++;
    if (mean->filled < mean->period) {
        return 0;
    }
    const int16_t half = (int16_t)(mean->period / 2);
    for (uint8_t i = 0; i < mean->values; i++) {
        const int16_t sum = mean->sums[i];
        out[i] = (int8_t)((sum + (sum < 0 ? -half : half)) / mean->period);
        mean->sums[i] = 0;
    }
    mean->filled = 0;
    return 1;
}
