/*
 * The street on the device: front end -> network -> ring of vectors -> gate ->
 * head -> decision. The contract is in beckon.h.
 */
#include "beckon.h"

#include "bk_read.h"
#include "bk_trace.h"
#include "decision.h"
#include "gate.h"
#include "image.h"
#include "motion.h"
#include "network.h"
#include "template.h"

#ifndef __AVR__ /* 2 KB of RAM cannot hold the sound front end */
#define BK_WITH_SOUND
#include "sound.h"
#endif

#define FRONT_END_SOUND 1u
#define FRONT_END_MOTION 2u
#define FRONT_END_MOTION_SIZE 22u
#define HEAD_DENSE 1u
#define HEAD_TEMPLATE 2u
#define ARENA_ALIGN 8u

struct bk_runtime {
    bk_decision decision;
    bk_gate gate;
    bk_network network;         /* in use if has_network */
    bk_template_head templates; /* in use if head is HEAD_TEMPLATE */
    const bk_trace *trace;
    void *front_end;            /* front_sound or bk_motion */
    void *scratch;
    int16_t *scores;
    int8_t *ring;
    uint32_t frames;
    uint16_t ring_length, ring_next; /* vectors */
    uint16_t vector_size, frame_ms;
    uint8_t vector_period, signal, classes, head, has_network;
};

#ifdef BK_WITH_SOUND
typedef struct {
    bk_sound sound;
    int16_t hop[BK_SOUND_HOP];
    uint16_t filled;
} front_sound;
#endif

/* A checked image, and where its state goes in the arena. */
typedef struct {
    bk_image image;
    bk_gate_settings gate;
    bk_template_head templates;
    uint32_t front_end_at, network_at, ring_at, scratch_at, scores_at, size;
    uint16_t frame_size, frame_ms, vector_size, ring_length;
    uint8_t vector_period, head;
} plan;

static bk_status check_front_end(plan *p)
{
    const bk_section *section = &p->image.front_end;
    if (section->size < 4u) {
        return BK_ERR_FRONT_END;
    }
    const uint8_t id = bk_u8(section->at);
    uint32_t size = 4;
#ifdef BK_WITH_SOUND
    if (id == FRONT_END_SOUND && p->image.signal == BK_SIGNAL_SOUND) {
        p->frame_size = BK_SOUND_BANDS;
        p->frame_ms = BK_SOUND_FRAME_MS;
    } else
#endif
    if (id == FRONT_END_MOTION && p->image.signal == BK_SIGNAL_MOTION) {
        p->frame_size = BK_MOTION_CHANNELS;
        p->frame_ms = BK_MOTION_FRAME_MS;
        size = FRONT_END_MOTION_SIZE;
    } else {
        return BK_ERR_FRONT_END;
    }
    const int fits = section->size >= size && bk_u8(section->at + 1) == p->frame_size &&
                     bk_u16(section->at + 2) == p->frame_ms;
    return fits ? BK_OK : BK_ERR_FRONT_END;
}

static bk_status check_network(plan *p)
{
    p->vector_size = p->frame_size;
    p->vector_period = 1;
    if (p->image.network.at == NULL) {
        return p->head == HEAD_DENSE ? BK_ERR_NETWORK : BK_OK;
    }
    const uint8_t classes = p->head == HEAD_DENSE ? p->image.classes : 0u;
    const bk_status status =
        bk_network_check(&p->image.network, &p->image.weights, p->frame_size, classes);
    if (status == BK_OK) {
        bk_network_vectors(p->image.network.at, &p->vector_size, &p->vector_period);
    }
    return status;
}

/* Vectors that a stretch of frames can hold, wherever it starts. */
static uint16_t vectors_in(const plan *p, uint16_t frames)
{
    return (uint16_t)((frames + p->vector_period - 1u) / p->vector_period);
}

static bk_status check_head(plan *p)
{
    if (p->head == HEAD_DENSE) {
        return BK_OK; /* its weights are the network's */
    }
    if (p->vector_size > BK_TEMPLATE_CHANNELS_MAX ||
        vectors_in(p, p->gate.max_frames) > BK_TEMPLATE_FRAMES_MAX) {
        return BK_ERR_HEAD;
    }
    return bk_template_open(&p->templates, p->image.head.at, p->image.head.size,
                            (uint8_t)p->vector_size, p->image.classes);
}

/* Takes the next `size` bytes of the arena, and tells where they start. */
static uint32_t take(plan *p, uint32_t size)
{
    const uint32_t at = p->size;
    p->size = (at + size + (ARENA_ALIGN - 1u)) & ~(uint32_t)(ARENA_ALIGN - 1u);
    return at;
}

