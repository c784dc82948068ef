/*
 * Check of the sections NETW and WGHT: afterwards no operand of any operator
 * leaves its memory, and no sum overflows, whatever the bytes say.
 */
#include "network.h"

#include "bk_read.h"
#include "network_records.h"

#define WORK_MAX ((uint32_t)1 << 20)
#define TAPS_MAX 65535u     /* so that a sum of products stays inside an int32 */
#define SOFTMAX_MAX 128u    /* so that the sum of exponents does */
#define ADD_LEFT_MAX 22     /* so that the sum of both inputs does */
#define INT8 0u
#define INT16 1u

typedef struct {
    const uint8_t *program;
    const bk_section *weights;
    uint8_t tensors, vector, vector_period;
} context;

static int tensor_is_right(const uint8_t *program, uint8_t index, uint32_t work)
{
    uint32_t offset;
    const bk_tensor tensor = bk_net_tensor(program, index, &offset);
    const uint32_t size = (uint32_t)tensor.bands * tensor.channels;
    if (size == 0 || size > UINT16_MAX || tensor.depth == 0 || tensor.type > INT16) {
        return 0;
    }
    if (tensor.type == INT16 && tensor.depth != 1u) {
        return 0;
    }
    if (tensor.type == INT8 && (tensor.zero_point < INT8_MIN || tensor.zero_point > INT8_MAX)) {
        return 0;
    }
    const uint32_t all = size > WORK_MAX / tensor.depth ? WORK_MAX + 1u : size * tensor.depth;
    const uint32_t bytes = tensor.type == INT16 ? all * 2u : all;
    return (offset & 1u) == 0 && offset <= work && bytes <= work - offset;
}

/* 1 if `count` bytes at `offset` of WGHT exist. */
static int weights_hold(const context *net, uint32_t offset, uint32_t count)
{
    return offset <= net->weights->size && count <= net->weights->size - offset;
}

static int shift_is_right(int32_t shift, int32_t most)
{
    return shift >= -31 && shift <= most;
}

/* `outputs` biases and multipliers of four bytes, then as many shifts. */
static int channels_are_right(const context *net, const uint8_t *record, uint32_t outputs,
                              uint32_t taps)
{
    const uint32_t numbers = bk_u32(record + BK_OP_AT_NUMBERS);
    if (taps == 0 || taps > TAPS_MAX || outputs * 9u > net->weights->size ||
        taps > net->weights->size / outputs ||
        !weights_hold(net, bk_u32(record + BK_OP_AT_WEIGHTS), outputs * taps) ||
        !weights_hold(net, numbers, outputs * 9u)) {
        return 0;
    }
    const uint8_t *shifts = net->weights->at + numbers + outputs * 8u;
    for (uint32_t i = 0; i < outputs; i++) {
        if (!shift_is_right(bk_i8(shifts + i), 30)) {
            return 0;
        }
    }
    return 1;
}

static int window_is_right(const context *net, const uint8_t *record, const bk_tensor *in,
                           const bk_tensor *out, uint8_t code)
{
    const uint8_t time = bk_u8(record + BK_OP_AT_KERNEL_TIME);
    const uint8_t bands = bk_u8(record + BK_OP_AT_KERNEL_BANDS);
    const uint8_t dilation = bk_u8(record + BK_OP_AT_DILATION);
    if (time == 0 || bands == 0 || (uint32_t)(time - 1u) * dilation >= in->depth) {
        return 0;
    }
    const uint32_t window = (uint32_t)time * bands;
    if (code == BK_OP_CONV_2D) {
        const uint32_t taps = window > TAPS_MAX / in->channels ? 0 : window * in->channels;
        return channels_are_right(net, record, out->channels, taps);
    }
    return out->channels % in->channels == 0 &&
           channels_are_right(net, record, out->channels, window);
}

static int numbers_are_right(const context *net, const uint8_t *record, uint8_t code)
{
    const uint32_t offset = bk_u32(record + BK_OP_AT_NUMBERS);
    const uint32_t size = code == BK_OP_ADD ? 28u : code == BK_OP_MEAN ? 8u : 12u;
    if (!weights_hold(net, offset, size)) {
        return 0;
    }
    const uint8_t *numbers = net->weights->at + offset;
    if (code == BK_OP_ADD) {
        const int32_t left = bk_i32(numbers);
        return left >= 0 && left <= ADD_LEFT_MAX && shift_is_right(bk_i32(numbers + 8), 0) &&
               shift_is_right(bk_i32(numbers + 16), 0) && shift_is_right(bk_i32(numbers + 24), 0);
    }
    if (code == BK_OP_MEAN) {
        return bk_i32(numbers) >= 0 && shift_is_right(bk_i32(numbers + 4), 30);
    }
    const int32_t left = bk_i32(numbers + 4);
    return left >= 0 && left <= 31 && bk_i32(numbers + 8) <= 0;
}

static int same_shape(const bk_tensor *a, const bk_tensor *b)
{
    return a->bands == b->bands && a->channels == b->channels;
}

