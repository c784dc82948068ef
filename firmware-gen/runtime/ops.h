/*
 * Kernels: one run of one operator. Each kernel called _ref is the plain
 * version; a faster twin must equal it to the bit and takes its place in
 * bk_kernels, the table that network.c calls through.
 *
 * Trusted: everything in a bk_op. network.c has checked that every operand lies
 * in its memory. Weights and numbers are read through bk_read.h.
 */
#ifndef BK_OPS_H
#define BK_OPS_H

#include <stdint.h>

#include "template.h" /* bk_vectors */

/* Operator codes of section NETW; they index bk_kernels. */
enum {
    BK_OP_CONV_2D = 1,
    BK_OP_DEPTHWISE_CONV_2D,
    BK_OP_FULLY_CONNECTED,
    BK_OP_ADD,
    BK_OP_MEAN,
    BK_OP_SOFTMAX,
    BK_OP_END
};

/* A tensor's ring of steps; a step is bands x channels values, channel last. */
typedef struct {
    int8_t *ring;
    uint16_t bands, channels;
    uint16_t depth;         /* steps in the ring */
    uint16_t newest;        /* slot written last; for an output the one to write */
    int16_t zero_point;
    uint8_t type;           /* 0 int8, 1 int16 */
} bk_tensor;

static inline uint16_t bk_tensor_size(const bk_tensor *tensor)
{
    return (uint16_t)((uint32_t)tensor->bands * tensor->channels);
}

/* The step `age` (below depth) steps before the newest. */
static inline int8_t *bk_tensor_step(const bk_tensor *tensor, uint16_t age)
{
    const uint16_t slot = age <= tensor->newest
                              ? (uint16_t)(tensor->newest - age)
                              : (uint16_t)(tensor->newest + tensor->depth - age);
    return tensor->ring + (uint32_t)slot * bk_tensor_size(tensor);
}

typedef struct {
    bk_tensor in, in2, out;       /* in2: ADD only */
    const bk_vectors *vectors;    /* MEAN only, in place of in's ring */
    const uint8_t *weights;       /* int8, in the image */
    const uint8_t *numbers;       /* biases, multipliers, shifts, in the image */
    uint8_t kernel_time, kernel_bands, dilation_time, stride_bands, pad_bands;
    int8_t min, max;              /* of the output */
} bk_op;

typedef void (*bk_kernel)(const bk_op *op);

extern const bk_kernel bk_kernels[BK_OP_END];

void bk_conv_2d_ref(const bk_op *op);
void bk_depthwise_conv_2d_ref(const bk_op *op);
void bk_fully_connected_ref(const bk_op *op);
void bk_add_ref(const bk_op *op);
void bk_mean_ref(const bk_op *op);
void bk_softmax_ref(const bk_op *op);

#endif /* BK_OPS_H */