static void lay_out(plan *p)
{
    p->ring_length = (uint16_t)(vectors_in(p, bk_gate_reach(&p->gate)) + 1u);
    p->size = 0;
    (void)take(p, sizeof(bk_runtime));
#ifdef BK_WITH_SOUND
    const uint32_t front_end =
        p->image.signal == BK_SIGNAL_SOUND ? sizeof(front_sound) : sizeof(bk_motion);
#else
    const uint32_t front_end = sizeof(bk_motion);
#endif
    p->front_end_at = take(p, front_end);
    p->network_at =
        take(p, p->image.network.at == NULL ? 0u : bk_network_memory(p->image.network.at));
    p->ring_at = take(p, (uint32_t)p->ring_length * p->vector_size);
    p->scratch_at = take(p, p->head == HEAD_TEMPLATE
                                ? bk_template_scratch(&p->templates, vectors_in(p, p->gate.max_frames))
                                : 0u);
    p->scores_at = take(p, (uint32_t)p->image.classes * sizeof(int16_t));
}

static bk_status check(const uint8_t *image, uint32_t image_size, plan *p)
{
    bk_status status = bk_image_read(image, image_size, &p->image);
    if (status != BK_OK) {
        return status;
    }
    if (p->image.head.size < 1u) {
        return BK_ERR_HEAD;
    }
    p->head = bk_u8(p->image.head.at);
    if (p->head != HEAD_DENSE && p->head != HEAD_TEMPLATE) {
        return BK_ERR_HEAD;
    }
    status = check_front_end(p);
    if (status == BK_OK) {
        status = check_network(p);
    }
    if (status == BK_OK) {
        status = bk_decision_check(p->image.decision.at, p->image.decision.size, p->image.classes,
                                   &p->gate);
    }
    if (status == BK_OK) {
        status = check_head(p);
    }
    if (status == BK_OK) {
        lay_out(p);
    }
    return status;
}

bk_status bk_arena_size(const uint8_t *image, uint32_t image_size, uint32_t *arena_size)
{
    plan p;
    const bk_status status = check(image, image_size, &p);
    if (status == BK_OK) {
        *arena_size = p.size;
    }
    return status;
}

static void start_front_end(bk_runtime *runtime, const plan *p, const bk_inputs *inputs)
{
#ifdef BK_WITH_SOUND
    if (runtime->signal == BK_SIGNAL_SOUND) {
        front_sound *front = (front_sound *)runtime->front_end;
        bk_sound_init(&front->sound);
        front->filled = 0;
        return;
    }
#endif
    bk_motion_init((bk_motion *)runtime->front_end, inputs->motion_rate_chz,
                   (const int16_t *)(const void *)(p->image.front_end.at + 4));
}

bk_status bk_open(const uint8_t *image, uint32_t image_size, void *arena, uint32_t arena_size,
                  const bk_inputs *inputs, bk_runtime **runtime)
{
    plan p;
    const bk_status status = check(image, image_size, &p);
    if (status != BK_OK) {
        return status;
    }
    if (p.size > arena_size || ((uintptr_t)arena & (ARENA_ALIGN - 1u)) != 0) {
        return BK_ERR_ARENA;
    }
    uint8_t *base = (uint8_t *)arena;
    bk_runtime *opened = (bk_runtime *)arena;
    memset(opened, 0, sizeof *opened);
    opened->signal = p.image.signal;
    opened->classes = p.image.classes;
    opened->head = p.head;
    opened->has_network = p.image.network.at != NULL;
    opened->front_end = base + p.front_end_at;
    opened->ring = (int8_t *)(base + p.ring_at);
    opened->scratch = base + p.scratch_at;
    opened->scores = (int16_t *)(void *)(base + p.scores_at);
    opened->ring_length = p.ring_length;
    opened->vector_size = p.vector_size;
    opened->vector_period = p.vector_period;
    opened->frame_ms = p.frame_ms;
    opened->templates = p.templates;
    start_front_end(opened, &p, inputs);
    if (opened->has_network) {
        bk_network_init(&opened->network, base + p.network_at, p.image.network.at,
                        p.image.weights.at);
    }
    bk_gate_init(&opened->gate, &p.gate);
    bk_decision_init(&opened->decision, p.image.decision.at, p.image.classes,
                     inputs->report_refused);
    *runtime = opened;
    return BK_OK;
}

bk_signal bk_signal_of(const bk_runtime *runtime)
{
    return (bk_signal)runtime->signal;
}

void bk_trace_to(bk_runtime *runtime, const bk_trace *trace)
{
    runtime->trace = trace;
}

uint16_t bk_vector_size(const bk_runtime *runtime)
{
    return runtime->vector_size;
}

/* The vectors made by frames [start, start + frames): vector j comes with frame
 * (j + 1) * period - 1. They are the newest but those made since. */
