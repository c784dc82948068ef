/*
 * Network: runs an int8 graph over a stream of frames, one step per frame.
 * Arithmetic is that of TensorFlow Lite's reference kernels, to the bit.
 *
 *   per frame:   bk_network_step -> a vector, or none where the network strides in time
 *   per segment: bk_network_score over the vectors of the segment -> int16 scores
 *
 * A tensor keeps its last `depth` steps in a ring which convolutions read in
 * place; before the first step it holds real zeros. Kernels are reached through
 * a table (ops.h), where a board may put faster twins of the _ref ones.
 *
 * Trusted: pointers, and the sections after bk_network_check said BK_OK.
 * Untrusted until then: every byte of the sections NETW and WGHT.
 */
#ifndef BK_NETWORK_H
#define BK_NETWORK_H

#include "beckon.h"
#include "image.h"

#ifdef __cplusplus
extern "C" {
#endif

#define BK_NETWORK_TENSORS_MAX 200u
#define BK_NETWORK_NO_TENSOR 255u

/* State of one network. The caller owns it and the work memory. */
typedef struct {
    const uint8_t *program;     /* section NETW */
    const uint8_t *weights;     /* section WGHT */
    int8_t *work;               /* bk_network_work_size() bytes, aligned to 2 */
    uint16_t *newest;           /* per tensor: ring slot written last */
    uint8_t tensors, ops, input, vector, scores;
    uint8_t vector_period;      /* frames from one vector to the next, 1 to 255 */
    uint16_t vector_size;       /* values of one vector */
    uint8_t phase[1];           /* frames since the start, modulo each period; one per operator */
} bk_network;

/* A stretch of vectors in a ring: count vectors, the first at index `first`. */
typedef struct {
    const int8_t *ring;
    uint16_t length;            /* vectors the ring holds */
    uint16_t size;              /* values of one vector */
    uint16_t first;             /* below length */
    uint16_t count;             /* at most length */
} bk_sequence;

/* Vector i (below count) of a sequence. */
static inline const int8_t *bk_sequence_at(const bk_sequence *sequence, uint16_t i)
{
    const uint16_t to_end = (uint16_t)(sequence->length - sequence->first);
    const uint16_t slot = i < to_end ? (uint16_t)(sequence->first + i) : (uint16_t)(i - to_end);
    return sequence->ring + (size_t)slot * sequence->size;
}

/*
 * Checks every operand of every operator, for frames of frame_size values and a
 * head of `classes` classes (0: the head reads vectors, not scores).
 */
bk_status bk_network_check(const bk_section *program, const bk_section *weights,
                           uint16_t frame_size, uint8_t classes);

/* Bytes of the state struct with its tails, and of the work memory, of a checked program. */
uint32_t bk_network_state_size(const uint8_t *program);
uint32_t bk_network_work_size(const uint8_t *program);

/* Makes a checked network ready for the first frame. state: bk_network_state_size()
 * bytes aligned to 8; work: bk_network_work_size() bytes aligned to 2. */
bk_network *bk_network_init(void *state, void *work, const uint8_t *program,
                            const uint8_t *weights);

/* Takes one frame. Returns the new vector, valid until the next call, or NULL
 * in a frame that makes none. */
const int8_t *bk_network_step(bk_network *network, const int8_t *frame);

/* Runs the segment stage over at least one vector. Returns the scores, one per
 * class, valid until the next call of any function here; NULL if the network has none. */
const int16_t *bk_network_score(bk_network *network, const bk_sequence *vectors);

#ifdef __cplusplus
}
#endif

#endif /* BK_NETWORK_H */