static int operands_are_right(const context *net, const uint8_t *record, uint8_t code,
                              const bk_tensor *in, const bk_tensor *out)
{
    const uint32_t in_size = bk_tensor_size(in);
    const uint32_t out_size = bk_tensor_size(out);
    switch (code) {
    case BK_OP_CONV_2D:
    case BK_OP_DEPTHWISE_CONV_2D:
        return window_is_right(net, record, in, out, code);
    case BK_OP_FULLY_CONNECTED:
        return channels_are_right(net, record, out_size, in_size);
    case BK_OP_ADD: {
        uint32_t offset;
        const uint8_t second = bk_u8(record + BK_OP_AT_IN2);
        if (second >= net->tensors) {
            return 0;
        }
        const bk_tensor in2 = bk_net_tensor(net->program, second, &offset);
        return in2.type == INT8 && same_shape(in, &in2) && same_shape(in, out) &&
               numbers_are_right(net, record, code);
    }
    case BK_OP_MEAN:
        return bk_u8(record + BK_OP_AT_IN) == net->vector && in_size == out_size &&
               numbers_are_right(net, record, code);
    case BK_OP_SOFTMAX:
        return in_size == out_size && out_size <= SOFTMAX_MAX &&
               numbers_are_right(net, record, code);
    default:
        return 0;
    }
}

static int op_is_right(const context *net, uint8_t index)
{
    const uint8_t *record = bk_net_op(net->program, index);
    const uint8_t code = bk_u8(record);
    const uint8_t stage = bk_u8(record + BK_OP_AT_STAGE);
    const uint8_t period = bk_u8(record + BK_OP_AT_PERIOD);
    const uint8_t in_index = bk_u8(record + BK_OP_AT_IN);
    const uint8_t out_index = bk_u8(record + BK_OP_AT_OUT);
    if (in_index >= net->tensors || out_index >= net->tensors) {
        return 0;
    }
    if (stage == BK_STAGE_STEP) {
        if (code == BK_OP_MEAN || period == 0 || net->vector_period % period != 0) {
            return 0;
        }
    } else if (stage != BK_STAGE_SEGMENT || code == BK_OP_CONV_2D ||
               code == BK_OP_DEPTHWISE_CONV_2D) {
        return 0;
    }
    uint32_t offset;
    const bk_tensor in = bk_net_tensor(net->program, in_index, &offset);
    const bk_tensor out = bk_net_tensor(net->program, out_index, &offset);
    if (in.type != INT8 || (out.type != INT8 && code != BK_OP_SOFTMAX) ||
        bk_i8(record + BK_OP_AT_MIN) > bk_i8(record + BK_OP_AT_MAX)) {
        return 0;
    }
    return operands_are_right(net, record, code, &in, &out);
}

bk_status bk_network_check(const bk_section *program, const bk_section *weights,
                           uint16_t frame_size, uint8_t classes)
{
    if (program->size < BK_NET_HEADER) {
        return BK_ERR_NETWORK;
    }
    const uint8_t *at = program->at;
    const uint8_t tensors = bk_u8(at);
    const uint8_t ops = bk_u8(at + BK_NET_AT_OPS);
    const uint32_t work = bk_u32(at + BK_NET_AT_WORK);
    if (tensors > BK_NETWORK_TENSORS_MAX || ops > BK_NETWORK_OPS_MAX || work > WORK_MAX ||
        program->size != BK_NET_HEADER + (uint32_t)tensors * BK_TENSOR_RECORD +
                             (uint32_t)ops * BK_OP_RECORD) {
        return BK_ERR_NETWORK;
    }
    const uint8_t input = bk_u8(at + BK_NET_AT_INPUT);
    const uint8_t vector = bk_u8(at + BK_NET_AT_VECTOR);
    const uint8_t scores = bk_u8(at + BK_NET_AT_SCORES);
    if (input >= tensors || vector >= tensors ||
        (scores >= tensors && scores != BK_NETWORK_NO_TENSOR)) {
        return BK_ERR_NETWORK;
    }
    for (uint8_t i = 0; i < tensors; i++) {
        if (!tensor_is_right(at, i, work)) {
            return BK_ERR_NETWORK;
        }
    }
    uint32_t offset;
    const bk_tensor in = bk_net_tensor(at, input, &offset);
    const context net = {at, weights, tensors, vector, bk_net_period(at, vector)};
    if (in.type != INT8 || bk_tensor_size(&in) != frame_size || net.vector_period == 0 ||
        bk_net_tensor(at, vector, &offset).type != INT8) {
        return BK_ERR_NETWORK;
    }
    if (classes > 0) {
        if (scores == BK_NETWORK_NO_TENSOR) {
            return BK_ERR_NETWORK;
        }
        const bk_tensor out = bk_net_tensor(at, scores, &offset);
        if (out.type != INT16 || bk_tensor_size(&out) != classes) {
            return BK_ERR_NETWORK;
        }
    }
    for (uint8_t i = 0; i < ops; i++) {
        if (!op_is_right(&net, i)) {
            return BK_ERR_NETWORK;
        }
    }
    return BK_OK;
}
