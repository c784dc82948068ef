/* ADD and MEAN. The number blocks are in PROTOCOL.md, section WGHT. */
#include "bk_read.h"
#include "fixed.h"
#include "ops.h"

/* A factor below 1: i32 multiplier, i32 shift of 0 to -31. */
static int32_t scale_by(const uint8_t *numbers, int32_t value)
{
    return bk_scale(value, bk_i32(numbers), (int8_t)bk_i32(numbers + 4));
}

/* Both inputs are shifted left, brought to one scale, added, and brought to the output's. */
void bk_add_ref(const bk_op *op)
{
    const uint16_t size = bk_tensor_size(&op->out);
    const uint8_t left = (uint8_t)bk_i32(op->numbers);
    const int8_t *a = bk_tensor_step(&op->in, 0);
    const int8_t *b = bk_tensor_step(&op->in2, 0);
    int8_t *out = bk_tensor_step(&op->out, 0);
    for (uint16_t i = 0; i < size; i++) {
        const int32_t wide_a = bk_shift_left_wrapping((int32_t)a[i] - op->in.zero_point, left);
        const int32_t wide_b = bk_shift_left_wrapping((int32_t)b[i] - op->in2.zero_point, left);
        const int32_t sum = bk_add_wrapping(scale_by(op->numbers + 4, wide_a),
                                            scale_by(op->numbers + 12, wide_b));
        const int32_t scaled = scale_by(op->numbers + 20, sum);
        out[i] = (int8_t)bk_clamp(bk_add_wrapping(scaled, op->out.zero_point), op->min, op->max);
    }
}

/* Mean over the vectors of a segment. The division by their count is folded into
 * the multiplier, with the precision that the shift leaves. */
void bk_mean_ref(const bk_op *op)
{
    const uint16_t count = op->vectors->count;
    const uint16_t size = bk_tensor_size(&op->out);
    const int32_t shift = bk_i32(op->numbers + 4);
    int32_t fold = 0;
    while ((count >> fold) > 1) {
        fold++;
    }
    fold = fold < 31 + shift ? fold : 31 + shift;
    const int32_t multiplier =
        (int32_t)((int64_t)bk_i32(op->numbers) * ((int64_t)1 << fold) / count);

    int8_t *out = bk_tensor_step(&op->out, 0);
    for (uint16_t i = 0; i < size; i++) {
        int32_t sum = 0;
        uint32_t slot = op->vectors->first;
        for (uint16_t n = 0; n < count; n++) {
            sum += (int32_t)op->vectors->data[slot * size + i] - op->in.zero_point;
            slot = slot + 1u == op->vectors->capacity ? 0u : slot + 1u;
        }
        const int32_t mean = bk_scale(sum, multiplier, (int8_t)(shift - fold));
        out[i] = (int8_t)bk_clamp(bk_add_wrapping(mean, op->out.zero_point), op->min, op->max);
    }
}