static bk_vectors vectors_of(const bk_runtime *runtime, const bk_gate_segment *segment)
{
    const uint32_t first = segment->start / runtime->vector_period;
    const uint32_t end = (segment->start + segment->frames) / runtime->vector_period;
    const uint32_t made = runtime->frames / runtime->vector_period;
    const uint16_t back = (uint16_t)(made - first); /* at most ring_length: bk_gate_reach() */
    bk_vectors vectors;
    vectors.data = runtime->ring;
    vectors.capacity = runtime->ring_length;
    vectors.first = back <= runtime->ring_next
                        ? (uint16_t)(runtime->ring_next - back)
                        : (uint16_t)(runtime->ring_next + runtime->ring_length - back);
    vectors.count = (uint16_t)(end - first);
    return vectors;
}

static void judge(bk_runtime *runtime, const bk_gate_segment *segment)
{
    const bk_vectors vectors = vectors_of(runtime, segment);
    if (vectors.count == 0) {
        return; /* shorter than one step of the network */
    }
    if (runtime->head == HEAD_TEMPLATE) {
        bk_template_scores(&runtime->templates, &vectors, runtime->scratch, runtime->scores);
    } else {
        /* Q16 with the offset -32768, as TensorFlow Lite has it, to Q15 */
        const int16_t *raw = bk_network_score(&runtime->network, &vectors);
        for (uint8_t i = 0; i < runtime->classes; i++) {
            runtime->scores[i] = (int16_t)(((int32_t)raw[i] + 32768) >> 1);
        }
    }
    const bk_trace *trace = runtime->trace;
    if (trace != NULL && trace->segment != NULL) {
        const bk_trace_segment seen = {segment->start, segment->frames, runtime->classes,
                                       runtime->scores};
        trace->segment(trace->context, &seen);
    }
    const bk_decision_times times = {segment->start * runtime->frame_ms,
                                     (segment->start + segment->frames) * runtime->frame_ms,
                                     runtime->frames * runtime->frame_ms};
    bk_decision_judge(&runtime->decision, runtime->scores, &times);
}

static void keep_vector(bk_runtime *runtime, const int8_t *vector)
{
    const size_t at = (size_t)runtime->ring_next * runtime->vector_size;
    memcpy(runtime->ring + at, vector, runtime->vector_size);
    runtime->ring_next = (uint16_t)(runtime->ring_next + 1u);
    if (runtime->ring_next == runtime->ring_length) {
        runtime->ring_next = 0;
    }
    const bk_trace *trace = runtime->trace;
    if (trace != NULL && trace->vector != NULL) {
        trace->vector(trace->context, vector, runtime->vector_size);
    }
}

static void take_frame(bk_runtime *runtime, const int8_t *frame, uint16_t size, int16_t level_q8)
{
    const bk_trace *trace = runtime->trace;
    if (trace != NULL && trace->frame != NULL) {
        trace->frame(trace->context, frame, size, level_q8);
    }
    const int8_t *vector = runtime->has_network ? bk_network_step(&runtime->network, frame) : frame;
    if (vector != NULL) {
        keep_vector(runtime, vector);
    }
    runtime->frames++;
    bk_gate_segment segment;
    if (bk_gate_frame(&runtime->gate, level_q8, &segment) && segment.verdict == BK_GATE_FITS) {
        judge(runtime, &segment);
    }
}

void bk_push_sound(bk_runtime *runtime, const int16_t *pcm, uint32_t count)
{
#ifdef BK_WITH_SOUND
    if (runtime->signal != BK_SIGNAL_SOUND) {
        return;
    }
    front_sound *front = (front_sound *)runtime->front_end;
    while (count > 0) {
        const uint16_t room = (uint16_t)(BK_SOUND_HOP - front->filled);
        const uint16_t part = count < room ? (uint16_t)count : room;
        memcpy(front->hop + front->filled, pcm, part * sizeof *pcm);
        front->filled = (uint16_t)(front->filled + part);
        pcm += part;
        count -= part;
        if (front->filled == BK_SOUND_HOP) {
            int8_t frame[BK_SOUND_BANDS];
            int16_t level_q8;
            bk_sound_hop(&front->sound, front->hop, frame, &level_q8);
            front->filled = 0;
            take_frame(runtime, frame, BK_SOUND_BANDS, level_q8);
        }
    }
#else
    (void)runtime;
    (void)pcm;
    (void)count;
#endif
}

void bk_push_motion(bk_runtime *runtime, const int16_t milli_g[3])
{
    if (runtime->signal != BK_SIGNAL_MOTION) {
        return;
    }
    bk_motion *front = (bk_motion *)runtime->front_end;
    int8_t frame[BK_MOTION_CHANNELS];
    int16_t level_q8;
    bk_motion_push(front, milli_g);
    while (bk_motion_next(front, frame, &level_q8)) {
        take_frame(runtime, frame, BK_MOTION_CHANNELS, level_q8);
    }
}

int bk_next_event(bk_runtime *runtime, bk_event *event)
{
    return bk_decision_next(&runtime->decision, event);
}
