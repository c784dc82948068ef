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
#include "template.h" /* bk_vectors */

#ifdef __cplusplus
extern "C" {
#endif

#define BK_NETWORK_TENSORS_MAX 200u
#define BK_NETWORK_OPS_MAX 200u
#define BK_NETWORK_NO_TENSOR 255u

/* State of one network. Fields are this module's own. */
typedef struct {
    const uint8_t *program;     /* section NETW */
    const uint8_t *weights;     /* section WGHT */
    int8_t *work;
    uint16_t *newest;           /* per tensor: ring slot written last */
    uint16_t vector_size;       /* values of one vector */
    uint8_t vector_period;      /* frames from one vector to the next, 1 to 255 */
    uint8_t frame;              /* frames since the last vector */
} bk_network;

/*
 * Checks every operand of every operator, for frames of frame_size values and a
 * head of `classes` classes (0: the head reads vectors, not scores).
 */
bk_status bk_network_check(const bk_section *program, const bk_section *weights,
                           uint16_t frame_size, uint8_t classes);

/* Values of one vector of a checked network, and frames from one to the next (1 to 255). */
void bk_network_vectors(const uint8_t *program, uint16_t *size, uint8_t *period);

/* Bytes of memory that a checked network needs besides its state. */
uint32_t bk_network_memory(const uint8_t *program);

/* Makes a checked network ready for the first frame. memory: bk_network_memory()
 * bytes aligned to 2, in use as long as the network is. */
void bk_network_init(bk_network *network, void *memory, const uint8_t *program,
                     const uint8_t *weights);

/* Takes one frame. Returns the new vector, valid until the next call, or NULL
 * in a frame that makes none. */
const int8_t *bk_network_step(bk_network *network, const int8_t *frame);

/* Runs the segment stage over at least one vector. Returns the scores, one per
 * class, valid until the next call of any function here; NULL if the network has none. */
const int16_t *bk_network_score(bk_network *network, const bk_vectors *vectors);

#ifdef __cplusplus
}
#endif

#endif /* BK_NETWORK_H */
