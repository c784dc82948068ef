/*
 * Conformance program: the same for every processor. Input: vectors, each an
 * image index, a rate and samples. Output: sums over what the runtime made of
 * each. vectors.ts writes the input and reads the output.
 *
 *   vector = u8 image, u8 0, u16 rate (1/100 Hz, 0 for sound), u32 count, i16[count]
 *   result = u32 CRC-32 of frames and levels, of vectors, of scores, of events;
 *            u16 frames, segments, events, 0
 *
 * A vector with image 255, or one that cannot be run, ends the program with "end".
 * Needs images and backbones, BK_TABLE: u32 length and bytes of each image in turn, and
 * of the backbone beside it, with the length 0 where it carries its own network.
 */
#include <string.h>

#include "bare.h"
#include "beckon.h"
#include "bk_crc32.h"
#include "bk_read.h"
#include "bk_trace.h"

#ifndef CONFORM_ARENA
#define CONFORM_ARENA 65536u
#endif

extern const uint8_t images[];
extern const uint8_t backbones[];

#define IMAGE_NONE 255u
#define SAMPLES_AT_ONCE 30u /* a multiple of three */

/* Aligned by hand: on AVR a uint64_t may lie anywhere. */
static uint64_t arena[CONFORM_ARENA / 8u] __attribute__((aligned(8)));

typedef struct {
    uint32_t frames_crc, vectors_crc, scores_crc, events_crc;
    uint16_t frames, segments, events, none;
} result;

static uint32_t sum_u16(uint32_t crc, uint16_t value)
{
    const uint8_t bytes[2] = {(uint8_t)(value & 0xFFu), (uint8_t)(value >> 8)};
    return bk_crc32(crc, bytes, sizeof bytes);
}

static uint32_t sum_u32(uint32_t crc, uint32_t value)
{
    return sum_u16(sum_u16(crc, (uint16_t)(value & 0xFFFFu)), (uint16_t)(value >> 16));
}

static void take_frame(void *context, const int8_t *values, uint16_t size, int16_t level_q8)
{
    result *sums = (result *)context;
    sums->frames++;
    sums->frames_crc = sum_u16(bk_crc32(sums->frames_crc, values, size), (uint16_t)level_q8);
}

static void take_vector(void *context, const int8_t *values, uint16_t size)
{
    result *sums = (result *)context;
    sums->vectors_crc = bk_crc32(sums->vectors_crc, values, size);
}

static void take_segment(void *context, const bk_trace_segment *segment)
{
    result *sums = (result *)context;
    sums->segments++;
    for (uint8_t i = 0; i < segment->classes; i++) {
        sums->scores_crc = sum_u16(sums->scores_crc, (uint16_t)segment->scores[i]);
    }
}

static void take_events(bk_runtime *runtime, result *sums)
{
    bk_event event;
    while (bk_next_event(runtime, &event)) {
        const uint8_t bytes[3] = {event.phase, event.command, event.runner_up};
        uint32_t crc = bk_crc32(sums->events_crc, bytes, sizeof bytes);
        crc = sum_u16(crc, (uint16_t)event.score);
        crc = sum_u16(crc, (uint16_t)event.second);
        crc = sum_u32(crc, event.start_ms);
        crc = sum_u32(crc, event.end_ms);
        sums->events_crc = sum_u32(crc, event.decided_ms);
        sums->events++;
    }
}

/* Little-endian from ordinary memory, which bk_read.h does not read on AVR. */
static uint32_t number(const uint8_t *from, uint8_t size)
{
    uint32_t value = 0;
    while (size > 0) {
        size--;
        value = value << 8 | from[size];
    }
    return value;
}

/* One of a list; its length at *size. */
static const uint8_t *part_at(const uint8_t *at, uint8_t index, uint32_t *size)
{
    while (index > 0) {
        at += 4u + bk_u32(at);
        index--;
    }
    *size = bk_u32(at);
    return at + 4;
}

static int run_vector(uint8_t index, uint16_t rate_chz, uint32_t count, result *sums)
{
    uint32_t size = 0;
    const uint8_t *image = part_at(images, index, &size);
    bk_backbone backbone;
    backbone.at = part_at(backbones, index, &backbone.size);
    const bk_inputs inputs = {rate_chz, 1, NULL, NULL};
    bk_runtime *runtime = NULL;
    if (bk_open(image, size, &backbone, arena, sizeof arena, &inputs, &runtime) != BK_OK) {
        return 0;
    }
    const bk_trace trace = {sums, take_frame, take_vector, take_segment};
    bk_trace_to(runtime, &trace);
    while (count > 0) {
        int16_t samples[SAMPLES_AT_ONCE];
        const uint16_t part = count < SAMPLES_AT_ONCE ? (uint16_t)count : (uint16_t)SAMPLES_AT_ONCE;
        if (!bk_bare_read(samples, (uint16_t)(part * sizeof *samples))) {
            return 0;
        }
        count -= part;
        if (rate_chz == 0) {
            bk_push_sound(runtime, samples, part);
        } else {
            for (uint16_t i = 0; i + 3u <= part; i = (uint16_t)(i + 3u)) {
                bk_push_motion(runtime, samples + i);
            }
        }
        take_events(runtime, sums);
    }
    return 1;
}

int main(void)
{
    uint8_t head[8];
    while (bk_bare_read(head, sizeof head) && head[0] != IMAGE_NONE) {
        result sums;
        memset(&sums, 0, sizeof sums);
        if (!run_vector(head[0], (uint16_t)number(head + 2, 2), number(head + 4, 4), &sums)) {
            break; /* the missing results tell */
        }
        bk_bare_write(&sums, sizeof sums);
    }
    bk_bare_write("end", 4);
    bk_bare_exit();
}
