/*
 * What runtime.wasm offers besides beckon.h: whole recordings at a time through
 * the runtime's own modules, for training and evaluation. engine/wasm.ts mirrors
 * every signature and struct here. Trusted: all arguments, they come from engine/.
 */
#include <string.h>

#include "beckon.h"
#include "bk_trace.h"
#include "frame_mean.h"
#include "gate.h"
#include "image.h"
#include "motion.h"
#include "network.h"
#include "sound.h"
#include "template.h"

/* Frames of count samples; returns how many. frames: 40 values each, levels: one each. */
uint32_t bx_sound_frames(const int16_t *pcm, uint32_t count, int8_t *frames, int16_t *levels)
{
    bk_sound sound;
    bk_sound_init(&sound);
    const uint32_t hops = count / BK_SOUND_HOP;
    for (uint32_t i = 0; i < hops; i++) {
        bk_sound_hop(&sound, pcm + i * BK_SOUND_HOP, frames + i * BK_SOUND_BANDS, levels + i);
    }
    return hops;
}

/* Frames of count samples of three values; returns how many, at most most. */
uint32_t bx_motion_frames(const int16_t *milli_g, uint32_t count, uint32_t rate_chz,
                          const int16_t *rotation_q14, int8_t *frames, int16_t *levels,
                          uint32_t most)
{
    bk_motion motion;
    bk_motion_init(&motion, (uint16_t)rate_chz, rotation_q14);
    uint32_t made = 0;
    for (uint32_t i = 0; i < count; i++) {
        bk_motion_push(&motion, milli_g + i * 3u);
        while (made < most &&
               bk_motion_next(&motion, frames + made * BK_MOTION_CHANNELS, levels + made)) {
            made++;
        }
    }
    return made;
}

/* Segments of count levels; returns how many, at most most. */
uint32_t bx_segments(const int16_t *levels, uint32_t count, const bk_gate_settings *settings,
                     bk_gate_segment *segments, uint32_t most)
{
    bk_gate gate;
    bk_gate_init(&gate, settings);
    uint32_t found = 0;
    for (uint32_t i = 0; i < count && found < most; i++) {
        if (bk_gate_frame(&gate, levels[i], &segments[found])) {
            found++;
        }
    }
    return found;
}

/* count vectors, prepared into out. */
void bx_prepare(const bk_template_settings *settings, const int8_t *vectors, uint32_t count,
                int8_t *out)
{
    const bk_vectors segment = {vectors, (uint16_t)count, 0, (uint16_t)count};
    bk_template_prepare(settings, &segment, out);
}

/* A prepared sequence. */
typedef struct {
    const int8_t *data;
    uint32_t frames;
} sequence;

/* Distances of every a to every b, row by row. */
void bx_distances(const bk_template_settings *settings, const sequence *a, uint32_t count_a,
                  const sequence *b, uint32_t count_b, uint16_t *out)
{
    uint32_t row[BK_TEMPLATE_FRAMES_MAX + 1u];
    for (uint32_t i = 0; i < count_a; i++) {
        for (uint32_t j = 0; j < count_b; j++) {
            *out++ = bk_template_distance(settings, a[i].data, (uint16_t)a[i].frames, b[j].data,
                                          (uint16_t)b[j].frames, row);
        }
    }
}

uint32_t bx_network_check(const bk_section *program, const bk_section *weights, uint32_t frame_size)
{
    return (uint32_t)bk_network_check(program, weights, (uint16_t)frame_size, 0);
}

/* Steps through count frames; returns the vectors written to out. */
uint32_t bx_network_run(bk_network *network, const int8_t *frames, uint32_t count,
                        uint32_t frame_size, int8_t *out)
{
    uint32_t made = 0;
    for (uint32_t i = 0; i < count; i++) {
        const int8_t *vector = bk_network_step(network, frames + i * frame_size);
        if (vector != NULL) {
            memcpy(out + made * network->vector_size, vector, network->vector_size);
            made++;
        }
    }
    return made;
}

/* Steps through count frames; returns the vectors written to out, each followed by the mean of
 * the frames it was made from, as the runtime gives them to a head that reads both. */
