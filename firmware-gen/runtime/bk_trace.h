/*
 * Trace: what a runtime computed on the way to its events, for training,
 * conformance vectors and the verification of a device. Off unless asked for.
 */
#ifndef BK_TRACE_H
#define BK_TRACE_H

#include "beckon.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One closed segment that a command's length allows, with the score of every class. */
typedef struct {
    uint32_t start_frame;       /* frames since bk_open */
    uint16_t frames;
    uint8_t classes;
    const int16_t *scores;      /* one per class; higher is surer */
    const int16_t *room_q6;     /* one per value of a frame, or NULL where the head reads none (room.h) */
} bk_trace_segment;

/* Called while samples are pushed; any may be NULL. The pointers are valid
 * during the call only. */
typedef struct {
    void *context;
    void (*frame)(void *context, const int8_t *values, uint16_t size, int16_t level_q8);
    void (*vector)(void *context, const int8_t *values, uint16_t size);
    void (*segment)(void *context, const bk_trace_segment *segment);
} bk_trace;

/* Sets the trace, which must stay in place; NULL ends it. */
void bk_trace_to(bk_runtime *runtime, const bk_trace *trace);

/* Values of one vector: what the segment's head reads. */
uint16_t bk_vector_size(const bk_runtime *runtime);

/* Sums over everything traced: the last three numbers of REPLAY_RESULT (PROTOCOL.md part 2). */
typedef struct {
    bk_trace trace;
    uint32_t frames, vectors, segments; /* counts */
    uint32_t frames_crc;        /* CRC-32 of all frames' values */
    uint32_t vectors_crc;       /* CRC-32 of all vectors' values */
    uint32_t scores_crc;        /* CRC-32 of all scores, little-endian i16 */
} bk_trace_sums;

/* Starts summing what the runtime computes from now on; sums must stay in place
 * until bk_trace_to(runtime, NULL). */
void bk_trace_sum(bk_runtime *runtime, bk_trace_sums *sums);

#ifdef __cplusplus
}
#endif

#endif /* BK_TRACE_H */
