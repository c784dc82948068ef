/*
 * Where things stand in section NETW, for network.c and network_check.c only.
 * PROTOCOL.md part 1 has the whole format.
 */
#ifndef BK_NETWORK_RECORDS_H
#define BK_NETWORK_RECORDS_H

#include "bk_read.h"
#include "ops.h"

#define BK_NET_HEADER 12u
#define BK_NET_AT_OPS 1u
#define BK_NET_AT_INPUT 2u
#define BK_NET_AT_VECTOR 3u
#define BK_NET_AT_SCORES 4u
#define BK_NET_AT_WORK 8u

#define BK_TENSOR_RECORD 16u

#define BK_OP_RECORD 28u
#define BK_OP_AT_STAGE 1u
#define BK_OP_AT_PERIOD 2u
#define BK_OP_AT_IN 3u
#define BK_OP_AT_IN2 4u
#define BK_OP_AT_OUT 5u
#define BK_OP_AT_KERNEL_TIME 6u
#define BK_OP_AT_KERNEL_BANDS 7u
#define BK_OP_AT_DILATION 8u
#define BK_OP_AT_STRIDE 9u
#define BK_OP_AT_PAD 10u
#define BK_OP_AT_MIN 11u
#define BK_OP_AT_MAX 12u
#define BK_OP_AT_WEIGHTS 16u
#define BK_OP_AT_NUMBERS 20u

#define BK_STAGE_STEP 0u
#define BK_STAGE_SEGMENT 1u

static inline const uint8_t *bk_net_tensor_record(const uint8_t *program, uint8_t index)
{
    return program + BK_NET_HEADER + (size_t)index * BK_TENSOR_RECORD;
}

/* All of a tensor but its place in memory, whose offset goes to *offset. */
static inline bk_tensor bk_net_tensor(const uint8_t *program, uint8_t index, uint32_t *offset)
{
    const uint8_t *record = bk_net_tensor_record(program, index);
    bk_tensor tensor;
    *offset = bk_u32(record);
    tensor.ring = NULL;
    tensor.bands = bk_u16(record + 4);
    tensor.channels = bk_u16(record + 6);
    tensor.depth = bk_u16(record + 8);
    tensor.newest = 0;
    tensor.type = bk_u8(record + 11);
    tensor.zero_point = bk_i16(record + 12);
    return tensor;
}

/* Frames between two steps of a tensor. */
static inline uint8_t bk_net_period(const uint8_t *program, uint8_t index)
{
    return bk_u8(bk_net_tensor_record(program, index) + 10);
}

static inline const uint8_t *bk_net_op(const uint8_t *program, uint8_t index)
{
    return bk_net_tensor_record(program, bk_u8(program)) + (size_t)index * BK_OP_RECORD;
}

#endif /* BK_NETWORK_RECORDS_H */