uint32_t bx_network_run_with_frames(bk_network *network, const int8_t *frames, uint32_t count,
                                    uint32_t frame_size, int8_t *out)
{
    int16_t sums[BK_SOUND_BANDS];
    bk_frame_mean mean;
    bk_frame_mean_init(&mean, sums, (uint8_t)frame_size, network->vector_period);
    uint32_t made = 0;
    for (uint32_t i = 0; i < count; i++) {
        const int8_t *frame = frames + i * frame_size;
        int8_t *next = out + made * (network->vector_size + frame_size);
        const int8_t *vector = bk_network_step(network, frame);
        bk_frame_mean_add(&mean, frame, next + network->vector_size);
        if (vector != NULL) {
            memcpy(next, vector, network->vector_size);
            made++;
        }
    }
    return made;
}

/* Raw scores of count vectors, or NULL if the network has none. */
const int16_t *bx_network_score(bk_network *network, const int8_t *vectors, uint32_t count)
{
    const bk_vectors segment = {vectors, (uint16_t)count, 0, (uint16_t)count};
    return bk_network_score(network, &segment);
}

/* A trace into memory; what does not fit is dropped, so give room for one push. */
typedef struct {
    bk_trace trace;
    int8_t *frames, *vectors;
    int16_t *levels, *scores;
    bk_gate_segment *segments;
    int16_t *rooms; /* 40 values a segment, or zeros */
    uint32_t frames_made, vectors_made, segments_made; /* the caller sets them to 0 */
    uint32_t frames_most, segments_most;
} collector;

static void collect_frame(void *context, const int8_t *values, uint16_t size, int16_t level_q8)
{
    collector *to = (collector *)context;
    if (to->frames_made < to->frames_most) {
        memcpy(to->frames + to->frames_made * size, values, size);
        to->levels[to->frames_made] = level_q8;
        to->frames_made++;
    }
}

static void collect_vector(void *context, const int8_t *values, uint16_t size)
{
    collector *to = (collector *)context;
    if (to->vectors_made < to->frames_most) {
        memcpy(to->vectors + to->vectors_made * size, values, size);
        to->vectors_made++;
    }
}

static void collect_segment(void *context, const bk_trace_segment *segment)
{
    collector *to = (collector *)context;
    if (to->segments_made < to->segments_most) {
        bk_gate_segment *seen = &to->segments[to->segments_made];
        seen->start = segment->start_frame;
        seen->frames = segment->frames;
        seen->verdict = BK_GATE_FITS;
        memcpy(to->scores + to->segments_made * segment->classes, segment->scores,
               segment->classes * sizeof(int16_t));
        int16_t *room = to->rooms + to->segments_made * BK_SOUND_BANDS;
        memset(room, 0, BK_SOUND_BANDS * sizeof *room);
        if (segment->room_q6 != NULL) {
            memcpy(room, segment->room_q6, BK_SOUND_BANDS * sizeof *room);
        }
        to->segments_made++;
    }
}

void bx_collect(bk_runtime *runtime, collector *to)
{
    to->trace.context = to;
    to->trace.frame = collect_frame;
    to->trace.vector = collect_vector;
    to->trace.segment = collect_segment;
    bk_trace_to(runtime, &to->trace);
}

/* Values of one vector that the head reads. */
uint32_t bx_vector_size(const bk_runtime *runtime)
{
    return bk_vector_size(runtime);
}

/* The structs that engine/ writes and reads byte by byte. */
typedef char event_has_20_bytes[sizeof(bk_event) == 20u ? 1 : -1];
typedef char gate_segment_has_8_bytes[sizeof(bk_gate_segment) == 8u ? 1 : -1];
typedef char gate_settings_have_20_bytes[sizeof(bk_gate_settings) == 20u ? 1 : -1];
typedef char collector_has_60_bytes[sizeof(collector) == 60u ? 1 : -1];
typedef char network_fits_64_bytes[sizeof(bk_network) <= 64u ? 1 : -1];

/* Size of one vector and frames between two. */
uint32_t bx_network_vector_size(const uint8_t *program)
{
    uint16_t size;
    uint8_t period;
    bk_network_vectors(program, &size, &period);
    return size | ((uint32_t)period << 16);
}

