/* Network: check and executor. The contract is in network.h, the format in PROTOCOL.md, part 1. */
#include "network.h"

#include "bk_read.h"
#include "network_records.h"

void bk_network_vectors(const uint8_t *program, uint16_t *size, uint8_t *period)
{
    uint32_t offset;
    const uint8_t index = bk_u8(program + BK_NET_AT_VECTOR);
    const bk_tensor vector = bk_net_tensor(program, index, &offset);
    *size = bk_tensor_size(&vector);
    *period = bk_net_period(program, index);
}

uint32_t bk_network_memory(const uint8_t *program)
{
    const uint32_t slots = (uint32_t)bk_u8(program) * sizeof(uint16_t);
    return slots + bk_u32(program + BK_NET_AT_WORK);
}

static bk_tensor tensor_of(const bk_network *network, uint8_t index)
{
    uint32_t offset;
    bk_tensor tensor = bk_net_tensor(network->program, index, &offset);
    tensor.ring = network->work + offset;
    tensor.newest = network->newest[index];
    return tensor;
}

void bk_network_init(bk_network *network, void *memory, const uint8_t *program,
                     const uint8_t *weights)
{
    const uint8_t tensors = bk_u8(program);
    memset(memory, 0, (size_t)bk_network_memory(program));
    network->program = program;
    network->weights = weights;
    network->newest = (uint16_t *)memory;
    network->work = (int8_t *)memory + (size_t)tensors * sizeof(uint16_t);
    bk_network_vectors(program, &network->vector_size, &network->vector_period);
    network->frame = 0;
    for (uint8_t i = 0; i < tensors; i++) {
        const bk_tensor tensor = tensor_of(network, i);
        if (tensor.depth > 1u) { /* others are written before they are read */
            memset(tensor.ring, tensor.zero_point, (size_t)tensor.depth * bk_tensor_size(&tensor));
        }
    }
}

/* Moves a ring on to the slot that is written next. */
static void advance(bk_network *network, uint8_t index, uint16_t depth)
{
    const uint16_t next = (uint16_t)(network->newest[index] + 1u);
    network->newest[index] = next < depth ? next : 0u;
}

static void run(bk_network *network, uint8_t index, const bk_vectors *vectors)
{
    const uint8_t *record = bk_net_op(network->program, index);
    const uint8_t code = bk_u8(record);
    const uint8_t out = bk_u8(record + BK_OP_AT_OUT);
    uint32_t offset;
    advance(network, out, bk_net_tensor(network->program, out, &offset).depth);

    bk_op op;
    op.in = tensor_of(network, bk_u8(record + BK_OP_AT_IN));
    op.in2 = code == BK_OP_ADD ? tensor_of(network, bk_u8(record + BK_OP_AT_IN2)) : op.in;
    op.out = tensor_of(network, out);
    op.vectors = vectors;
    op.weights = network->weights + bk_u32(record + BK_OP_AT_WEIGHTS);
    op.numbers = network->weights + bk_u32(record + BK_OP_AT_NUMBERS);
    op.kernel_time = bk_u8(record + BK_OP_AT_KERNEL_TIME);
    op.kernel_bands = bk_u8(record + BK_OP_AT_KERNEL_BANDS);
    op.dilation_time = bk_u8(record + BK_OP_AT_DILATION);
    op.stride_bands = bk_u8(record + BK_OP_AT_STRIDE);
    op.pad_bands = bk_u8(record + BK_OP_AT_PAD);
    op.min = bk_i8(record + BK_OP_AT_MIN);
    op.max = bk_i8(record + BK_OP_AT_MAX);
    bk_kernels[code](&op);
}

const int8_t *bk_network_step(bk_network *network, const int8_t *frame)
{
    const uint8_t *program = network->program;
    const uint8_t input = bk_u8(program + BK_NET_AT_INPUT);
    bk_tensor tensor = tensor_of(network, input);
    advance(network, input, tensor.depth);
    tensor.newest = network->newest[input];
    memcpy(bk_tensor_step(&tensor, 0), frame, bk_tensor_size(&tensor));

    network->frame++;
    const uint8_t ops = bk_u8(program + BK_NET_AT_OPS);
    for (uint8_t i = 0; i < ops; i++) {
        const uint8_t *record = bk_net_op(program, i);
        if (bk_u8(record + BK_OP_AT_STAGE) == BK_STAGE_STEP &&
            network->frame % bk_u8(record + BK_OP_AT_PERIOD) == 0) {
            run(network, i, NULL);
        }
    }
    if (network->frame < network->vector_period) {
        return NULL;
    }
    network->frame = 0;
    tensor = tensor_of(network, bk_u8(program + BK_NET_AT_VECTOR));
    return bk_tensor_step(&tensor, 0);
}

const int16_t *bk_network_score(bk_network *network, const bk_vectors *vectors)
{
    const uint8_t *program = network->program;
    const uint8_t scores = bk_u8(program + BK_NET_AT_SCORES);
    if (scores == BK_NETWORK_NO_TENSOR) {
        return NULL;
    }
    const uint8_t ops = bk_u8(program + BK_NET_AT_OPS);
    for (uint8_t i = 0; i < ops; i++) {
        if (bk_u8(bk_net_op(program, i) + BK_OP_AT_STAGE) == BK_STAGE_SEGMENT) {
            run(network, i, vectors);
        }
    }
    const bk_tensor tensor = tensor_of(network, scores);
    return (const int16_t *)(const void *)tensor.ring;
}
