/* CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED. Layouts are in PROTOCOL.md, section WGHT. */
#include "bk_read.h"
#include "fixed.h"
#include "ops.h"
#include "simd.h"

static int32_t weight_at(const uint8_t *weights, uint32_t index)
{
#ifdef __AVR__
    return bk_i8(weights + index);
#else
    return ((const int8_t *)weights)[index]; /* in place, so that the compiler can widen whole vectors */
#endif
}

/* Sum of (value - zero point) * weight. At most 65,535 products of less than
 * 2^15 each, so it does not overflow. */
static int32_t dot(const int8_t *values, const uint8_t *weights, uint16_t count, int16_t zero_point)
{
#ifdef __AVR__
    int32_t sum = 0;
    for (uint16_t i = 0; i < count; i++) {
        sum += ((int32_t)values[i] - zero_point) * weight_at(weights, i);
    }
    return sum;
#else
    return bk_dot(values, zero_point, (const int8_t *)weights, count);
#endif
}

/* Numbers of `outputs` channels: i32 biases, i32 multipliers, i8 shifts. */
static int8_t finish(const bk_op *op, int32_t sum, uint16_t channel, uint16_t outputs)
{
    const uint8_t *numbers = op->numbers;
    const uint32_t at = (uint32_t)channel * 4u;
    const uint32_t all = (uint32_t)outputs * 4u;
    const int32_t biased = bk_add_wrapping(sum, bk_i32(numbers + at));
    const int32_t scaled =
        bk_scale(biased, bk_i32(numbers + all + at), bk_i8(numbers + 2u * all + channel));
    return (int8_t)bk_clamp(bk_add_wrapping(scaled, op->out.zero_point), op->min, op->max);
}

/* Kernel bands [*from, *to) that meet a band of the input, for output band `band`.
 * Returns the input band under kernel band 0, which may be below 0. */
static int32_t window(const bk_op *op, uint16_t band, uint16_t *from, uint16_t *to)
{
    const int32_t base = (int32_t)band * op->stride_bands - op->pad_bands;
    const int32_t end = (int32_t)op->in.bands - base;
    *from = (uint16_t)bk_clamp(-base, 0, op->kernel_bands);
    *to = (uint16_t)bk_clamp(end, *from, op->kernel_bands);
    return base;
}

#define TAPS_KEPT 8u /* taps in time whose place is found once a band, not once an output */

/* The values under tap t of the kernel, from band 0 on. */
static const int8_t *tap_step(const bk_op *op, uint8_t t)
{
    return bk_tensor_step(&op->in, (uint16_t)((op->kernel_time - 1u - t) * op->dilation_time));
}

void bk_conv_2d_ref(const bk_op *op)
{
    const uint16_t depth = op->in.channels;
    int8_t *out = bk_tensor_step(&op->out, 0);
    for (uint16_t band = 0; band < op->out.bands; band++) {
        uint16_t from, to;
        const int32_t base = window(op, band, &from, &to);
        const uint16_t run = (uint16_t)((to - from) * depth);
        const uint32_t first = (uint32_t)(base + from) * depth;
        const uint32_t row = (uint32_t)op->kernel_bands * depth;
        const uint8_t *weights = op->weights + (uint32_t)from * depth;
        const uint8_t taps = run > 0 ? op->kernel_time : 0u;
        const int8_t *kept[TAPS_KEPT];
        for (uint8_t t = 0; t < taps && t < TAPS_KEPT; t++) {
            kept[t] = tap_step(op, t) + first;
        }
        for (uint16_t channel = 0; channel < op->out.channels; channel++) {
            int32_t sum = 0;
            for (uint8_t t = 0; t < taps; t++, weights += row) {
                const int8_t *values = t < TAPS_KEPT ? kept[t] : tap_step(op, t) + first;
                sum += dot(values, weights, run, op->in.zero_point);
            }
            *out++ = finish(op, sum, channel, op->out.channels);
        }
    }
}

#define BLOCK 16u /* channels summed together, so that a compiler can use vectors */

/* Adds the products of one tap for `count` output channels from `channel` on. */
static void tap(const bk_op *op, const int8_t *values, uint32_t weights_at, uint16_t channel,
                uint16_t count, int32_t sums[BLOCK])
{
    const uint16_t multiplier = (uint16_t)(op->out.channels / op->in.channels);
    const uint8_t *weights = op->weights + weights_at + channel;
    if (multiplier == 1u) {
        for (uint16_t i = 0; i < count; i++) {
            sums[i] += ((int32_t)values[channel + i] - op->in.zero_point) * weight_at(weights, i);
        }
        return;
    }
    for (uint16_t i = 0; i < count; i++) {
        const int32_t value = values[(uint16_t)(channel + i) / multiplier];
        sums[i] += (value - op->in.zero_point) * weight_at(weights, i);
    }
}

void bk_depthwise_conv_2d_ref(const bk_op *op)
{
    const uint16_t channels = op->out.channels;
    int8_t *out = bk_tensor_step(&op->out, 0);
    for (uint16_t band = 0; band < op->out.bands; band++) {
        uint16_t from, to;
        const int32_t base = window(op, band, &from, &to);
        for (uint16_t channel = 0; channel < channels; channel = (uint16_t)(channel + BLOCK)) {
            const uint16_t left = (uint16_t)(channels - channel);
            const uint16_t count = left < BLOCK ? left : (uint16_t)BLOCK;
            int32_t sums[BLOCK] = {0};
            for (uint8_t t = 0; t < op->kernel_time; t++) {
                const uint16_t age = (uint16_t)((op->kernel_time - 1u - t) * op->dilation_time);
                const int8_t *step = bk_tensor_step(&op->in, age);
                for (uint16_t k = from; k < to; k++) {
                    tap(op, step + (uint32_t)(base + k) * op->in.channels,
                        ((uint32_t)t * op->kernel_bands + k) * channels, channel, count, sums);
                }
            }
            for (uint16_t i = 0; i < count; i++) {
                *out++ = finish(op, sums[i], (uint16_t)(channel + i), channels);
            }
        }
    }
}

void bk_fully_connected_ref(const bk_op *op)
{
    const uint16_t inputs = bk_tensor_size(&op->in);
    const uint16_t outputs = bk_tensor_size(&op->out);
    const int8_t *values = bk_tensor_step(&op->in, 0);
    int8_t *out = bk_tensor_step(&op->out, 0);
    for (uint16_t i = 0; i < outputs; i++) {
        const int32_t sum =
            dot(values, op->weights + (uint32_t)i * inputs, inputs, op->in.zero_point);
        out[i] = finish(op, sum, i, outputs);
    }
}
